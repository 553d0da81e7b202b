package dev.mtasts.spec;

import static dev.mtasts.spec.SpecTexts.HEAD;
import static dev.mtasts.spec.SpecTexts.bad;
import static dev.mtasts.spec.SpecTexts.good;
import static dev.mtasts.spec.SpecTexts.lines;
import static dev.mtasts.spec.SpecTexts.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTreeTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# only a comment\n", "---\n", "~\n", "null\n"})
  void anEmptySpecSaysHowToStart(String text) {
    List<Problem> problems = bad(text, "1:1 the spec is empty");

    assertThat(problems.get(0).hint()).contains("version: 1");
  }

  @Test
  void whatMakesYamlMeanSomethingElseIsRefusedWhereItStands() {
    bad(
        """
        version: 1
        providers: &all
          web: !!map { type: web, root: p }
          ns: { type: names }
          ns: { type: names }
        domains:
          <<: *all
          a.example: *all
          [b.example]: {}
          ~: {}
        """,
        "2:12 anchors are not allowed (&all)",
        "3:8 tags are not allowed (tag:yaml.org,2002:map)",
        "5:3 the key 'ns' stands here for the second time",
        "7:3 merge keys are not allowed (<<)",
        "7:7 aliases are not allowed (*all)",
        "8:14 aliases are not allowed (*all)",
        "9:3 a key must be a text, not a list",
        "10:3 a key must be a text, not nothing");
  }

  @Test
  void aSecondDocumentIsRefused() {
    bad(HEAD + "  a.example:\n---\nversion: 1\n", "11:1 a second document starts here");
    good("---\n" + HEAD + "  a.example:\n...\n");
  }

  @Test
  void syntaxFaultsAreToldInOurWords() {
    String at = "version: 1\n";
    bad(at + "providers:\n\tweb: {}\n", "3:1 a tab cannot indent YAML");
    bad(at + "a: b: c\n", "2:5 a ':' is not expected here");
    bad(at + "providers\ndomains: {}\n", "3:1 a ':' is missing after a key");
    bad(at + "domains: {}\n  state: {}\n", "3:3 this line does not fit the block above");
    bad(at + "domains: { a: b\nc: d\n", "3:2 a ',' or '}' is missing");
    bad(at + "domains: [ a, b\n", "3:1 a ',' or ']' is missing");
    bad(at + "domains: \"never closed\n", "2:10 this quote is never closed");
    bad(at + "domains: \"\\q\"\n", "2:12 this is not an escape that YAML knows in double quotes");
    bad(at + "domains: @home\n", "2:10 a value cannot start with this character");
    bad(at + "domains: !x!y z\n", "2:10 tags are not allowed");
    bad(at + "domains: [*.mail.example]\n", "2:11 an unquoted value cannot start with '*' or '&'");
    bad(at + "x: " + "[".repeat(40) + "\n", "2:28 this is nested too deep");
  }

  @Test
  void aVariableInBracketsNeedsQuotesAndTheHintSaysSo() {
    List<Problem> problems = read("version: 1\nproviders: { web: { type: ${TYPE} } }\n").problems();

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).hint()).contains("quotes").contains("${");
  }

  @Test
  void charactersThatYamlForbidsAreNamedAndNotPrinted() {
    List<Problem> problems =
        bad("version: 1\nstate: \u001b[31mred\n", "2:8 YAML does not allow the character U+001B");

    assertThat(problems.get(0).source()).isEqualTo("state: \uFFFD[31mred");
  }

  @Test
  void linesAreCountedWhateverEndsThem() {
    for (String end : List.of("\n", "\r\n", "\r")) {
      String text = String.join(end, "version: 1", "# x", "providers: {}", "domains: 5", "");

      SpecResult result = read(text);

      assertThat(lines(result))
          .containsExactly("4:10 expected a map of domains, found a single value");
      assertThat(result.problems().get(0).source()).isEqualTo("domains: 5");
    }
  }

  @Test
  void aVeryLongLineIsNotRepeatedForEveryProblemInIt() {
    StringBuilder text = new StringBuilder("{version: 1, providers: {}, domains: {");
    for (int i = 0; i < 2_000; i++) {
      text.append("d").append(i).append(".example: {polcy: x}, ");
    }

    SpecResult result = read(text.append("}}").toString());

    assertThat(result.problems()).hasSizeGreaterThan(2_000);
    assertThat(result.problems()).allMatch(problem -> problem.source().length() <= 120);
    assertThat(result.problems()).anyMatch(problem -> problem.source().startsWith("polcy: x}"));
  }
}
