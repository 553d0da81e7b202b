package dev.mtasts.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** RFC 8460 §3; a report address is a URI of RFC 3986. */
class TlsRptRecordTest {
  @TestFactory
  Stream<DynamicTest> goodRecords() {
    return Stream.of(
        good("v=TLSRPTv1;rua=mailto:reports@example.com", "mailto:reports@example.com"),
        good("v=TLSRPTv1; rua=https://example.com/v1/tlsrpt;", "https://example.com/v1/tlsrpt"),
        good("v=TLSRPTv1; rua=mailto:a@b,https://c/d", "mailto:a@b", "https://c/d"),
        good("v=TLSRPTv1; rua=mailto:a@b \t,\t https://c/d ; ", "mailto:a@b", "https://c/d"),
        good("v=TLSRPTv1; rua=mailto:a@b%2Cc@d", "mailto:a@b%2Cc@d"),
        good(
            "v=TLSRPTv1; rua=mailto:a%21b%3B@d?subject=tls%20report",
            "mailto:a%21b%3B@d?subject=tls%20report"),
        good(
            "v=TLSRPTv1; rua=https://[2001:db8::1]:8443/r?a=b&c=d",
            "https://[2001:db8::1]:8443/r?a=b&c=d"),
        good("v=TLSRPTv1; rua=HTTPS://Example.com", "HTTPS://Example.com"),
        good("v=TLSRPTv1; x=y; rua=mailto:a@b", "mailto:a@b"),
        good("v=TLSRPTv1; rua=mailto:a@b; rua=https://c/?x=y, mailto:e@f", "mailto:a@b"));
  }

  @TestFactory
  Stream<DynamicTest> badRecords() {
    return Stream.of(
        bad("v=TLSRPTv1;", "no 'rua' field"),
        bad("v=TLSRPTv1; rua", "'rua' has no '='"),
        bad("v=TLSRPTv1; RUA=mailto:a@b", "no 'rua' field"),
        bad("v=tlsrptv1; rua=mailto:a@b", "does not begin with 'v=TLSRPTv1;'"),
        bad(
            "v=TLSRPTv1 ; rua=mailto:a@b",
            "white space before the first ';': senders discard what does not begin v=TLSRPTv1;"),
        bad("v=TLSRPTv1; rua=mailto:a@b ", "trailing white space without a ';'"),
        bad("v=TLSRPTv1; rua=", "not a URI: '' (mailto:… or https://…)"),
        bad("v=TLSRPTv1; rua=a@b", "not a URI: 'a@b' (mailto:… or https://…)"),
        bad("v=TLSRPTv1; rua=mailto:a@b,c@d", "not a URI: 'c@d' (mailto:… or https://…)"),
        bad("v=TLSRPTv1; rua=mailto:a@b,", "not a URI: '' (mailto:… or https://…)"),
        bad("v=TLSRPTv1; rua=,mailto:a@b", "not a URI: '' (mailto:… or https://…)"),
        bad("v=TLSRPTv1; rua= mailto:a@b", "not a URI: ' mailto:a@b' (mailto:… or https://…)"),
        bad(
            "v=TLSRPTv1; rua=mailto:a@b mailto:c@d",
            "not a URI: 'mailto:a@b mailto:c@d' (mailto:… or https://…)"),
        bad(
            "v=TLSRPTv1; rua=mailto:a!10m@b",
            "',', '!' and ';' inside a URI are percent-encoded: 'mailto:a!10m@b'"),
        bad("v=TLSRPTv1; rua=mailto:a%2@b", "not a URI: 'mailto:a%2@b' (mailto:… or https://…)"),
        bad("v=TLSRPTv1; rua=mailto:a%GG@b", "not a URI: 'mailto:a%GG@b' (mailto:… or https://…)"),
        bad("v=TLSRPTv1; rua=mailto:<a@b>", "not a URI: 'mailto:<a@b>' (mailto:… or https://…)"),
        bad(
            "v=TLSRPTv1; rua=\"mailto:a@b\"",
            "not a URI: '\"mailto:a@b\"' (mailto:… or https://…)"),
        bad("v=TLSRPTv1; rua=https://a/{b}", "not a URI: 'https://a/{b}' (mailto:… or https://…)"),
        bad("v=TLSRPTv1; rua=https://[::1", "not a URI: 'https://[::1' (mailto:… or https://…)"),
        bad("v=TLSRPTv1; rua=mailto:a@b; rua=c", "not a URI: 'c' (mailto:… or https://…)"),
        bad("v=TLSRPTv1; rua=mailto:a@b; x=", "'x' has a value that is not allowed: ''"),
        bad("v=TLSRPTv1; rua=mailto:ü@b", "U+00FC does not belong in a record"));
  }

  @TestFactory
  Stream<DynamicTest> aUriThatNoReportCanGoToIsOnlyAWarningInARecord() {
    return Stream.of(
            "http://example.com/",
            "ftp://example.com/",
            "mailto:",
            "mailto:reports",
            "https:",
            "https://",
            "https:///x",
            "https:example.com",
            "https://:443/")
        .map(
            uri ->
                DynamicTest.dynamicTest(
                    uri,
                    () -> {
                      TlsRptRecord record = TlsRptRecord.parse("v=TLSRPTv1; rua=" + uri);
                      assertThat(record.valid()).isTrue();
                      assertThat(record.findings()).hasSize(1);
                      // Nobody may publish it with this tool, though.
                      assertThat(TlsRptRecord.fault(uri)).isNotNull();
                    }));
  }

  @Test
  void theFirstRuaCounts() {
    TlsRptRecord record = TlsRptRecord.parse("v=TLSRPTv1; rua=mailto:a@b; rua=mailto:c@d", 3);

    assertThat(record.rua()).containsExactly("mailto:a@b");
    assertThat(record.findings())
        .containsExactly(
            Finding.warning(3, "'rua' is given again; the first counts", "RFC 8460 §3"));
  }

  @Test
  void whatIsRenderedIsRead() {
    List<String> rua = List.of("mailto:a@b.example", "https://c.example/d?e=f");

    assertThat(rua).allMatch(uri -> TlsRptRecord.fault(uri) == null);
    assertThat(TlsRptRecord.render(rua))
        .isEqualTo("v=TLSRPTv1; rua=mailto:a@b.example,https://c.example/d?e=f;");
    assertThat(TlsRptRecord.parse(TlsRptRecord.render(rua)).findings()).isEmpty();
    assertThat(TlsRptRecord.parse(TlsRptRecord.render(rua)).rua()).isEqualTo(rua);
    assertThat(TlsRptRecord.claims(TlsRptRecord.render(rua))).isTrue();
    assertThat(TlsRptRecord.claims("v=TLSRPTv1 ;rua=mailto:a@b")).isFalse();
  }

  private static DynamicTest good(String text, String... rua) {
    return DynamicTest.dynamicTest(
        text,
        () -> {
          TlsRptRecord record = TlsRptRecord.parse(text);
          assertThat(record.findings()).noneMatch(Finding::isError);
          assertThat(record.rua()).containsExactly(rua);
        });
  }

  private static DynamicTest bad(String text, String why) {
    return DynamicTest.dynamicTest(
        text + " – " + why,
        () ->
            assertThat(TlsRptRecord.parse(text).findings())
                .contains(Finding.error(1, why, "RFC 8460 §3")));
  }
}
