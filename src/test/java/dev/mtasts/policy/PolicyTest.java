package dev.mtasts.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyTest {
  private static final Policy POLICY =
      new Policy(
          Mode.ENFORCE,
          List.of(MxPattern.parse("mx1.example.com"), MxPattern.parse("*.mail.example.com")),
          1_209_600);

  @Test
  void theBodyHasCrlfAfterEveryLineTheLastIncluded() {
    assertThat(POLICY.body(new PolicyId("20261101T000000Z")))
        .isEqualTo(
            "version: STSv1\r\nmode: enforce\r\nmx: mx1.example.com\r\nmx: *.mail.example.com\r\n"
                + "max_age: 1209600\r\nid: 20261101T000000Z\r\n");
  }

  @Test
  void mxLinesStayInModeNone() {
    assertThat(new Policy(Mode.NONE, POLICY.mx(), 86_400).content())
        .contains("mode: none\r\nmx: mx1.example.com\r\n");
  }

  @Test
  void whatMayNotBePublishedCannotBeMade() {
    assertThatThrownBy(() -> new Policy(Mode.TESTING, List.of(), 1)).hasMessageContaining("mx");
    assertThatThrownBy(() -> new Policy(Mode.NONE, List.of(), -1)).hasMessageContaining("max_age");
    assertThatThrownBy(() -> new Policy(Mode.NONE, List.of(), 31_557_601))
        .hasMessageContaining("31557600");
  }

  @Test
  void aPolicyCoversWhatOneOfItsPatternsMatches() {
    assertThat(POLICY.covers(DomainName.parse("mx1.example.com"))).isTrue();
    assertThat(POLICY.covers(DomainName.parse("a.mail.example.com"))).isTrue();
    assertThat(POLICY.covers(DomainName.parse("a.b.mail.example.com"))).isFalse();
    assertThat(POLICY.covers(DomainName.parse("mx2.example.com"))).isFalse();
  }

  @Test
  void aTimestampIdIsUtcToTheSecond() {
    assertThat(PolicyId.timestamp(Instant.parse("2026-11-01T09:08:07.999Z")))
        .hasToString("20261101T090807Z");
  }

  @Test
  void aContentIdChangesWithAnyField() {
    assertThat(PolicyId.content(POLICY).text()).matches("h[0-9a-f]{31}");
    assertThat(
            List.of(
                PolicyId.content(POLICY),
                PolicyId.content(new Policy(Mode.TESTING, POLICY.mx(), POLICY.maxAge())),
                PolicyId.content(new Policy(POLICY.mode(), POLICY.mx(), 1)),
                PolicyId.content(
                    new Policy(POLICY.mode(), POLICY.mx().subList(0, 1), POLICY.maxAge()))))
        .doesNotHaveDuplicates();
  }
}
