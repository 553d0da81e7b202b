package dev.mtasts.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mtasts.Providers;
import dev.mtasts.apply.Stop;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.DeployedHere;
import dev.mtasts.testing.Deployment;
import dev.mtasts.testing.MailHost;
import dev.mtasts.testing.TestCa;
import dev.mtasts.testing.TestDns;
import dev.mtasts.verify.Rule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** {@code verify} as a user meets it; what each check finds is in {@code VerifyTableTest}. */
class VerifyCommandTest {
  private static final String HOSTILE = "\u001b[2J</text>|<b>`x`@all&commat;all[a](b)\u202e";
  private static final TestCa CA = TestCa.create();
  private static DeployedHere here;
  private static Path root;

  @TempDir Path folder;

  @BeforeAll
  static void deploy(@TempDir Path shared) {
    root = CA.writePem(shared);
    here =
        DeployedHere.build(
            CA,
            List.of(
                new Deployment("good"),
                new Deployment("fine"),
                new Deployment("bad").without("_mta-sts TXT"),
                new Deployment("local")
                    .without("@ MX")
                    .without("mx1 A")
                    .with("@ MX 10 mx1")
                    .with("mx1 A 127.0.0.1"),
                new Deployment("unwise").without("_smtp._tls TXT"),
                new Deployment("garbled").serves("mode: enforce", "mode : enforce\r\n bad"),
                new Deployment("hostile")));
    here.dns().txt("_mta-sts.hostile.example", HOSTILE);
  }

  @AfterAll
  static void stop() throws Exception {
    here.close();
  }

  @Test
  void ofOneDomainEveryCheckHasItsLine() {
    Cli.Run run = verify("good.example");

    assertThat(run.exit()).as(run.toString()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().toList())
        .startsWith("good.example")
        .contains(
            "  record-count        ok       'v=STSv1; id=20260101T000000Z;' at"
                + " _mta-sts.good.example   [RFC 8461 §3.1]",
            "  policy-tls          ok       127.0.0.1: TLSv1.3   [RFC 8461 §3.3]",
            "  mx-covered          ok       backup.mail.good.example: '*.mail.good.example' covers"
                + " it   [RFC 8461 §4.1]")
        .endsWith("Verified 1 domain: 0 errors, 0 warnings.");
  }

  @Test
  void ofSeveralDomainsOnlyTroublesAreShownInTheOrderOfTheCommandLine() {
    Cli.Run run = verify("unwise.example", "good.example", "BAD.Example.");

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.out())
        .isEqualTo(
            """
            unwise.example  warning
              tlsrpt              warning  no record begins 'v=TLSRPTv1;' at _smtp._tls.unwise.example: nobody reports failures   [RFC 8460 §3]
                                           Publish 'v=TLSRPTv1; rua=mailto:…;' there.
            good.example  ok
            bad.example  error
              record-count        error    _mta-sts.bad.example does not exist in DNS (NXDOMAIN)   [RFC 8461 §3.1]
                                           Publish 'v=STSv1; id=…;' as TXT at _mta-sts.bad.example once the policy is served.
            Verified 3 domains: 1 error, 1 warning.
            """);
  }

  @Test
  void aWarningDoesNotFail() {
    assertThat(verify("unwise.example").exit()).isZero();
  }

  @Test
  void whereNothingCanBeCheckedTheRunHasFailed() {
    Cli.Run run =
        new Cli(folder, List.of()).run("verify", "a.example", "--resolver", "127.0.0.1:1");

    assertThat(run.exit()).as(run.toString()).isEqualTo(1);
    assertThat(run.out()).endsWith("Nothing could be checked.\n");
  }

  @Test
  void whatCouldNotBeCheckedIsSaidAndDoesNotFail() throws IOException {
    // Nobody listens there: the same as a blocked port, as far as anybody can tell.
    Cli.Run run = verify(cli().smtpPort(1), "local.example", "--smtp", "--json");

    assertThat(run.exit()).as(run.toString()).isZero();
    assertThat(check(run, "mx-tls").path("status").asText()).isEqualTo("could_not_check");
    assertThat(verify(cli().smtpPort(1), "local.example", "--smtp").out())
        .endsWith("0 errors, 0 warnings, 1 could not be checked.\n");
  }

  @Test
  void mxHostsAreAskedForTheirCertificateOnlyOnDemand() throws IOException {
    TestCa.Leaf leaf = CA.issue(new TestCa.Order("CN=mx").names("mx1.local.example").lasting(90));
    try (MailHost host = MailHost.start(leaf)) {
      Cli cli = cli().smtpPort(host.port());
      assertThat(checks(verify(cli, "local.example", "--json"))).doesNotContain("mx-tls");
      JsonNode check = check(verify(cli, "local.example", "--json", "--smtp"), "mx-tls");

      assertThat(check.path("status").asText()).as(check.toString()).isEqualTo("ok");
      assertThat(check.path("subject").asText()).isEqualTo("mx1.local.example 127.0.0.1");
    }
  }

  @Test
  void anMxWithTheWrongCertificateIsAnErrorUnderEnforce() throws IOException {
    try (MailHost host = MailHost.start(CA.leaf("other.example"))) {
      Cli.Run run = verify(cli().smtpPort(host.port()), "local.example", "--json", "--smtp");

      assertThat(run.exit()).isEqualTo(3);
      assertThat(check(run, "mx-tls").path("status").asText()).isEqualTo("error");
    }
  }

  @Test
  void domainsOfASpecAreComparedWithIt() throws IOException {
    spec("good.example", "enforce", "mailto:tls@good.example");
    Cli.Run same = verify("--json");
    assertThat(same.exit()).as(same.toString()).isZero();
    assertThat(checks(same)).contains("spec-policy", "spec-tlsrpt");

    spec("good.example", "testing", "mailto:else@good.example");
    Cli.Run other = verify("--json");
    assertThat(other.exit()).isEqualTo(3);
    assertThat(check(other, "spec-policy").path("seen").asText())
        .startsWith("serves enforce [mx1.good.example, *.mail.good.example] max_age 1209600")
        .contains("the spec says testing");
    assertThat(check(other, "spec-tlsrpt").path("status").asText()).isEqualTo("error");
  }

  @Test
  void aDomainOnTheCommandLineNeedsNoSpecAndIsComparedOnlyWithTheOneNamed() throws IOException {
    spec("good.example", "testing", "mailto:tls@good.example");

    assertThat(verify("good.example").exit()).isZero();
    Cli.Run named = verify("good.example", "fine.example", "-f", "mtasts.yaml", "--json");

    assertThat(named.exit()).isEqualTo(3);
    assertThat(check(named, "spec-policy").path("status").asText()).isEqualTo("error");
    assertThat(json(named).path("domains").get(1).toString()).doesNotContain("spec-policy");
  }

  @Test
  void globsChooseAmongTheDomains() throws IOException {
    Cli.Run run =
        verify("good.example", "fine.example", "bad.example", "--exclude", "b*", "--json");

    assertThat(run.exit()).isZero();
    assertThat(json(run).path("summary").path("domains").asInt()).isEqualTo(2);
  }

  @Test
  void mistakesOnTheCommandLineAreSaidBeforeAnythingIsAsked() {
    assertThat(verify().err()).startsWith("Name a domain, or a spec with -f: there is no mtasts");
    assertThat(verify("not a name").exit()).isEqualTo(64);
    assertThat(verify("good.example", "--exclude", "*").err()).startsWith("No domain is left");
    assertThat(verify("good.example", "--parallelism", "0").exit()).isEqualTo(64);
    assertThat(verify("good.example", "--report", "gitlab=x").err())
        .startsWith("--report takes FORMAT=PATH with text, markdown, json, sarif or junit");
  }

  @Test
  void theJsonHasTheFieldsOfThePage() throws IOException {
    JsonNode report = json(verify("good.example", "--json"));
    JsonNode domain = report.path("domains").get(0);
    JsonNode fetch = domain.path("fetches").get(0);

    assertThat(names(report)).containsExactly("format_version", "timestamp", "summary", "domains");
    assertThat(names(report.path("summary")))
        .containsExactly("domains", "ok", "could_not_check", "warning", "error");
    assertThat(names(domain)).containsExactly("domain", "status", "checks", "fetches");
    assertThat(names(domain.path("checks").get(0)))
        .containsExactly("check", "status", "subject", "seen", "section", "todo");
    assertThat(names(fetch))
        .containsExactly(
            "address", "accepted", "tls", "status", "media_type", "bytes", "millis", "certificate");
    assertThat(names(fetch.path("certificate")))
        .containsExactly("names", "issuer", "not_before", "not_after", "days_left");
    assertThat(fetch.path("certificate").path("days_left").asInt()).isBetween(88, 90);
    String page = Files.readString(Path.of("docs/verify.md"));
    List<String> all = new ArrayList<>();
    List.of(report, report.path("summary"), domain, domain.path("checks").get(0), fetch)
        .forEach(node -> all.addAll(names(node)));
    all.addAll(names(fetch.path("certificate")));
    assertThat(all).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }

  @Test
  void everyCheckIsOnThePageWithItsSection() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("docs/verify.md"));

    for (Rule rule : Rule.values()) {
      assertThat(lines)
          .as(rule.word())
          .anyMatch(
              line ->
                  line.startsWith("| `" + rule.word() + "` |") && line.contains(rule.section()));
    }
  }

  @Test
  void sarifHasARuleForEveryCheckAndAResultForEveryTrouble() throws IOException {
    spec("good.example", "testing", "mailto:tls@good.example");
    verify("--report", "sarif=out/verify.sarif");
    JsonNode run = json(Files.readString(folder.resolve("out/verify.sarif"))).path("runs").get(0);

    assertThat(run.path("tool").path("driver").path("rules")).hasSize(Rule.values().length);
    assertThat(run.path("results")).hasSize(1);
    JsonNode result = run.path("results").get(0);
    String rule = result.path("ruleId").asText();
    assertThat(rule).isEqualTo("spec-policy");
    assertThat(run.path("tool").findValuesAsText("id")).contains(rule);
    assertThat(result.path("level").asText()).isEqualTo("error");
    JsonNode physical = result.path("locations").get(0).path("physicalLocation");
    assertThat(physical.path("artifactLocation").path("uri").asText()).isEqualTo("mtasts.yaml");
    assertThat(physical.path("region").path("startLine").asInt()).isEqualTo(6);
  }

  @Test
  void whatIsOpenHasNoLevelInSarif() throws IOException {
    String file = folder.resolve("x.sarif").toString();
    verify(cli().smtpPort(1), "local.example", "--smtp", "--report", "sarif=" + file);
    JsonNode result =
        json(Files.readString(Path.of(file))).path("runs").get(0).path("results").get(0);

    assertThat(result.path("kind").asText()).isEqualTo("open");
    assertThat(result.path("level").asText()).isEqualTo("none");
    assertThat(result.findPath("uri").asText())
        .isEqualTo("mta-sts.local.example/.well-known/mta-sts.txt");
  }

  @Test
  void junitFailsWhereThereIsAnError() throws Exception {
    Path file = folder.resolve("verify.xml");
    verify("bad.example", "unwise.example", "--report", "junit=" + file);
    Document xml =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(Files.readAllBytes(file)));

    assertThat(xml.getElementsByTagName("testsuite").getLength()).isEqualTo(2);
    assertThat(xml.getElementsByTagName("failure").getLength()).isEqualTo(1);
    Element suite = (Element) xml.getElementsByTagName("testsuite").item(0);
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getElementsByTagName("testcase").getLength())
        .isEqualTo(Integer.parseInt(suite.getAttribute("tests")));
    assertThat(xml.getElementsByTagName("system-out").item(0).getTextContent())
        .startsWith("Warning: no record begins");
  }

  /** GitLab tells test cases apart by their names and keeps one of each. */
  @Test
  void junitHasOneCaseForEachNameWithAllThatIsSaidUnderIt() throws Exception {
    Path file = folder.resolve("verify.xml");
    verify("garbled.example", "--report", "junit=" + file);
    Document xml =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(Files.readAllBytes(file)));

    List<String> names = new ArrayList<>();
    for (int i = 0; i < xml.getElementsByTagName("testcase").getLength(); i++) {
      names.add(((Element) xml.getElementsByTagName("testcase").item(i)).getAttribute("name"));
    }
    Element suite = (Element) xml.getElementsByTagName("testsuite").item(0);
    assertThat(names).doesNotHaveDuplicates();
    assertThat(suite.getAttribute("tests")).isEqualTo(String.valueOf(names.size()));
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(xml.getElementsByTagName("failure").item(0).getTextContent())
        .contains("line 2:", "line 3:");
  }

  @Test
  void textFromOutsideIsHarmlessInEveryReport() throws Exception {
    List<String> words = new ArrayList<>(List.of("hostile.example"));
    for (String format : List.of("text", "markdown", "json", "sarif", "junit")) {
      words.addAll(List.of("--report", format + "=" + folder.resolve(format)));
    }
    Cli.Run run = verify(words.toArray(String[]::new));

    assertThat(run.out()).contains("record-others").doesNotContain("\u001b", "\u202e");
    for (String format : List.of("text", "markdown", "json", "sarif", "junit")) {
      assertThat(Files.readString(folder.resolve(format)))
          .as(format)
          .contains("all")
          .doesNotContain("\u001b", "\u202e");
    }
    assertThat(Files.readString(folder.resolve("markdown")))
        .doesNotContain("<b>", "|<", "@all", "x&commat");
    assertThat(Files.readString(folder.resolve("markdown"))).doesNotContain("all&commat");
    assertThat(Files.readString(folder.resolve("sarif"))).contains("[a] (b)");
    json(Files.readString(folder.resolve("json")));
    byte[] junit = Files.readAllBytes(folder.resolve("junit"));
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(junit));
  }

  @Test
  void anMxHostThatManyDomainsShareIsLookedAtOnce() throws IOException {
    try (TestDns dns = TestDns.start().address("mx.shared.example", "192.0.2.1")) {
      List<String> words = new ArrayList<>(List.of("verify", "--resolver", dns.server()));
      for (int i = 0; i < 8; i++) {
        dns.mx("d" + i + ".example", 10, "mx.shared.example");
        words.add("d" + i + ".example");
      }
      new Cli(folder, List.of()).run(words.toArray(String[]::new));

      assertThat(dns.questions()).containsOnlyOnce("udp mx.shared.example A");
    }
  }

  @Test
  void aRunThatIsAskedToStopLeavesAtOnce() throws Exception {
    try (TestDns dns = TestDns.start().silent("_mta-sts.slow.example")) {
      Stop stop = new Stop();
      var run =
          CompletableFuture.supplyAsync(
              () ->
                  new Cli(folder, List.of())
                      .run(stop, "verify", "slow.example", "--resolver", dns.server()));
      while (dns.questions().isEmpty()) {
        Thread.onSpinWait();
      }
      stop.request("interrupted");

      // Well before the question is given up, which takes ten seconds.
      assertThat(run.get(8, TimeUnit.SECONDS).exit()).isEqualTo(130);
    }
  }

  private Cli cli() {
    return new Cli(folder, Providers.all()).httpsPort(here.port()).patience(Duration.ofSeconds(20));
  }

  private Cli.Run verify(String... words) {
    return verify(cli(), words);
  }

  private static Cli.Run verify(Cli cli, String... words) {
    List<String> all = new ArrayList<>(List.of("verify", "--resolver", here.dns().server()));
    all.addAll(List.of("--ca-file", root.toString()));
    all.addAll(List.of(words));
    return cli.run(all.toArray(String[]::new));
  }

  private void spec(String domain, String mode, String rua) throws IOException {
    String text =
        """
        version: 1
        providers:
          web: { type: directory, root: public }
          zone: { type: zonefile, path: zones }
        domains:
          %s:
            policy: { mode: %s, mx: [mx1.%s, "*.mail.%s"], max_age: 2w }
            host: { provider: web }
            dns: { provider: zone }
            tls_rpt: { rua: ["%s"] }
        """
            .formatted(domain, mode, domain, domain, rua);
    Files.write(folder.resolve("mtasts.yaml"), text.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode json(Cli.Run run) throws IOException {
    return json(run.out());
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private static List<String> checks(Cli.Run run) throws IOException {
    List<String> checks = new ArrayList<>();
    json(run)
        .path("domains")
        .get(0)
        .path("checks")
        .forEach(c -> checks.add(c.path("check").asText()));
    return checks;
  }

  /** The first check of this name, of the first domain. */
  private static JsonNode check(Cli.Run run, String name) throws IOException {
    for (JsonNode check : json(run).path("domains").get(0).path("checks")) {
      if (check.path("check").asText().equals(name)) {
        return check;
      }
    }
    throw new AssertionError("no " + name + " in " + run);
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
