package dev.mtasts.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mtasts.testing.Cli;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintCommandTest {
  private static final String GOOD =
      "version: STSv1\nmode: enforce\nmx: MX1.example.com\nmx: *.mail.example.com\n"
          + "max_age: 604800\nx-note: hello world\nid: 20261101T000000Z\n";

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String stdin = "";

  @Test
  void aValidPolicySaysSo() throws IOException {
    String file = write("good.txt", GOOD);

    assertThat(lint("policy", file)).isZero();
    assertThat(out).hasToString(file + ": valid\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void findingsNameFileLineAndSection() throws IOException {
    String file = write("bad.txt", GOOD.replace("enforce", "Enforce").replace("604800", "60"));

    assertThat(lint("policy", file)).isEqualTo(3);
    assertThat(out.toString().lines())
        .containsExactly(
            file + ":2: error: mode is 'Enforce', not enforce, testing or none [RFC 8461 §3.2]",
            file
                + ":5: warning: max_age is under a day; some senders ignore such a policy [RFC 8461"
                + " §3.2]",
            file + ": not valid");
  }

  @Test
  void whatIsWrongWithTheWholeHasNoLine() throws IOException {
    String file = write("short.txt", "version: STSv1\nmode: none\n");

    lint("policy", file);

    assertThat(out.toString()).startsWith(file + ": error: no 'max_age' field [RFC 8461 §3.2]\n");
  }

  @Test
  void aWarningLeavesAPolicyValid() throws IOException {
    assertThat(lint("policy", write("short.txt", GOOD.replace("604800", "0")))).isZero();
    assertThat(out.toString()).contains(":5: warning: ").endsWith("short.txt: valid\n");
  }

  @Test
  void jsonGivesTheParsedFieldsOneObjectALine() throws IOException {
    String good = write("good.txt", GOOD);
    String bad = write("bad.txt", "mode: [testing]\n");

    assertThat(lint("policy", "--json", good, bad)).isEqualTo(3);
    assertThat(out.toString().lines())
        .containsExactly(
            "{\"file\":\""
                + good
                + "\",\"valid\":true,\"problems\":[],\"version\":\"STSv1\",\"mode\":\"enforce\","
                + "\"mx\":[\"MX1.example.com\",\"*.mail.example.com\"],\"max_age\":604800,"
                + "\"id\":\"20261101T000000Z\",\"extensions\":{\"x-note\":\"hello world\"}}",
            "{\"file\":\""
                + bad
                + "\",\"valid\":false,\"problems\":["
                + "{\"line\":1,\"severity\":\"error\",\"message\":\"mode is '[testing]', not"
                + " enforce, testing or none\",\"section\":\"RFC 8461 §3.2\"},"
                + "{\"line\":0,\"severity\":\"error\",\"message\":\"no 'version'"
                + " field\",\"section\":\"RFC 8461 §3.2\"},"
                + "{\"line\":0,\"severity\":\"error\",\"message\":\"no 'max_age'"
                + " field\",\"section\":\"RFC 8461 §3.2\"},"
                + "{\"line\":0,\"severity\":\"error\",\"message\":\"no 'mx' field; it may be absent"
                + " only in mode none\",\"section\":\"RFC 8461 §3.2\"}],"
                + "\"version\":null,\"mode\":\"[testing]\",\"mx\":[],\"max_age\":null,\"id\":null,"
                + "\"extensions\":{}}");
  }

  @Test
  void coversTellsWhetherAHostMatches() throws IOException {
    String file = write("good.txt", GOOD);

    assertThat(covers("mx1.example.com", file)).isTrue();
    assertThat(covers("MX1.Example.Com.", file)).isTrue();
    assertThat(covers("a.mail.example.com", file)).isTrue();
    assertThat(covers("a.b.mail.example.com", file)).isFalse();
    assertThat(covers("mail.example.com", file)).isFalse();
  }

  @Test
  void coversIsSaidInTextTooAndIsNoMatterOfValidity() throws IOException {
    String file = write("good.txt", GOOD);

    assertThat(lint("policy", "--covers", "mx9.example.com", file)).isZero();
    assertThat(out).hasToString(file + ": valid\n" + file + ": does not cover mx9.example.com\n");
  }

  @Test
  void anInvalidPolicyCoversNobody() throws IOException {
    assertThat(covers("mx1.example.com", write("bad.txt", GOOD.replace("STSv1", "STSv2"))))
        .isFalse();
  }

  @Test
  void aHostThatIsNoneIsAMistakeInTheCommand() {
    assertThat(lint("policy", "--covers", "a_b", "x")).isEqualTo(64);
    assertThat(err.toString()).contains("'a_b' is not a domain name");
  }

  @Test
  void standardInputIsADashOrNothing() {
    stdin = GOOD;
    assertThat(lint("policy")).isZero();
    assertThat(lint("policy", "-", "-")).isZero();
    assertThat(out).hasToString("-: valid\n-: valid\n-: valid\n");
  }

  @Test
  void anUnreadableFileDoesNotStopTheOthers() throws IOException {
    String bad = write("bad.txt", "");
    String gone = folder.resolve("gone.txt").toString();

    assertThat(lint("policy", gone, bad, folder.toString(), "a\u0000b", write("good.txt", GOOD)))
        .isEqualTo(3);
    assertThat(lint("policy", gone)).isEqualTo(1);
    assertThat(out.toString()).contains("bad.txt: not valid").endsWith("good.txt: valid\n");
    assertThat(err.toString().lines()).hasSize(4);
    assertThat(err.toString())
        .startsWith(
            "Tried to read "
                + gone
                + " but failed because "
                + gone
                + " does not exist. Check its name and permissions; the"
                + " other files were checked all the same.\n")
        .doesNotContain("\u0000");
  }

  @Test
  void oneGoodRecordIsValid() {
    assertThat(record("v=STSv1; id=20261101T000000Z;\n")).isEqualTo("[] \"20261101T000000Z\" true");
    assertThat(record("v=STSv1;id=a\r\n")).isEqualTo("[] \"a\" true");
    assertThat(record("\nv=STSv1;id=a")).isEqualTo("[] \"a\" true");
  }

  @Test
  void anInvalidRecordIsLocated() {
    assertThat(record("\nv=STSv1; id=a-b;\n"))
        .isEqualTo("[2 error: an id has only ASCII letters and digits: 'a-b'] null false");
    assertThat(record("v=STSv1; id=a; x\n")).isEqualTo("[1 error: 'x' has no '='] \"a\" false");
  }

  /** RFC 8461 §3.1: what does not begin with the version is discarded, then one must be left. */
  @Test
  void foreignRecordsBesideOneGoodOneAreHarmless() {
    assertThat(record("v=spf1 -all\nv=STSv1; id=a;\ngoogle-site-verification=x\n"))
        .isEqualTo(
            "[1 warning: does not begin 'v=STSv1;', so senders discard 'v=spf1 -all', 3 warning:"
                + " does not begin 'v=STSv1;', so senders discard 'google-site-verification=x']"
                + " \"a\" true");
  }

  @Test
  void noRecordAtAllIsInvalid() {
    assertThat(record(""))
        .isEqualTo(
            "[0 error: no record begins 'v=STSv1;'; with any number but one, senders see none] null"
                + " false");
  }

  @Test
  void twoRecordsAreInvalidEvenIfTheyAreTheSame() {
    assertThat(record("v=STSv1; id=a;\nv=STSv1; id=a;\n"))
        .isEqualTo(
            "[0 error: 2 records begin 'v=STSv1;' (lines 1, 2); with any number but one, senders"
                + " see none] null false");
  }

  @Test
  void aRecordThatIsNearlyOneGetsAHint() {
    assertThat(record("\"v=STSv1; id=a;\"")).contains("; give the text without quotes");
    assertThat(record("v=STSv1 ; id=a;"))
        .contains("; no white space may stand before")
        .endsWith("false");
    assertThat(record(" v=STSv1; id=a;"))
        .contains("; no white space may stand before")
        .endsWith("false");
    assertThat(record("V=STSV1; id=a;")).contains("; upper and lower case").endsWith("false");
    assertThat(record("v=STSv1, id=a;")).contains("the ';' matter").endsWith("false");
    assertThat(record("v=STSv1; id=\u00fc"))
        .contains("1 error: U+00C3 does not belong")
        .endsWith("false");
  }

  @Test
  void tlsRptGivesTheReportAddresses() throws IOException {
    String file = write("tlsrpt.txt", "v=TLSRPTv1; rua=mailto:a@b.example,https://c.example/\n");

    assertThat(lint("tlsrpt", "--json", file)).isZero();
    assertThat(out)
        .hasToString(
            "{\"file\":\""
                + file
                + "\",\"valid\":true,\"problems\":[],\"rua\":[\"mailto:a@b.example\",\"https://c.example/\"]}\n");
  }

  @Test
  void tlsRptIsJudgedAsARecordSetToo() throws IOException {
    assertThat(lint("tlsrpt", write("two.txt", "v=TLSRPTv1; rua=mailto:a@b\nv=TLSRPTv1; rua=x\n")))
        .isEqualTo(3);
    assertThat(out.toString())
        .contains("two.txt:2: error: not a URI: 'x'")
        .contains("two.txt: error: 2 records begin 'v=TLSRPTv1;' (lines 1, 2)")
        .endsWith("two.txt: not valid\n");
  }

  @Test
  void whatALineOfTheFileHoldsCannotDriveTheTerminal() throws IOException {
    lint("record", write("esc.txt", "\u001b[2J\nv=STSv1; id=\u001b[2J;\n"));
    lint("policy", write("esc2.txt", "mx: \u001b[2J\n\u009b: x\nmode: \u202e\n"));

    assertThat(out.toString()).doesNotContain("\u001b", "\u009b", "\u202e");
  }

  @Test
  void lintAloneIsAMistake() {
    assertThat(lint()).isEqualTo(64);
  }

  private boolean covers(String host, String file) throws IOException {
    out.getBuffer().setLength(0);
    lint("policy", "--json", "--covers", host, file);
    JsonNode covers = new ObjectMapper().readTree(out.toString()).get("covers");
    assertThat(covers.isBoolean()).isTrue();
    return covers.asBoolean();
  }

  /** Problems, id and validity of a record file, as the JSON tells them. */
  private String record(String text) {
    try {
      out.getBuffer().setLength(0);
      int code = lint("record", "--json", write("record.txt", text));
      JsonNode object = new ObjectMapper().readTree(out.toString());
      assertThat(List.copyOf(object.properties()).stream().map(Map.Entry::getKey))
          .containsExactly("file", "valid", "problems", "id");
      List<String> problems = new ArrayList<>();
      object
          .get("problems")
          .forEach(
              problem -> {
                assertThat(problem.get("section").asText()).isEqualTo("RFC 8461 §3.1");
                problems.add(
                    problem.get("line").asInt()
                        + " "
                        + problem.get("severity").asText()
                        + ": "
                        + problem.get("message").asText());
              });
      boolean valid = object.get("valid").asBoolean();
      assertThat(code).isEqualTo(valid ? 0 : 3);
      return problems + " " + object.get("id") + " " + valid;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private int lint(String... args) {
    List<String> words = new ArrayList<>(List.of("lint"));
    words.addAll(List.of(args));
    Cli.Run run = new Cli(folder, List.of()).input(stdin).run(words.toArray(String[]::new));
    out.append(run.out());
    err.append(run.err());
    return run.exit();
  }
}
