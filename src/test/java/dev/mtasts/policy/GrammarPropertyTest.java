package dev.mtasts.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The parsers against the grammars as printed, transcribed here once more as regular expressions,
 * over texts that are nearly right. The seed is printed; set {@code -Dmtasts.seed} to repeat.
 */
class GrammarPropertyTest {
  private static final int ROUNDS = 20_000;

  private static final String WSP = "[ \\t]*+";
  private static final String EXT_NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,31}";
  private static final String EXT_VALUE = "[\\x21-\\x3A\\x3C\\x3E-\\x7E]+";
  private static final String DELIM = "[ \\t]*;[ \\t]*";
  private static final String LABEL =
      "(?=[^.]{1,63}(?:\\.|$))[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
  private static final Pattern MX =
      Pattern.compile("(?:\\*\\.)?(?=.{1,253}$)" + LABEL + "(?:\\." + LABEL + ")*");
  // Inside a value: spaces and visible characters, and it ends in a visible one.
  private static final String POLICY_VALUE =
      "[\\x21-\\x7E\\x{80}-\\x{10FFFF}](?:[\\x20-\\x7E\\x{80}-\\x{10FFFF}]*"
          + "[\\x21-\\x7E\\x{80}-\\x{10FFFF}])?";
  private static final Pattern POLICY_FIELD =
      Pattern.compile("(" + EXT_NAME + "):" + WSP + "(" + POLICY_VALUE + ")" + WSP);
  private static final Pattern RECORD =
      Pattern.compile("v=STSv1(?:" + DELIM + EXT_NAME + "=" + EXT_VALUE + ")+(?:" + DELIM + ")?");

  private long seed;
  private Random random;

  @BeforeEach
  void seed() {
    seed = Long.getLong("mtasts.seed", System.nanoTime());
    random = new Random(seed);
    System.out.println("GrammarPropertyTest: -Dmtasts.seed=" + seed);
  }

  @Test
  void whatIsRenderedIsReadBackEqualAndWithoutAnError() {
    for (int i = 0; i < ROUNDS / 4; i++) {
      Policy policy = randomPolicy();
      PolicyId id = PolicyId.content(policy);

      PolicyText plain = PolicyParser.parse(policy.content());
      PolicyText embedded = PolicyParser.parse(policy.body(id));

      assertThat(plain.policy()).as("seed %d: %s", seed, policy).contains(policy);
      assertThat(embedded.policy()).as("seed %d: %s", seed, policy).contains(policy);
      assertThat(embedded.id()).as("seed %d: %s", seed, policy).contains(id);
      assertThat(policyGrammar(policy.body(id))).as("seed %d: %s", seed, policy).isTrue();
    }
  }

  @Test
  void nothingMakesAParserThrow() {
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);

      PolicyText policy = PolicyParser.parse(bytes);
      assertThat(policy.valid() && policy.policy().isEmpty()).as("seed %d", seed).isFalse();
      StsRecord.parse("v=STSv1;" + text);
      TlsRptRecord.parse("v=TLSRPTv1; rua=" + text);
    }
    String long1 = "a".repeat(200_000);
    assertThat(TlsRptRecord.parse("v=TLSRPTv1; rua=mailto:" + long1 + "@b").valid()).isTrue();
    assertThat(TlsRptRecord.parse("v=TLSRPTv1; rua=https://a" + "/%20".repeat(50_000)).valid())
        .isTrue();
    assertThat(StsRecord.parse("v=STSv1; id=1; a=" + long1).valid()).isTrue();
  }

  @Test
  void aPolicyIsValidExactlyWhereTheGrammarSaysSo() {
    int valid = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String text = mangled(nearPolicy(), ":\n\r \t.*#\u0000\u007fé\u0085aA0-_");
      boolean grammar = policyGrammar(text);
      valid += grammar ? 1 : 0;

      assertThat(PolicyParser.parse(text).valid())
          .as("seed %d: %s %s", seed, show(text), PolicyParser.parse(text).findings())
          .isEqualTo(grammar);
    }
    assertThat(valid)
        .as("seed %d: both sides are met", seed)
        .isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
  }

  @Test
  void aRecordIsValidExactlyWhereTheGrammarSaysSo() {
    int valid = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String text = mangled(nearRecord(), "=; \tvidaZ09_-.\u0000é\u00a0\n");
      boolean grammar = recordGrammar(text);
      valid += grammar ? 1 : 0;

      assertThat(StsRecord.parse(text).valid())
          .as("seed %d: %s %s", seed, show(text), StsRecord.parse(text).findings())
          .isEqualTo(grammar);
    }
    assertThat(valid)
        .as("seed %d: both sides are met", seed)
        .isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
  }

  /** Where RFC 2396 and RFC 3986 agree, java.net.URI is a referee that somebody else wrote. */
  @Test
  void aUriIsOneWhereTheJdkThinksSoToo() {
    int valid = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String text = mangled(nearUri(), "%/?#@:.aZ9-_~$&'()*+=<>\"{}|\\^` ");
      boolean ours = UriGrammar.matches(text);
      valid += ours ? 1 : 0;
      assertThat(ours).as("seed %d: %s", seed, text).isEqualTo(jdkUri(text));
    }
    assertThat(valid)
        .as("seed %d: both sides are met", seed)
        .isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
  }

  /**
   * §3.2: the fields match one by one, then the required ones are there, the first of each right.
   */
  private static boolean policyGrammar(String text) {
    if (text.isEmpty()) {
      return false;
    }
    String version = null;
    String mode = null;
    String maxAge = null;
    boolean mx = false;
    // The last terminator is optional: one LF or CRLF at the very end is no further line.
    for (String line : text.replaceFirst("\\r?\\n\\z", "").split("\\r?\\n", -1)) {
      Matcher field = POLICY_FIELD.matcher(line);
      if (!field.matches()) {
        return false;
      }
      String value = field.group(2);
      switch (field.group(1)) {
        case "version" -> version = version == null ? value : version;
        case "mode" -> mode = mode == null ? value : mode;
        case "max_age" -> maxAge = maxAge == null ? value : maxAge;
        case "mx" -> {
          mx = true;
          if (!MX.matcher(value).matches()) {
            return false;
          }
        }
        default -> {}
      }
    }
    return "STSv1".equals(version)
        && mode != null
        && mode.matches("enforce|testing|none")
        && maxAge != null
        && maxAge.matches("[0-9]{1,10}")
        && Long.parseLong(maxAge) <= 31_557_600
        && (mx || mode.equals("none"));
  }

  /** §3.1: the frame, no discarded beginning, and the first id is one. */
  private static boolean recordGrammar(String text) {
    if (!RECORD.matcher(text).matches() || !text.startsWith("v=STSv1;")) {
      return false;
    }
    for (String field : text.split(DELIM)) {
      if (field.startsWith("id=")) {
        return field.matches("id=[A-Za-z0-9]{1,32}");
      }
    }
    return false;
  }

  /** The JDK's view, made as old-fashioned as ours is new where the two RFCs differ. */
  private static boolean jdkUri(String text) {
    // RFC 3986 lets scheme: stand alone, an authority be empty and a port be missing or huge.
    Matcher authority = Pattern.compile("([^:/?#]*:)//([^/?#]*)(.*)").matcher(text);
    String asked = text;
    if (authority.matches()) {
      String userHostPort = authority.group(2);
      if (!userHostPort.matches(
          "(?:(?:[A-Za-z0-9._~$&'()*+=:-]|%[0-9A-Fa-f]{2})*@)?"
              + "(?:[A-Za-z0-9._~$&'()*+=-]|%[0-9A-Fa-f]{2})*(?::[0-9]*)?")) {
        return false;
      }
      asked = authority.group(1) + "//h" + authority.group(3);
    } else if (text.matches("[^:/?#]*:(?:[?#].*)?")) {
      asked = text.replaceFirst(":", ":/");
    }
    try {
      return new URI(asked).isAbsolute() && !asked.contains("[") && !asked.contains("]");
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private Policy randomPolicy() {
    Mode mode = Mode.values()[random.nextInt(3)];
    List<MxPattern> mx = new ArrayList<>();
    for (int i = mode == Mode.NONE ? random.nextInt(3) : 1 + random.nextInt(4); i > 0; i--) {
      mx.add(MxPattern.parse(randomMx()));
    }
    return new Policy(mode, mx, (long) (random.nextDouble() * (Policy.MAX_AGE_LIMIT + 1)));
  }

  private String randomMx() {
    StringBuilder out = new StringBuilder(random.nextInt(3) == 0 ? "*." : "");
    for (int labels = 1 + random.nextInt(4); labels > 0; labels--) {
      int inner = random.nextInt(8) == 0 ? 55 : random.nextInt(6);
      out.append(pick("abz09"));
      for (int i = 0; i < inner; i++) {
        out.append(pick("abz09-"));
      }
      out.append(pick("abz09")).append(labels > 1 ? "." : "");
    }
    return out.toString();
  }

  private String nearPolicy() {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "version: STSv1",
                "mode: " + pick(List.of("enforce", "testing", "none", "report", "Enforce")),
                "max_age:"
                    + pick(List.of("604800", " 0", "31557600", "\t31557601", "00000000001"))));
    for (int i = random.nextInt(4); i > 0; i--) {
      lines.add("mx: " + pick(List.of("a.b", "*.c.d", "x", "A-1.B", "xn--a", "1.2", "a.b ")));
    }
    if (random.nextBoolean()) {
      lines.add(pick(List.of("x: y", "mode: z", "max_age: 5", "id: a", "a.b-c_d: e f", "mx:h")));
    }
    java.util.Collections.shuffle(lines, random);
    String eol = random.nextBoolean() ? "\n" : "\r\n";
    return String.join(eol, lines) + pick(List.of("", eol, eol, eol, eol + eol));
  }

  private String nearRecord() {
    StringBuilder out = new StringBuilder("v=STSv1");
    for (int fields = 1 + random.nextInt(4); fields > 0; fields--) {
      out.append(pick(List.of(";", "; ", "; ", "\t;\t")));
      out.append(
          pick(
              List.of(
                  "id=1",
                  "id=20260101T000000Z",
                  "id=" + "a".repeat(32),
                  "id=a-b",
                  "a=b",
                  "v=x",
                  "c.d=!~")));
    }
    return out + pick(List.of("", ";", "; ", " "));
  }

  private String nearUri() {
    return pick(
        List.of(
            "mailto:a@b.example",
            "mailto:a%2Cb@c.example?subject=d%20e",
            "https://a.example/b/c?d=e&f=g#h",
            "https://u:p@a.example:8443",
            "https://a.example:443//x",
            "urn:a:b",
            "x+y-z.1:/p"));
  }

  /** None to two changes: a character put in, taken out, replaced, or two swapped. */
  private String mangled(String text, String alphabet) {
    StringBuilder out = new StringBuilder(text);
    for (int changes = random.nextInt(3); changes > 0 && out.length() > 1; changes--) {
      int at = random.nextInt(out.length() - 1);
      switch (random.nextInt(4)) {
        case 0 -> out.insert(at, pick(alphabet));
        case 1 -> out.deleteCharAt(at);
        case 2 -> out.setCharAt(at, pick(alphabet));
        default -> out.insert(at, out.charAt(at + 1)).deleteCharAt(at + 2);
      }
    }
    return out.toString();
  }

  private char pick(String from) {
    return from.charAt(random.nextInt(from.length()));
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static String show(String text) {
    return text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t");
  }
}
