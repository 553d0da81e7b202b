package dev.mtasts.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.policy.DomainName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Specs made by chance. The seed is printed, so that a failure can be repeated. */
class RandomSpecsTest {
  private static final int RUNS = 400;
  private static final String LETTERS =
      "abcxyzäß01-_.*:,{}[]'\"#&!|>%@`$\\ \t\n~?<\u0000\u0085\u2028\uFEFF";

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  RandomSpecsTest() {
    System.out.println("RandomSpecsTest seed " + seed);
  }

  @Test
  void validSpecsAreReadAsTheyWereMeant() {
    for (int run = 0; run < RUNS; run++) {
      List<Meant> meant = new ArrayList<>();
      int count = random.nextInt(6);
      for (int i = 0; i < count; i++) {
        meant.add(meant(i));
      }
      String text = render(meant);

      Spec spec = SpecTexts.good(text);

      assertThat(spec.domains()).as("seed " + seed).hasSize(count);
      for (Meant one : meant) {
        DomainSpec domain = SpecTexts.domain(spec, one.name());
        assertThat(domain.policy().mode().text()).as(text).isEqualTo(one.mode());
        assertThat(domain.policy().maxAge()).as(text).isEqualTo(one.maxAge());
        assertThat(domain.policy().mx()).as(text).map(Object::toString).isEqualTo(one.mx());
        assertThat(domain.verify()).as(text).isEqualTo(one.verify());
        assertThat(domain.tlsRpt()).as(text).isEqualTo(one.rua());
        assertThat(domain.dns().ttl().isPresent()).as(text).isEqualTo(one.ttl() >= 0);
      }
    }
  }

  @Test
  void damagedSpecsNeverThrowAndEveryProblemHasItsPlace() {
    for (int run = 0; run < RUNS * 5; run++) {
      String text = render(List.of(meant(0), meant(1), meant(2)));
      int damages = 1 + random.nextInt(3);
      for (int i = 0; i < damages; i++) {
        text = damage(text);
      }

      SpecResult result = SpecTexts.read(text);

      assertThat(result.spec() == null)
          .as("seed %d: %s", seed, text)
          .isEqualTo(!result.problems().isEmpty());
      if (result.problems().isEmpty()) {
        assertThat(SpecTexts.bySchema(text)).as("seed %d: %s", seed, text).isEmpty();
      }
      long lines = text.split("\r\n|[\n\r\u0085\u2028\u2029]", -1).length;
      for (Problem problem : result.problems()) {
        assertThat((long) problem.location().line())
            .as("seed %d: %s", seed, text)
            .isBetween(1L, lines);
        assertThat(problem.location().column()).as("seed %d: %s", seed, text).isPositive();
        assertThat(problem.message())
            .as("seed %d: %s", seed, text)
            .isNotBlank()
            .doesNotContain("null");
      }
    }
  }

  @Test
  void everyDomainComesBackFromItsBlock() {
    Recall recall = new Recall(FakeAdapters.ALL);
    int read = 0;
    for (int run = 0; run < RUNS; run++) {
      String text = render(List.of(meant(0), meant(1), meant(2)));
      Spec spec = SpecTexts.good(text);
      SortedMap<DomainName, Recall.Memory> memories = new TreeMap<>();
      spec.domains()
          .forEach((name, domain) -> memories.put(name, new Recall.Memory(domain.block(), true)));
      Spec none =
          new Spec(
              spec.state(),
              spec.providers(),
              Collections.emptySortedMap(),
              Collections.emptySortedMap(),
              Collections.emptySortedMap());

      Recall.Recalled recalled = recall.recall(none, memories, Collections.emptySortedMap());

      assertThat(recalled.lost()).as("seed %d: %s", seed, text).isEmpty();
      assertThat(recalled.spec().departed().values().stream().map(SpecTexts::anywhere).toList())
          .as("seed %d: %s", seed, text)
          .isEqualTo(spec.domains().values().stream().map(SpecTexts::anywhere).toList());
      read += memories.size();
    }
    assertThat(read).isEqualTo(3 * RUNS);
  }

  private record Meant(
      String name,
      String mode,
      long maxAge,
      List<String> mx,
      boolean verify,
      List<String> rua,
      int ttl,
      String life) {}

  private Meant meant(int index) {
    List<String> mx = new ArrayList<>();
    int hosts = 1 + random.nextInt(4);
    for (int i = 0; i < hosts; i++) {
      mx.add(
          (random.nextBoolean() ? "*." : "") + "mx" + i + ".d" + random.nextInt(99) + ".example");
    }
    List<String> rua =
        random.nextBoolean() ? List.of() : List.of("mailto:t" + index + "@r.example");
    String mode = List.of("testing", "enforce", "none").get(random.nextInt(3));
    long maxAge = random.nextInt(52) * 604_800L;
    return new Meant(
        "d" + index + "-" + random.nextInt(1_000) + ".example",
        mode,
        maxAge,
        mx,
        random.nextBoolean(),
        rua,
        random.nextInt(4_000) - 2_000,
        life(mode, maxAge));
  }

  /** The keys about how a policy comes and goes, with a rollout that reaches the policy. */
  private String life(String mode, long maxAge) {
    StringBuilder text = new StringBuilder();
    text.append("    removal: ")
        .append(List.of("retire", "orphan", "delete").get(random.nextInt(3)))
        .append("\n    caution: ")
        .append(random.nextBoolean() ? "strict\n" : "fast\n");
    if (random.nextBoolean()) {
      text.append("    rollout: { pause: ").append(random.nextBoolean());
      if (mode.equals("enforce") && maxAge > 26 * 604_800L || random.nextBoolean()) {
        text.append(", stages: [{ mode: testing, max_age: ")
            .append(random.nextInt(9))
            .append("w, hold: ")
            .append(duration(random.nextInt(9) * 604_800L))
            .append(" }, { mode: enforce, max_age: 52w }]");
      }
      if (random.nextBoolean()) {
        text.append(", wave: { size: ").append(1 + random.nextInt(99)).append(", every: 1d }");
      }
      text.append(" }\n");
    }
    return text.toString();
  }

  private String render(List<Meant> meant) {
    StringBuilder text =
        new StringBuilder(
            """
            version: 1
            state: { backend: store, bucket: b }
            providers:
              web: { type: web, root: public }
              ns: { type: names, api_token: { env: T } }
            profiles:
              p: { host: { provider: web }, dns: { provider: ns } }
            domains:""");
    text.append(meant.isEmpty() ? " {}\n" : "\n");
    for (Meant one : meant) {
      text.append("  ")
          .append(random.nextBoolean() ? one.name() : one.name().toUpperCase())
          .append(":\n");
      text.append("    profile: p\n    policy:\n      mode: ").append(one.mode()).append('\n');
      text.append("      max_age: ").append(duration(one.maxAge())).append('\n');
      text.append("      mx:\n");
      one.mx().forEach(mx -> text.append("        - \"").append(mx).append("\"\n"));
      text.append("    verify: ")
          .append(one.verify())
          .append(random.nextBoolean() ? " # why\n" : "\n");
      if (!one.rua().isEmpty()) {
        text.append("    tls_rpt: { rua: ").append("['").append(one.rua().get(0)).append("'] }\n");
      }
      text.append(one.life());
      if (one.ttl() >= 0) {
        text.append("    dns: { ttl: ").append(one.ttl()).append(" }\n");
      }
    }
    return text.toString();
  }

  private String duration(long seconds) {
    return switch (random.nextInt(4)) {
      case 0 -> seconds / 604_800 + "w";
      case 1 -> seconds / 86_400 + "d";
      case 2 -> "\"" + seconds + "s\"";
      default -> String.valueOf(seconds);
    };
  }

  private String damage(String text) {
    int at = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), at + random.nextInt(12));
    char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
    return switch (random.nextInt(5)) {
      case 0 -> text.substring(0, at) + text.substring(to);
      case 1 -> text.substring(0, at) + letter + text.substring(at);
      case 2 -> text.substring(0, at) + letter + text.substring(to);
      case 3 -> text.substring(0, at);
      default -> text.substring(0, at) + text.substring(at, to) + text.substring(at);
    };
  }
}
