package dev.mtasts.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MxPatternTest {
  @Test
  void aWildcardStandsForExactlyOneLabel() {
    MxPattern pattern = MxPattern.parse("*.Example.COM");

    assertThat(pattern.matches(DomainName.parse("mx.example.com"))).isTrue();
    assertThat(pattern.matches(DomainName.parse("a.mx.example.com"))).isFalse();
    assertThat(pattern.matches(DomainName.parse("example.com"))).isFalse();
  }

  @Test
  void aPatternWithoutWildcardStandsForItself() {
    MxPattern pattern = MxPattern.parse("mx.example.com");

    assertThat(pattern.matches(DomainName.parse("MX.example.com."))).isTrue();
    assertThat(pattern.matches(DomainName.parse("a.mx.example.com"))).isFalse();
  }
}
