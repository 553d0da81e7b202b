package dev.mtasts.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** RFC 8461 §3.2, with errata 6253 (LF or CRLF) and 7282 (digits of max_age). */
class PolicyParserTest {
  private static final String HEAD = "version: STSv1\nmode: enforce\n";
  private static final String TAIL = "max_age: 604800\n";
  private static final String WHOLE = HEAD + "mx: mx.example.com\n" + TAIL;

  @TestFactory
  Stream<DynamicTest> goodPolicies() {
    return Stream.of(
        good("LF after every line, erratum 6253", WHOLE),
        good("CRLF after every line", WHOLE.replace("\n", "\r\n")),
        good("both in one file", WHOLE.replaceFirst("\n", "\r\n")),
        good("the last terminator is optional", WHOLE.stripTrailing()),
        good("any order", TAIL + "mx: mx.example.com\nmode: enforce\nversion: STSv1\n"),
        good("white space after the colon: none", WHOLE.replace(": ", ":")),
        good("white space after the colon: much", WHOLE.replace(": ", ": \t  ")),
        good("trailing spaces and tabs", WHOLE.replace("\n", " \t\n")),
        good("trailing white space before CRLF", WHOLE.replace("\n", " \r\n")),
        good("mode testing", WHOLE.replace("enforce", "testing")),
        good("mode none without mx", "version: STSv1\nmode: none\n" + TAIL),
        good("mode none with mx", WHOLE.replace("enforce", "none")),
        good("upper case in mx", WHOLE.replace("mx.example.com", "MX.Example.COM")),
        good("a wildcard", WHOLE.replace("mx.example.com", "*.example.com")),
        good("a name of one label: Domain of RFC 5321", WHOLE.replace("mx.example.com", "mx")),
        good("digits and hyphens inside labels", WHOLE.replace("mx.", "1.m--x-9.")),
        good("an A-label", WHOLE.replace("mx.", "xn--bcher-kva.")),
        good("several mx", WHOLE + "mx: b.example\nmx: *.c.example\n"),
        good("max_age 0", WHOLE.replace("604800", "0")),
        good("max_age at the limit", WHOLE.replace("604800", "31557600")),
        good("leading zeros within ten digits", WHOLE.replace("604800", "0000604800")),
        good("an extension", WHOLE + "x-foo_1.b: some value\n"),
        good("an extension of 32 characters", WHOLE + "a".repeat(32) + ": 1\n"),
        good("an extension's name may start with a digit", WHOLE + "9: 1\n"),
        good("a colon in an extension's value", WHOLE + "url: https://example.com/\n"),
        good("UTF-8 in an extension's value", WHOLE + "note: grüße \uD83D\uDC4B\n"),
        good("a second version of another value", WHOLE + "version: STSv2\n"),
        good("a second mode", WHOLE + "mode: whatever\n"),
        good("a second max_age", WHOLE + "max_age: x\n"),
        good("a second extension", WHOLE + "a: 1\na: 2\n"),
        good("the id that this tool adds", WHOLE + "id: 20261101T000000Z\n"));
  }

  @TestFactory
  Stream<DynamicTest> badPolicies() {
    return Stream.of(
        bad("", 0, "no 'version' field"),
        bad("\n", 1, "blank line; a policy has none"),
        bad(WHOLE + "\n", 5, "blank line; a policy has none"),
        bad(WHOLE + "\r\n", 5, "blank line; a policy has none"),
        bad(WHOLE + " \t\n", 5, "blank line; a policy has none"),
        bad("\n" + WHOLE, 1, "blank line; a policy has none"),
        bad(WHOLE + "# why\n", 5, "comment; a policy has none"),
        bad(" " + WHOLE, 1, "leading white space"),
        bad(WHOLE.replace("mx:", "\tmx:"), 3, "leading white space"),
        bad(WHOLE.replace("mode:", "mode :"), 2, "white space before ':'"),
        bad(WHOLE.replace("mode:", "mode\t:"), 2, "white space before ':'"),
        bad("\uFEFF" + WHOLE, 1, "starts with a byte order mark; remove it"),
        bad(WHOLE.replace("\n", "\r"), 1, "bare carriage return; lines end in LF or CRLF"),
        bad(WHOLE.stripTrailing() + "\r", 4, "bare carriage return; lines end in LF or CRLF"),
        bad(WHOLE.replaceFirst("\n", "\r\r\n"), 1, "bare carriage return; lines end in LF or CRLF"),
        bad(WHOLE + "mx\n", 5, "no ':' after a field name"),
        bad(WHOLE + ": x\n", 5, "'' is not a field name"),
        bad(WHOLE + "-x: 1\n", 5, "'-x' is not a field name"),
        bad(WHOLE + "a b: 1\n", 5, "'a b' is not a field name"),
        bad(WHOLE + "é: 1\n", 5, "'é' is not a field name"),
        bad(WHOLE + "a".repeat(33) + ": 1\n", 5, "'" + "a".repeat(33) + "' is not a field name"),
        bad(WHOLE + "mo\u0000de: 1\n", 5, "'mo?de' is not a field name"),
        bad(WHOLE.replace("STSv1", "stsv1"), 1, "version is 'stsv1', not 'STSv1'"),
        bad(WHOLE.replace("STSv1", "STSv2"), 1, "version is 'STSv2', not 'STSv1'"),
        bad(WHOLE.replace("STSv1", ""), 1, "version is '', not 'STSv1'"),
        bad("Version: STSv1\nmode: none\n" + TAIL, 0, "no 'version' field"),
        bad("version: STSv1\n" + TAIL, 0, "no 'mode' field"),
        bad(HEAD + "mx: a.example\n", 0, "no 'max_age' field"),
        bad(HEAD + TAIL, 0, "no 'mx' field; it may be absent only in mode none"),
        bad(mode("Enforce"), 2, "mode is 'Enforce', not enforce, testing or none"),
        bad(mode("[testing]"), 2, "mode is '[testing]', not enforce, testing or none"),
        bad(mode("report"), 2, "mode is 'report', not enforce, testing or none"),
        bad(mode("enforce\u00a0"), 2, "mode is 'enforce\u00a0', not enforce, testing or none"),
        bad(mode("enforce\f"), 2, "mode is 'enforce?', not enforce, testing or none"),
        bad(mode("bad\nmode: enforce"), 2, "mode is 'bad', not enforce, testing or none"),
        bad(maxAge("31557601"), 4, "max_age is over 31557600 seconds"),
        bad(maxAge("9999999999"), 4, "max_age is over 31557600 seconds"),
        bad(maxAge("00000604800"), 4, "max_age is '00000604800', not 1 to 10 digits"),
        bad(maxAge(""), 4, "max_age is '', not 1 to 10 digits"),
        bad(maxAge("-1"), 4, "max_age is '-1', not 1 to 10 digits"),
        bad(maxAge("+1"), 4, "max_age is '+1', not 1 to 10 digits"),
        bad(maxAge("1.5"), 4, "max_age is '1.5', not 1 to 10 digits"),
        bad(maxAge("1 w"), 4, "max_age is '1 w', not 1 to 10 digits"),
        bad(maxAge("٣"), 4, "max_age is '٣', not 1 to 10 digits"),
        bad(mx(""), 3, "mx '' is not a domain name: it is empty"),
        bad(mx("a.example."), 3, "mx 'a.example.' ends in a dot"),
        bad(mx("a..example"), 3, "mx 'a..example' is not a domain name: it has an empty label"),
        bad(mx(".example"), 3, "mx '.example' is not a domain name: it has an empty label"),
        bad(mx("*"), 3, "mx '*' is not a domain name: '*' is not a letter, digit or hyphen"),
        bad(mx("*."), 3, "mx '*.' ends in a dot"),
        bad(mx("*.*.x"), 3, "mx '*.x' is not a domain name: '*' is not a letter, digit or hyphen"),
        bad(mx("a*.x"), 3, "mx 'a*.x' is not a domain name: '*' is not a letter, digit or hyphen"),
        bad(mx("a.*"), 3, "mx 'a.*' is not a domain name: '*' is not a letter, digit or hyphen"),
        bad(
            mx("a_b.x"),
            3,
            "mx 'a_b.x' is not a domain name: '_' is not a letter, digit or hyphen"),
        bad(mx("-a.x"), 3, "mx '-a.x' is not a domain name: a label starts or ends with a hyphen"),
        bad(mx("a-.x"), 3, "mx 'a-.x' is not a domain name: a label starts or ends with a hyphen"),
        bad(
            mx("bücher.x"),
            3,
            "mx 'bücher.x' is not a domain name: 'U+00FC' is not a letter, digit or hyphen"),
        bad(
            mx("\u212A.x"),
            3,
            "mx '\u212A.x' is not a domain name: 'U+212A' is not a letter, digit or hyphen"),
        bad(
            mx("[192.0.2.1]"),
            3,
            "mx '[192.0.2.1]' is not a domain name: '[' is not a letter, digit or hyphen"),
        bad(
            mx("2001:db8::1"),
            3,
            "mx '2001:db8::1' is not a domain name: ':' is not a letter, digit or hyphen"),
        bad(
            mx("a.x, b.x"),
            3,
            "mx 'a.x, b.x' is not a domain name: ',' is not a letter, digit or hyphen"),
        bad(
            mx("a.x\u0000"),
            3,
            "mx 'a.x?' is not a domain name: 'U+0000' is not a letter, digit or hyphen"),
        bad(
            mx("a".repeat(64)),
            3,
            "mx '"
                + "a".repeat(64)
                + "' is not a domain name: a label is longer than 63 characters"),
        bad(
            mx("a.".repeat(127) + "x"),
            3,
            "mx '" + "a.".repeat(40) + "…' is not a domain name: it is longer than 253 characters"),
        bad(WHOLE + "x:\n", 5, "'x' has no value"),
        bad(WHOLE + "x: \t \n", 5, "'x' has no value"),
        bad(WHOLE + "x: a\tb\n", 5, "'x' has a control character in its value"),
        bad(WHOLE + "x: a\u007fb\n", 5, "'x' has a control character in its value"),
        bad(WHOLE + "x: \u0000\n", 5, "'x' has a control character in its value"),
        bad(WHOLE + "x: 1\nx:\n", 6, "'x' has no value"),
        bad(WHOLE + "mode:\n", 5, "'mode' has no value"),
        bad(WHOLE + "max_age: \u0001\n", 5, "'max_age' has a control character in its value"));
  }

  @TestFactory
  Stream<DynamicTest> textsThatAreNotUtf8() {
    return Stream.of(
        notUtf8("Latin-1", 0xfc),
        notUtf8("a lone continuation byte", 0x80),
        notUtf8("an overlong slash", 0xc0, 0xaf),
        notUtf8("a surrogate", 0xed, 0xa0, 0x80),
        notUtf8("a sequence cut short", 0xf0, 0x9f, 0x91),
        notUtf8("beyond Unicode", 0xf5, 0x80, 0x80, 0x80));
  }

  @TestFactory
  Stream<DynamicTest> whatSendersDoNotLikeIsOnlyAWarning() {
    return Stream.of(
        warned(maxAge("0"), 4, "max_age is under a day; some senders ignore such a policy"),
        warned(maxAge("86399"), 4, "max_age is under a day; some senders ignore such a policy"),
        warned(
            maxAge("31536001"),
            4,
            "max_age is over 31536000; one large sender falls back to a day"),
        warned(WHOLE + "mx: MX.example.com\n", 5, "mx 'mx.example.com' is given twice"),
        warned(mx("192.0.2.1"), 3, "mx '192.0.2.1' looks like an address; an MX host has a name"),
        warned(WHOLE + "mode: none\n", 5, "'mode' is given again; senders use the first"),
        warned(WHOLE + "x: 1\nx: 2\n", 6, "'x' is given again; senders use the first"),
        warned(WHOLE + "MX: a.example\n", 5, "'MX': did you mean 'mx'?"),
        warned(WHOLE + "nmx: a.example\n", 5, "'nmx': did you mean 'mx'?"),
        warned(WHOLE + "max-age: 1\n", 5, "'max-age': did you mean 'max_age'?"),
        warned(WHOLE + "maxage: 1\n", 5, "'maxage': did you mean 'max_age'?"),
        warned(WHOLE + "Modes: 1\n", 5, "'Modes': did you mean 'mode'?"),
        warned(
            WHOLE + "id: a-b\n",
            5,
            "no record can carry this id: an id has only ASCII letters and digits: 'a-b'"),
        warned(
            WHOLE + "x: " + "y".repeat(65_536) + "\n",
            0,
            "larger than 64 KiB: senders may stop reading"));
  }

  @Test
  void aDayAndACommonYearAreQuiet() {
    assertThat(PolicyParser.parse(maxAge("86400")).findings()).isEmpty();
    assertThat(PolicyParser.parse(maxAge("31536000")).findings()).isEmpty();
  }

  @Test
  void everyFaultIsReportedAtItsLine() {
    String text = "version: STSv2\n mode: enforce\nmx: a_b\n\nmax_age: x\n";

    assertThat(PolicyParser.parse(text).findings())
        .extracting(Finding::line)
        .containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void oneSlipIsOneFinding() {
    assertThat(PolicyParser.parse(WHOLE.replace("mx:", "  mx:")).findings()).hasSize(1);
    assertThat(PolicyParser.parse(WHOLE.replace("mode:", "mode :")).findings()).hasSize(1);
    assertThat(PolicyParser.parse("\uFEFF" + WHOLE).findings()).hasSize(1);
  }

  @Test
  void valuesAreShownAsWrittenAndMeantInLowerCase() {
    PolicyText text = PolicyParser.parse(HEAD + "mx: *.Example.COM \nx: 1 2\nx: 3\n" + TAIL);

    assertThat(text.version()).isEqualTo("STSv1");
    assertThat(text.mode()).isEqualTo("enforce");
    assertThat(text.mx()).containsExactly("*.Example.COM");
    assertThat(text.maxAge()).isEqualTo(604_800);
    assertThat(text.extensions()).containsExactly(Map.entry("x", "1 2"));
    assertThat(text.policy())
        .contains(new Policy(Mode.ENFORCE, List.of(MxPattern.parse("*.example.com")), 604_800));
  }

  @Test
  void theFirstOfAFieldCounts() {
    PolicyText text = PolicyParser.parse(WHOLE + "mode: none\nmax_age: 1\nid: a\nid: b\n");

    assertThat(text.mode()).isEqualTo("enforce");
    assertThat(text.maxAge()).isEqualTo(604_800);
    assertThat(text.id()).contains(new PolicyId("a"));
  }

  @Test
  void anInvalidFileHasNoPolicyButShowsWhatCouldBeRead() {
    PolicyText text = PolicyParser.parse(mode("Enforce"));

    assertThat(text.valid()).isFalse();
    assertThat(text.policy()).isEmpty();
    assertThat(text.mode()).isEqualTo("Enforce");
    assertThat(text.mx()).containsExactly("mx.example.com");
  }

  @Test
  void aMaxAgeOverTheLimitIsStillShown() {
    assertThat(PolicyParser.parse(maxAge("9999999999")).maxAge()).isEqualTo(9_999_999_999L);
    assertThat(PolicyParser.parse(maxAge("x")).maxAge()).isNull();
  }

  @Test
  void anIdThatNoRecordCanCarryIsNoId() {
    assertThat(PolicyParser.parse(WHOLE + "id: a-b\n").id()).isEmpty();
    assertThat(PolicyParser.parse(WHOLE).id()).isEmpty();
  }

  private static String mode(String mode) {
    return "version: STSv1\nmode: " + mode + "\nmx: mx.example.com\n" + TAIL;
  }

  private static String mx(String mx) {
    return HEAD + "mx: " + mx + "\n" + TAIL;
  }

  private static String maxAge(String maxAge) {
    return HEAD + "mx: mx.example.com\nmax_age: " + maxAge + "\n";
  }

  private static DynamicTest good(String rule, String text) {
    return DynamicTest.dynamicTest(
        rule,
        () -> {
          PolicyText parsed = PolicyParser.parse(text);
          assertThat(parsed.findings()).noneMatch(Finding::isError);
          assertThat(parsed.policy()).isPresent();
        });
  }

  private static DynamicTest bad(String text, int line, String why) {
    return DynamicTest.dynamicTest(
        line + ": " + Excerpt.of(why),
        () -> {
          PolicyText parsed = PolicyParser.parse(text);
          assertThat(parsed.findings()).contains(Finding.error(line, why, "RFC 8461 §3.2"));
          assertThat(parsed.policy()).isEmpty();
        });
  }

  private static DynamicTest warned(String text, int line, String why) {
    return DynamicTest.dynamicTest(
        Excerpt.of(why),
        () -> {
          PolicyText parsed = PolicyParser.parse(text);
          String section = line == 0 ? "RFC 8461 §3.3" : "RFC 8461 §3.2";
          assertThat(parsed.findings()).containsExactly(Finding.warning(line, why, section));
          assertThat(parsed.policy()).isPresent();
        });
  }

  private static DynamicTest notUtf8(String what, int... octets) {
    return DynamicTest.dynamicTest(
        what,
        () -> {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          bytes.writeBytes((WHOLE + "x: ").getBytes(StandardCharsets.UTF_8));
          for (int octet : octets) {
            bytes.write(octet);
          }
          assertThat(PolicyParser.parse(bytes.toByteArray()).findings())
              .containsExactly(Finding.error(5, "not UTF-8", "RFC 8461 §3.2"));
        });
  }
}
