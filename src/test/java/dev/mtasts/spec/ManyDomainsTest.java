package dev.mtasts.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ManyDomainsTest {
  private static final int MANY = 10_000;

  @Test
  void tenThousandDomainsAreReadEachWithItsOwnValues() {
    Spec spec = SpecTexts.good(text(""));

    assertThat(spec.domains()).hasSize(MANY);
    spec.domains()
        .values()
        .forEach(
            domain ->
                assertThat(domain.policy().mx().get(0).domain().text())
                    .isEqualTo("mx." + domain.name()));
    assertThat(SpecTexts.domain(spec, "d9999.example").location().line()).isEqualTo(10 + MANY - 1);
  }

  @Test
  void aFaultInEachOfThemIsReportedForEachOfThem() {
    SpecResult result = SpecTexts.read(text(", verfy: false"));

    assertThat(result.problems()).hasSize(MANY);
    assertThat(result.problems())
        .allMatch(problem -> problem.message().equals("unknown key 'verfy'"));
    assertThat(result.problems().get(MANY - 1).source()).contains("d9999.example");
  }

  private static String text(String more) {
    StringBuilder text = new StringBuilder(SpecTexts.HEAD);
    for (int i = 0; i < MANY; i++) {
      String name = "d" + i + ".example";
      text.append("  ").append(name);
      text.append(": { policy: { mode: enforce, mx: [mx.").append(name);
      text.append(", \"*.mail.").append(name).append("\"], max_age: 2w }").append(more);
      text.append(" }\n");
    }
    return text.toString();
  }
}
