package dev.mtasts.spec;

import static dev.mtasts.spec.SpecTexts.bad;
import static dev.mtasts.spec.SpecTexts.domain;
import static dev.mtasts.spec.SpecTexts.good;
import static dev.mtasts.spec.SpecTexts.goodDomain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.policy.Mode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutTest {
  /** As every spec here begins; domains start in line 8. */
  private static final String HEAD =
      """
      version: 1
      providers: { web: { type: web, root: public }, ns: { type: names } }
      defaults:
        policy: { mx: [mx.acme.example] }
        host: { provider: web }
        dns: { provider: ns }
      domains:
      """;

  private static final String STANDARD =
      "testing 1d hold 14d, enforce 1d hold 7d, enforce 7d hold 14d, enforce 182d";

  @Test
  void standardGoesFromTestingToHalfAYearOfEnforce() {
    DomainSpec acme = goodDomain(HEAD + "  a.example: { rollout: standard }\n");

    assertThat(stages(acme)).isEqualTo(STANDARD);
    assertThat(acme.policy().mode()).isEqualTo(Mode.ENFORCE);
    assertThat(acme.policy().maxAge()).isEqualTo(26 * 604_800);
    assertThat(acme.rollout().orElseThrow().pause()).isFalse();
    assertThat(acme.rollout().orElseThrow().wave()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mode: enforce                 | testing 1d hold 14d, enforce 1d hold 7d, enforce 7d hold 14d, enforce 182d
          mode: enforce, max_age: 26w   | testing 1d hold 14d, enforce 1d hold 7d, enforce 7d hold 14d, enforce 182d
          mode: enforce, max_age: 1w    | testing 1d hold 14d, enforce 1d hold 7d, enforce 7d
          max_age: 1w                   | testing 1d hold 14d, enforce 1d hold 7d, enforce 7d
          max_age: 4w                   | testing 1d hold 14d, enforce 1d hold 7d, enforce 7d hold 14d, enforce 28d
          mode: enforce, max_age: 2d    | testing 1d hold 14d, enforce 1d hold 7d, enforce 2d
          mode: enforce, max_age: 1h    | testing 1d hold 14d, enforce 0d
          mode: testing                 | testing 1d
          mode: testing, max_age: 1d    | testing 1d
          mode: testing, max_age: 4w    | testing 1d hold 14d, testing 28d
          mode: testing, max_age: 0     | testing 0d
          mode: none, max_age: 1d       | none 1d
          mode: none, max_age: 52w      | none 364d
          """)
  void thePolicyIsTheMostThatARolloutGoesTo(String policy, String stages) {
    DomainSpec acme =
        goodDomain(HEAD + "  a.example: { rollout: standard, policy: { " + policy + " } }\n");

    assertThat(stages(acme)).isEqualTo(stages);
    Rollout.Stage last = acme.rollout().orElseThrow().end();
    assertThat(acme.policy().mode()).isEqualTo(last.mode());
    assertThat(acme.policy().maxAge()).isEqualTo(last.maxAge());
    assertThat(last.hold()).isZero();
  }

  @Test
  void aPolicyBeyondTheLastStageNeedsAnotherStage() {
    String testing = "rollout: { stages: [{ mode: testing, max_age: 1d }] }";
    List<Problem> problems =
        bad(
            HEAD
                + "  a.example: { rollout: standard, policy: { max_age: 52w } }\n"
                + "  b.example: { rollout: standard, policy: { mode: enforce, max_age: 27w } }\n"
                + ("  c.example: { policy: { mode: enforce }, " + testing + " }\n")
                + ("  d.example: { policy: { mode: enforce, max_age: 1h }, " + testing + " }\n")
                + ("  e.example: { policy: { max_age: 2d }, " + testing + " }\n"),
            "8:54 this is beyond the last stage of the rollout",
            "9:69 this is beyond the last stage of the rollout",
            "10:32 this is beyond the last stage of the rollout",
            "11:32 this is beyond the last stage of the rollout",
            "12:35 this is beyond the last stage of the rollout");

    assertThat(problems.get(0).hint()).startsWith("Add a stage");
  }

  @Test
  void aPolicyBelowEveryStageMustBeGivenWhole() {
    String enforce = "rollout: { stages: [{ mode: enforce, max_age: 1d }] }";
    bad(
        HEAD
            + ("  a.example: { policy: { mode: testing }, " + enforce + " }\n")
            + "  b.example: { policy: { mode: none }, rollout: standard }\n",
        "8:3 a.example has no policy/max_age",
        "9:3 b.example has no policy/max_age");
    assertThat(
            stages(
                goodDomain(HEAD + "  c.example: { policy: { max_age: 2d }, rollout: standard }\n")))
        .isEqualTo("testing 1d hold 14d, enforce 1d hold 7d, enforce 2d");
    assertThat(
            stages(
                goodDomain(
                    HEAD
                        + "  a.example: { policy: { mode: testing, max_age: 9w }, "
                        + (enforce + " }\n"))))
        .isEqualTo("testing 63d");
  }

  @Test
  void aRolloutDoesNotStandInForHosts() {
    bad(
        HEAD.replace("mx: [mx.acme.example]", "mx: []") + "  a.example: { rollout: standard }\n",
        "8:3 a.example has no policy/mx");
  }

  @Test
  void withoutARolloutThePolicyIsWhole() {
    bad(
        HEAD + "  a.example:\n  b.example: { rollout: none }\n",
        "8:3 a.example has no policy/mode",
        "8:3 a.example has no policy/max_age",
        "9:3 b.example has no policy/mode",
        "9:3 b.example has no policy/max_age");
  }

  @Test
  void aRolloutMayHaveStagesOfItsOwn() {
    DomainSpec acme =
        goodDomain(
            HEAD
                + """
                  a.example:
                    rollout:
                      stages:
                        - { mode: testing, max_age: 1d, hold: 0 }
                        - { mode: testing, max_age: 2d, hold: 1w }
                        - { mode: enforce, max_age: "86400", hold: "${HOLD:-3d}" }
                        - { mode: enforce, max_age: 52w }
                      pause: true
                      wave: { size: 50, every: 1d }
                """);

    assertThat(stages(acme))
        .isEqualTo("testing 1d hold 0d, testing 2d hold 7d, enforce 1d hold 3d, enforce 364d");
    assertThat(acme.rollout().orElseThrow().pause()).isTrue();
    assertThat(acme.rollout().orElseThrow().wave()).contains(new Rollout.Wave(50, 86_400));
  }

  @Test
  void withoutStagesABlockHasThoseOfTheStandard() {
    assertThat(stages(goodDomain(HEAD + "  a.example: { rollout: { pause: true } }\n")))
        .isEqualTo(STANDARD);
  }

  @Test
  void stagesGoOneWay() {
    bad(
        HEAD
            + """
              a.example: { rollout: { stages: [] } }
              b.example: { rollout: { stages: [{ mode: none, max_age: 1d }] } }
              c.example: { rollout: { stages: [{ mode: enforce, max_age: 1d, hold: 1d }, { mode: testing, max_age: 1w }] } }
              d.example: { rollout: { stages: [{ mode: enforce, max_age: 1w, hold: 1d }, { mode: enforce, max_age: 1d }] } }
              e.example: { rollout: { stages: [{ mode: enforce, max_age: 7d, hold: 1d }, { mode: enforce, max_age: 1w }] } }
              f.example: { rollout: { stages: [{ mode: testing, max_age: 1d }, { mode: enforce, max_age: 1w }] } }
              g.example: { rollout: { stages: [{ mode: testing, max_age: 1d, hold: 1d }] } }
              h.example: { rollout: { stages: [{ max_age: 1d, hold: 1d }, { mode: enforce }, 7] } }
              i.example: { rollout: { stages: [{ mode: testing, max_age: 1d, hold: soon }, { mode: enforce, max_age: 1d }] } }
              j.example: { rollout: { stages: standard } }
            """,
        "8:35 a rollout has at least one stage",
        "9:44 'none' is not a mode of a stage",
        "10:86 testing cannot come after enforce",
        "11:104 max_age falls from one stage to the next",
        "12:78 this stage publishes the same as the one before",
        "13:36 'hold' is missing",
        "14:72 the last stage has no hold",
        "15:36 'mode' is missing",
        "15:63 'max_age' is missing",
        "15:63 'hold' is missing",
        "15:82 expected a map, found a single value",
        "16:72 'soon' is not a duration",
        "17:35 expected a list of stages, found a single value");
  }

  @Test
  void aRolloutIsAWordOrABlock() {
    List<Problem> problems =
        bad(
            HEAD
                + """
                  a.example: { rollout: standart }
                  b.example: { rollout: {} }
                  c.example: { rollout: [standard] }
                  d.example: { rollout: }
                  e.example: { rollout: { steps: 1 } }
                  f.example: { rollout: { wave: { size: 0, every: 1d } } }
                  g.example: { rollout: { wave: { size: 5 } } }
                  h.example: { rollout: { wave: { size: some, every: -1 } } }
                """,
            "8:25 'standart' is not a word for a rollout. Did you mean 'standard'?",
            "9:25 this map is empty",
            "10:25 expected standard, none or a map, found a list",
            "11:24 there is no value here, only the key",
            "12:27 unknown key 'steps'",
            "13:41 '0' is not a number of domains",
            "14:3 g.example has no rollout/wave/every",
            "15:41 'some' is not a number of domains",
            "15:54 '-1' is not a duration");

    assertThat(problems.get(4).hint()).contains("stages, pause, wave");
  }

  @Test
  void layersMergeBlocksKeyByKeyAndWordsReplace() {
    Spec spec =
        good(
            HEAD.replace(
                    "domains:\n",
                    """
                      rollout: { stages: [{ mode: testing, max_age: 1d }], wave: { size: 5, every: 1d } }
                    profiles:
                      held: { rollout: { pause: true, wave: { size: 7 } } }
                      usual: { rollout: standard }
                      now: { policy: { mode: testing, max_age: 1h }, rollout: none }
                    domains:
                    """)
                + """
                  a.example: { profile: held }
                  b.example: { profile: usual }
                  c.example: { profile: now }
                  d.example: { profile: usual, rollout: { pause: true } }
                  e.example:
                """);

    Rollout held = domain(spec, "a.example").rollout().orElseThrow();
    assertThat(held.stages()).hasSize(1);
    assertThat(held.pause()).isTrue();
    assertThat(held.wave()).contains(new Rollout.Wave(7, 86_400));
    assertThat(stages(domain(spec, "b.example"))).isEqualTo(STANDARD);
    assertThat(domain(spec, "b.example").rollout().orElseThrow().wave()).isEmpty();
    assertThat(domain(spec, "c.example").rollout()).isEmpty();
    assertThat(stages(domain(spec, "d.example"))).isEqualTo(STANDARD);
    assertThat(domain(spec, "d.example").rollout().orElseThrow().pause()).isTrue();
    assertThat(domain(spec, "e.example").rollout().orElseThrow().wave())
        .isEqualTo(Optional.of(new Rollout.Wave(5, 86_400)));
  }

  @Test
  void aFaultyRolloutOfAnUnusedProfileIsReportedToo() {
    bad(
        HEAD.replace(
                "domains:\n", "profiles: { p: { rollout: { wave: { size: 0 } } } }\ndomains:\n")
            + "  a.example: { rollout: standard }\n",
        "7:43 '0' is not a number of domains");
  }

  /** In days; the last stage is told without its hold, which is nothing. */
  private static String stages(DomainSpec domain) {
    List<Rollout.Stage> stages = domain.rollout().orElseThrow().stages();
    String all =
        stages.stream()
            .map(
                stage ->
                    "%s %dd hold %dd"
                        .formatted(stage.mode(), stage.maxAge() / 86_400, stage.hold() / 86_400))
            .collect(Collectors.joining(", "));
    assertThat(all).endsWith(" hold 0d");
    return all.substring(0, all.length() - " hold 0d".length());
  }
}
