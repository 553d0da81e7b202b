package dev.mtasts.testing;

import static dev.mtasts.testing.Deployment.BODY;
import static dev.mtasts.testing.Deployment.Sender.FETCH_ERROR;
import static dev.mtasts.testing.Deployment.Sender.NONE;

import dev.mtasts.testing.Deployment.Answer;
import dev.mtasts.testing.Deployment.Listener;
import dev.mtasts.testing.Deployment.Pace;
import dev.mtasts.testing.Deployment.Shown;
import java.util.ArrayList;
import java.util.List;

/** Deployments as they are found in the wild: some good in unusual ways, most broken in one way. */
public final class BrokenDeployments {
  private static final String PLAIN = "text/plain";

  private BrokenDeployments() {}

  /** All of them. Names are unique. */
  public static List<Deployment> all() {
    List<Deployment> all = new ArrayList<>(good());
    all.addAll(records());
    all.addAll(hosts());
    all.addAll(certificates());
    all.addAll(answers());
    all.addAll(policies());
    all.addAll(exchanges());
    all.addAll(surroundings());
    return List.copyOf(all);
  }

  /** Nothing is wrong with these, and nothing must be said. */
  public static List<Deployment> good() {
    return List.of(
        of("healthy"),
        of("record-by-cname")
            .without("_mta-sts TXT")
            .with("_mta-sts CNAME record.hosting")
            .with("record.hosting TXT \"v=STSv1; id=20260101T000000Z;\""),
        of("record-in-two-strings")
            .without("_mta-sts TXT")
            .with("_mta-sts TXT \"v=STSv1; id=2026\" \"0101T000000Z;\""),
        of("record-without-last-semicolon")
            .without("_mta-sts TXT")
            .with("_mta-sts TXT \"v=STSv1;id=20260101T000000Z\""),
        of("record-with-extension")
            .without("_mta-sts TXT")
            .with("_mta-sts TXT \"v=STSv1; id=20260101T000000Z; x-note=hello;\""),
        of("host-by-cname").without("mta-sts A").with("mta-sts CNAME www").with("www A {host}"),
        of("wildcard-certificate").shows(Shown.WILDCARD),
        of("bare-media-type").answers(new Answer(200, PLAIN, "", BODY, Pace.PROMPT)),
        of("lines-end-in-lf").serves(BODY.replace("\r\n", "\n")),
        of("no-last-line-end").serves("Z\r\n", "Z"),
        of("no-id-line").serves("id: 20260101T000000Z\r\n", ""),
        of("extension-line").serves("id: 20260101T000000Z", "x-note: hello there"),
        of("trailing-space").serves("enforce", "enforce \t"),
        of("mode-testing").serves("enforce", "testing"),
        of("mode-none").serves("version: STSv1\r\nmode: none\r\nmax_age: 86400\r\n"),
        of("two-good-addresses").second(Listener.HTTPS, BODY));
  }

  private static List<Deployment> records() {
    return List.of(
        of("no-record").without("_mta-sts TXT").says("record-count", "error").sender(NONE),
        record("two-records", "v=STSv1; id=20260101T000000Z;")
            .with("_mta-sts TXT \"v=STSv1; id=20251231T000000Z;\"")
            .says("record-count", "error"),
        record("id-with-hyphen", "v=STSv1; id=2026-01-01;").says("record-id", "error"),
        record("id-too-long", "v=STSv1; id=123456789012345678901234567890123;")
            .says("record-id", "error"),
        record("id-missing", "v=STSv1; x=1;").says("record-id", "error"),
        record("field-without-value", "v=STSv1; id=20260101T000000Z; x;")
            .says("record-syntax", "error"),
        record("version-last", "id=20260101T000000Z; v=STSv1;")
            .says("record-count", "error")
            .says("record-others", "warning"),
        record("version-in-lower-case", "v=stsv1; id=20260101T000000Z;")
            .says("record-count", "error")
            .says("record-others", "warning"),
        record("space-before-record", " v=STSv1; id=20260101T000000Z;")
            .says("record-count", "error")
            .says("record-others", "warning"),
        of("stray-txt")
            .with("_mta-sts TXT \"some-verification=1\"")
            .says("record-others", "warning"),
        of("record-cname-to-nowhere")
            .without("_mta-sts TXT")
            .with("_mta-sts CNAME gone.hosting")
            .says("record-count", "error")
            .sender(NONE),
        of("record-servfail")
            .failing("_mta-sts TXT")
            .says("record-count", "could_not_check")
            .sender(NONE));
  }

  private static List<Deployment> hosts() {
    return List.of(
        of("host-missing").without("mta-sts A").says("policy-address", "error").sender(FETCH_ERROR),
        of("host-without-address")
            .without("mta-sts A")
            .with("mta-sts TXT \"nothing to see\"")
            .says("policy-address", "error")
            .sender(FETCH_ERROR),
        of("aaaa-servfail").failing("mta-sts AAAA").says("policy-address", "could_not_check"),
        of("nobody-listens")
            .listener(Listener.NOBODY)
            .says("policy-connect", "error")
            .sender(FETCH_ERROR),
        of("one-of-two-addresses-dead")
            .second(Listener.NOBODY, BODY)
            .says("policy-connect", "error"),
        of("addresses-disagree")
            .second(Listener.HTTPS, BODY.replace("1209600", "604800"))
            .says("policy-same", "warning"),
        of("old-tls").listener(Listener.OLD_TLS).says("policy-tls", "error").sender(FETCH_ERROR),
        of("plain-http")
            .listener(Listener.PLAIN_HTTP)
            .says("policy-tls", "error")
            .sender(FETCH_ERROR));
  }

  private static List<Deployment> certificates() {
    return List.of(
        certificate("wrong-name", Shown.WRONG_NAME, "certificate-san"),
        certificate("common-name-only", Shown.COMMON_NAME_ONLY, "certificate-san"),
        certificate("partial-wildcard", Shown.PARTIAL_WILDCARD, "certificate-san"),
        certificate("wildcard-too-high", Shown.WILDCARD_TOO_HIGH, "certificate-san"),
        certificate("expired", Shown.EXPIRED, "certificate-expiry"),
        certificate("not-yet-valid", Shown.NOT_YET_VALID, "certificate-expiry"),
        certificate("self-signed", Shown.SELF_SIGNED, "certificate-chain"),
        certificate("untrusted", Shown.UNTRUSTED, "certificate-chain"),
        certificate("without-intermediate", Shown.WITHOUT_INTERMEDIATE, "certificate-chain"),
        of("expires-soon").shows(Shown.EXPIRES_SOON).says("certificate-expiry", "warning"));
  }

  private static List<Deployment> answers() {
    String elsewhere = "https://www.{domain}/mta-sts.txt";
    return List.of(
        answer("not-found", new Answer(404, PLAIN, "", BODY, Pace.PROMPT), "policy-status"),
        answer("server-error", new Answer(500, PLAIN, "", BODY, Pace.PROMPT), "policy-status"),
        answer("moved", new Answer(301, PLAIN, elsewhere, "", Pace.PROMPT), "policy-redirect"),
        answer("found", new Answer(302, PLAIN, elsewhere, "", Pace.PROMPT), "policy-redirect"),
        answer("html", new Answer(200, "text/html", "", BODY, Pace.PROMPT), "policy-media-type"),
        answer("no-media-type", new Answer(200, "", "", BODY, Pace.PROMPT), "policy-media-type"),
        answer("empty", new Answer(200, PLAIN, "", "", Pace.PROMPT), "policy-size"),
        answer(
            "one-byte-over-64-kib",
            new Answer(
                200, PLAIN, "", BODY + padding(64 * 1024 + 1 - filledBodyLength()), Pace.PROMPT),
            "policy-size"),
        answer("trickle", new Answer(200, PLAIN, "", BODY, Pace.TRICKLE), "policy-time"),
        answer("silent", new Answer(200, PLAIN, "", BODY, Pace.SILENT), "policy-time"));
  }

  private static int filledBodyLength() {
    return BODY.replace("{domain}", "one-byte-over-64-kib.example").length();
  }

  /** One extension line, so that only the size is at fault. */
  private static String padding(int length) {
    String head = "x-padding: ";
    return head + "x".repeat(length - head.length() - 2) + "\r\n";
  }

  private static List<Deployment> policies() {
    return List.of(
        policy("bom", "version", "\u00ef\u00bb\u00bfversion"),
        policy("blank-line", "mode", "\r\nmode"),
        policy("leading-space", "mode", "  mode"),
        policy("space-before-colon", "mode:", "mode :"),
        policy("comment", "mode", "# our policy\r\nmode"),
        policy("bare-cr", "enforce\r\n", "enforce\r"),
        policy("version-missing", "version: STSv1\r\n", ""),
        policy("version-wrong", "STSv1", "STSv2"),
        policy("mode-missing", "mode: enforce\r\n", ""),
        policy("mode-in-brackets", "enforce", "[testing]"),
        policy("mode-in-capitals", "enforce", "Enforce"),
        policy("max-age-missing", "max_age: 1209600\r\n", ""),
        policy("max-age-too-large", "1209600", "31557601"),
        policy("max-age-in-words", "1209600", "2w"),
        policy("no-mx", "mx: mx1.{domain}\r\nmx: *.mail.{domain}\r\n", ""),
        policy("mx-with-final-dot", "mx1.{domain}", "mx1.{domain}."),
        policy("mx-wildcard-inside", "*.mail", "*mail"),
        policy("nmx", "mx: mx1.{domain}\r\nmx: *.mail", "nmx: mx1.{domain}\r\nnmx: *.mail")
            .says("policy-lint", "warning"),
        of("max-age-under-a-day").serves("1209600", "600").says("policy-lint", "warning"),
        of("mode-twice").serves("max_age", "mode: none\r\nmax_age").says("policy-lint", "warning"));
  }

  private static List<Deployment> exchanges() {
    String third = "@ MX 30 mx3.elsewhere.example.";
    return List.of(
        of("uncovered-mx").with(third).says("mx-covered", "error").says("mx-address", "error"),
        of("uncovered-backup")
            .with("@ MX 90 mx9")
            .with("mx9 A 192.0.2.90")
            .says("mx-covered", "error"),
        of("uncovered-in-testing")
            .with("@ MX 90 mx9")
            .with("mx9 A 192.0.2.90")
            .serves("enforce", "testing")
            .says("mx-covered", "warning"),
        of("wildcard-stands-for-one-label")
            .with("@ MX 30 a.b.mail")
            .with("a.b.mail A 192.0.2.27")
            .says("mx-covered", "error"),
        of("wildcard-does-not-stand-for-its-base")
            .with("@ MX 30 mail")
            .with("mail A 192.0.2.27")
            .says("mx-covered", "error"),
        of("null-mx").without("@ MX").with("@ MX 0 .").says("mx-records", "warning"),
        of("null-mx-beside-others").with("@ MX 0 .").says("mx-records", "error"),
        of("implicit-mx")
            .without("@ MX")
            .with("@ A 192.0.2.1")
            .serves("mx1.{domain}", "{domain}")
            .says("mx-records", "warning"),
        of("implicit-mx-uncovered")
            .without("@ MX")
            .with("@ A 192.0.2.1")
            .says("mx-records", "warning")
            .says("mx-covered", "error"),
        of("no-mail-host").without("@ MX").says("mx-records", "error"),
        of("mx-without-address").without("mx1 A").says("mx-address", "error"),
        of("mx-is-an-alias")
            .without("mx1 A")
            .with("mx1 CNAME backup.mail")
            .says("mx-address", "warning"));
  }

  private static List<Deployment> surroundings() {
    return List.of(
        of("ids-differ")
            .serves("20260101T000000Z", "20260202T000000Z")
            .says("policy-id", "warning"),
        of("no-tlsrpt").without("_smtp._tls TXT").says("tlsrpt", "warning"),
        of("two-tlsrpt")
            .with("_smtp._tls TXT \"v=TLSRPTv1; rua=mailto:other@{domain};\"")
            .says("tlsrpt", "error"),
        of("tlsrpt-without-rua")
            .without("_smtp._tls TXT")
            .with("_smtp._tls TXT \"v=TLSRPTv1; ruf=mailto:tls@{domain};\"")
            .says("tlsrpt", "error"),
        of("caa-forbids-all").with("@ CAA 0 issue \";\"").says("caa", "warning"),
        of("caa-servfail").failing("mta-sts CAA").says("caa", "could_not_check"));
  }

  private static Deployment of(String name) {
    return new Deployment(name);
  }

  private static Deployment record(String name, String text) {
    return of(name).without("_mta-sts TXT").with("_mta-sts TXT \"" + text + "\"").sender(NONE);
  }

  private static Deployment certificate(String name, Shown shown, String check) {
    return of(name).shows(shown).says(check, "error").sender(FETCH_ERROR);
  }

  private static Deployment answer(String name, Answer answer, String check) {
    return of(name).answers(answer).says(check, "error").sender(FETCH_ERROR);
  }

  private static Deployment policy(String name, String part, String instead) {
    return of(name).serves(part, instead).says("policy-syntax", "error").sender(FETCH_ERROR);
  }
}
