package dev.mtasts.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @CsvSource({
    "acme.example, acme.example",
    "ACME.Example., acme.example",
    "faß.de, xn--fa-hia.de",
    "Bücher.example, xn--bcher-kva.example",
    "XN--BCHER-KVA.example, xn--bcher-kva.example",
    "βόλος.com, xn--nxasmm1c.com",
    "例え。テスト, xn--r8jz45g.xn--zckzah",
    "1and1.example, 1and1.example",
    "a--b.example, a--b.example"
  })
  void namesBecomeALabelsByUts46(String typed, String read) {
    assertThat(Names.mailDomain(typed).text()).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "a..example",
        ".example",
        "-a.example",
        "a-.example",
        "a_b.example",
        "a b.example",
        "ü b.example",
        "ü%41.example",
        "ü:80",
        "ü/x",
        "x@ü.example",
        "xn--fass-.de",
        "xn--ab-cd.example",
        "xn--.example",
        "192.0.2.1",
        "example.7",
        "[::1]",
        "*.example",
        "\u00ad.example",
        "a.example..",
        "a\u0000.example"
      })
  void whatIsNoDomainNameIsRefused(String typed) {
    assertThatThrownBy(() -> Names.mailDomain(typed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'");
  }

  @Test
  void aZoneIsNamedLikeADomainInAnyForm() {
    DomainSpec domain =
        SpecTexts.goodDomain(
            SpecTexts.HEAD + "  bücher.example: { dns: { zone: BÜCHER.example. } }\n");

    assertThat(domain.dns().zone()).contains("xn--bcher-kva.example");
  }

  @Test
  void aMailDomainLeavesRoomForTheLabelsBeforeIt() {
    String label = "a".repeat(63) + ".";
    String longest = label.repeat(3) + "a".repeat(Names.LONGEST_MAIL_DOMAIN - 3 * 64);

    assertThat(Names.mailDomain(longest).tlsRptName()).hasSize(253);
    assertThatThrownBy(() -> Names.mailDomain(longest + "a"))
        .hasMessageContaining("longer than 242");
    assertThatThrownBy(() -> Names.mailDomain("a".repeat(64) + ".example"))
        .hasMessageContaining("63");
    assertThatThrownBy(() -> Names.mailDomain("ü".repeat(62) + ".example"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "MX1.acme.example, mx1.acme.example",
    "*.mail.acme.example, *.mail.acme.example",
    "*.Bücher.example, *.xn--bcher-kva.example",
    "faß.de, xn--fa-hia.de"
  })
  void mxPatternsAreNamesWithPerhapsAStarBefore(String typed, String read) {
    assertThat(Names.mx(typed)).hasToString(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mx.acme.example.",
        "*",
        "*.",
        "**.acme.example",
        "mx.*.example",
        "mx*.example",
        "*.*.example",
        ".acme.example",
        "192.0.2.1",
        "[192.0.2.1]",
        "mx_1.example",
        "10 mx.example"
      })
  void otherPatternsAreRefused(String typed) {
    assertThatThrownBy(() -> Names.mx(typed)).isInstanceOf(IllegalArgumentException.class);
  }
}
