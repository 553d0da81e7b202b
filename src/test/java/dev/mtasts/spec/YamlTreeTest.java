package dev.mtasts.spec;

import static dev.mtasts.spec.SpecTexts.HEAD;
import static dev.mtasts.spec.SpecTexts.bad;
import static dev.mtasts.spec.SpecTexts.good;
import static dev.mtasts.spec.SpecTexts.lines;
import static dev.mtasts.spec.SpecTexts.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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
          ~: {}
          !!str b.example: &b c
          &c c.example: [ !!int 1, &d !x d ]
          [d.example]: {}
        """,
        "2:12 anchors are not allowed (&all)",
        "3:8 tags are not allowed (!!map)",
        "5:3 the key 'ns' stands here for the second time",
        "7:3 merge keys are not allowed (<<)",
        "7:7 aliases are not allowed (*all)",
        "8:14 aliases are not allowed (*all)",
        "9:3 a key must be a text, not nothing",
        "10:3 tags are not allowed (!!str)",
        "10:20 anchors are not allowed (&b)",
        "11:3 anchors are not allowed (&c)",
        "11:19 tags are not allowed (!!int)",
        "11:28 anchors are not allowed (&d)",
        "11:28 tags are not allowed (!x)",
        "12:3 a key must be a text, not a list");
  }

  @Test
  void aKeyThatIsNoScalarEndsTheReading() {
    bad("? [a]\n: b\nx: *y\n", "1:3 a key must be a text, not a list");
    bad("x: { {a: b}: c, d: *e }\n", "1:6 a key must be a text, not a map");
    bad("*x : b\nc: *d\n", "1:1 aliases are not allowed");
  }

  @Test
  void quotesMakeATextOfWhatWouldBeRefusedOrNothing() {
    Node.Mapping map =
        tree(
            "'<<': ''\n\"~\": \"null\"\n'null': |\n  ~\n? |-\n  NULL\n: '&a'\n'!!x': \"*y\"\n'': 1");

    assertThat(map.entries().keySet()).containsExactly("<<", "~", "null", "NULL", "!!x", "");
    assertThat(map.entries().values())
        .extracting(Node.Entry::value)
        .allMatch(value -> value instanceof Node.Scalar scalar && !scalar.isNull());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "~", "null", "Null", "NULL", " # only a comment", " \n"})
  void whatIsPlainlyNothingIsNull(String text) {
    for (String spec :
        List.of("a: " + text, "a:\n  - " + text, "{ b\uD83D\uDE00: c, a: " + text + "\n}")) {
      Node value = Objects.requireNonNull(tree(spec).entries().get("a")).value();
      Node only = value instanceof Node.Sequence list ? list.items().get(0) : value;

      assertThat(only).as(spec).matches(node -> node instanceof Node.Scalar one && one.isNull());
    }
  }

  @ParameterizedTest
  @MethodSource("textsThatLookLikeOtherTypes")
  void scalarsAreWhatWasTyped(String typed) {
    Node.Mapping map =
        tree(
            typed + ": " + typed + "\nlist: [ x\uD83D\uDE00, " + typed + ", \"" + typed + "\" ]\n");

    Node.Entry entry = Objects.requireNonNull(map.entries().get(typed));
    Node.Entry list = Objects.requireNonNull(map.entries().get("list"));
    assertThat(entry.value()).isEqualTo(new Node.Scalar(entry.value().at(), typed, false));
    assertThat(((Node.Sequence) list.value()).items())
        .map(item -> ((Node.Scalar) item).text())
        .containsExactly("x\uD83D\uDE00", typed, typed);
  }

  static Stream<String> textsThatLookLikeOtherTypes() {
    Stream<String> few =
        Stream.of(
            "1e999999",
            "0123",
            "1_000",
            "0x1F",
            "-0b_1",
            ".5",
            "._",
            "12:30",
            "190:20:30",
            "0_",
            "-0__",
            "+0",
            "+.inf",
            ".NaN",
            "yes",
            "NO",
            "off",
            "y",
            "true",
            "2001-01-01",
            "=",
            "08");
    return Stream.concat(few, Stream.of("9".repeat(200), "0x" + "f".repeat(1_010)));
  }

  @Test
  void aSpecOfMegabytesAndLongValuesAreRead() {
    String comment = "# " + "x".repeat(997) + "\n";
    String value = "1".repeat(100_000);

    Node.Mapping map = tree(comment.repeat(3_500) + "a: " + value + "\nb: '" + value + "'\n");

    assertThat(map.entries().values())
        .map(entry -> ((Node.Scalar) entry.value()).text())
        .allMatch(value::equals)
        .hasSize(2);
  }

  private static Node.Mapping tree(String text) {
    Source source = new Source("mtasts.yaml", text);
    Problems problems = new Problems(source);
    Node root = YamlTree.parse(source, problems);
    assertThat(problems.sorted()).as(text).isEmpty();
    return (Node.Mapping) Objects.requireNonNull(root);
  }

  @Test
  void aSecondDocumentIsRefused() {
    bad(HEAD + "  a.example:\n---\nversion: 1\n", "11:1 a second document starts here");
    bad(HEAD + "  a.example:\n---\n# why\n\n- x\n", "11:1 a second document starts here");
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
