package dev.mtasts.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.testing.TestCa;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8461 §3.3: DNS-IDs only, the wildcard only as the complete left-most label. */
class DnsIdsTest {
  private static final String HOST = "mta-sts.example.com";

  @ParameterizedTest
  @ValueSource(
      strings = {"mta-sts.example.com", "MTA-STS.Example.Com", "*.example.com", "*.EXAMPLE.com"})
  void standsForTheHost(String id) {
    assertThat(DnsIds.matches(id, HOST)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "*.",
        "*.com",
        "*.*.com",
        "*.mta-sts.example.com",
        "mta*.example.com",
        "*-sts.example.com",
        "m*s.example.com",
        "mta-sts.*.com",
        "example.com",
        ".example.com",
        "mta-sts.example.com.",
        "www.example.com",
        "xmta-sts.example.com",
        "*.example.com.",
        "mta-sts.example.com\u0000.evil.example",
        "**.example.com"
      })
  void doesNotStandForTheHost(String id) {
    assertThat(DnsIds.matches(id, HOST)).isFalse();
  }

  @Test
  void onlyDnsNamesAmongTheAlternativeNamesCount() {
    TestCa ca = TestCa.create();
    TestCa.Leaf leaf =
        ca.issue(
            new TestCa.Order("CN=cn.example")
                .names("a.example", "*.b.example")
                .address("192.0.2.1"));

    assertThat(DnsIds.of(leaf.chain().get(0))).containsExactly("a.example", "*.b.example");
    assertThat(DnsIds.of(ca.issue(new TestCa.Order("CN=cn.example")).chain().get(0))).isEmpty();
  }
}
