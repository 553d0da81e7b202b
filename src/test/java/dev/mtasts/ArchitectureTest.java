package dev.mtasts;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house plan of docs/architecture.md, held against the classes. */
class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.mtasts");

  /** Who may import whom, beside the JDK and the annotations. */
  private static final Map<String, List<String>> MAY_IMPORT =
      Map.of(
          "policy", List.of("policy"),
          "provider", List.of("provider", "policy"),
          "spec", List.of("spec", "provider", "policy"),
          "ledger", List.of("ledger", "provider", "policy"),
          "plan", List.of("plan", "ledger", "spec", "provider", "policy"),
          "verify", List.of("verify", "policy"),
          "apply", List.of("apply", "plan", "ledger", "spec", "verify", "provider", "policy"));

  private static final List<String> ADAPTERS =
      List.of("directory", "zonefile", "aws", "cloudflare");

  @Test
  void packagesImportOnlyWhatThePlanAllows() {
    MAY_IMPORT.forEach(
        (name, allowed) -> {
          String[] ours =
              allowed.stream().map(other -> "dev.mtasts." + other).toArray(String[]::new);
          DescribedPredicate<JavaClass> strangers =
              resideInAPackage("dev.mtasts..")
                  .and(DescribedPredicate.not(resideInAnyPackage(ours)));
          noClasses()
              .that()
              .resideInAPackage("dev.mtasts." + name)
              .should()
              .dependOnClassesThat(strangers)
              .check(MAIN);
        });
  }

  @Test
  void anAdapterKnowsNoOtherAdapter() {
    for (String adapter : ADAPTERS) {
      String own = "dev.mtasts.provider." + adapter + "..";
      noClasses()
          .that()
          .resideInAPackage(own)
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.mtasts..")
                  .and(
                      DescribedPredicate.not(
                          resideInAnyPackage(own, "dev.mtasts.provider", "dev.mtasts.policy"))))
          .check(MAIN);
    }
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.mtasts.Providers")
        .and()
        .resideOutsideOfPackage("dev.mtasts.provider..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.mtasts.provider.*..")
        .check(MAIN);
  }

  @Test
  void policyNeedsNothingButJava() {
    classes()
        .that()
        .resideInAPackage("dev.mtasts.policy")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", "dev.mtasts.policy")
        .check(MAIN);
  }

  @Test
  void onlyTheCommandLinePrintsAndNobodyReadsTheClockOrTheEnvironmentDirectly() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.mtasts.Main")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .check(MAIN);
  }

  @Test
  void eachSdkStaysWithItsAdapter() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.mtasts.provider.aws..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon..")
        .check(MAIN);
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.mtasts.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(MAIN);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.mtasts.(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void classesAreFinalOrSealedAndNamedAfterWhatTheyAre() {
    classes()
        .that()
        .areTopLevelClasses()
        .and()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .should()
        .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
        .orShould()
        .haveModifier(ABSTRACT)
        .check(MAIN);
    noClasses().should().haveNameMatching(".*(Manager|Utils?|Helper|Impl)").check(MAIN);
  }

  @Test
  void everyPackageSaysWhatItIsForAndIsNullMarked() throws IOException {
    List<Path> without = new ArrayList<>();
    try (Stream<Path> folders = Files.walk(Path.of("src/main/java/dev/mtasts"))) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        Path info = folder.resolve("package-info.java");
        if (!Files.exists(info) || !Files.readString(info).contains("@NullMarked")) {
          without.add(folder);
        }
      }
    }
    assertThat(without).isEmpty();
  }
}
