package dev.mtasts.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mtasts.Providers;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Spec;
import dev.mtasts.spec.SpecReader;
import dev.mtasts.spec.SpecResult;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.PolicyHost;
import dev.mtasts.testing.TestCa;
import dev.mtasts.testing.TestDns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import} as a user meets it; what the checks find is in {@code VerifyTableTest}. */
class ImportCommandTest {
  private static final TestCa CA = TestCa.create();
  private static final String IDN = "xn--bcher-kva.example";
  private static final List<String> DOMAINS =
      List.of(
          "good.example",
          "odd.example",
          "front.example",
          "alias.example",
          "edge.example",
          "hostile.example",
          "dollar.example",
          "numeric.example",
          "ended.example",
          IDN);
  private static final String BODY =
      "version: STSv1\r\nmode: enforce\r\nmx: mx1.good.example\r\nmx: *.mail.good.example\r\n"
          + "max_age: 1209600\r\nid: 20260101T000000Z\r\n";
  private static final String WITHOUT_ID = BODY.replaceAll("id: .*", "").stripTrailing() + "\r\n";
  private static final String ODD =
      "version: STSv1\nmax_age: 90000\nmx: MX1.odd.example\nmx: mx1.odd.example\nmode: testing\n";
  private static final String HOSTILE =
      "version: STSv1\nmode: testing\nmx: mx.hostile.example\nmax_age: 604801\n"
          + "note: }\u0085 ]\u2028 \" # : \\ *a &b !c\nid: \"}, x: [\n";

  private static PolicyHost host;
  private static TestDns dns;
  private static Path root;

  @TempDir Path folder;

  @BeforeAll
  static void deploy(@TempDir Path shared) {
    root = CA.writePem(shared);
    String[] names = DOMAINS.stream().map(name -> "mta-sts." + name).toArray(String[]::new);
    host = PolicyHost.start(CA.issue(new TestCa.Order("CN=leaf").names(names).lasting(90)));
    dns = TestDns.start();
    for (String domain : DOMAINS) {
      host.serve(domain, WITHOUT_ID.replace("good", "any"));
      dns.txt("_mta-sts." + domain, "v=STSv1; id=20260101T000000Z;");
      dns.mx(domain, 10, "mx1." + domain).address("mx1." + domain, "192.0.2.25");
      if (!List.of("front.example", "alias.example", "hostile.example").contains(domain)) {
        dns.address("mta-sts." + domain, "127.0.0.1");
      }
    }
    host.serve("good.example", BODY).serve("odd.example", ODD);
    dns.txt("_smtp._tls.good.example", "v=TLSRPTv1; rua=mailto:tls@good.example;");
    dns.mx("bare.example", 10, "MX.Elsewhere.example").mx("bare.example", 20, "a#b.example");
    host.serve("numeric.example", WITHOUT_ID.replace("mx1.good.example", "192.0.2.1"));
    host.serve("ended.example", "version: STSv1\r\nmode: none\r\nmax_age: 86400\r\n");
    dns.txt(
        "_smtp._tls.dollar.example",
        "v=TLSRPTv1; rua=mailto:a$b@dollar.example,https://r.example/$%7BHOME%7D'x?a=b#c;");
    services();
    hostile();
  }

  private static void services() {
    dns.cname("mta-sts.front.example", "d111.cloudfront.net");
    dns.address("d111.cloudfront.net", "127.0.0.1");
    dns.authoritative("mta-sts.front.example", 7200).authoritative("_mta-sts.front.example", 7200);
    dns.cname("mta-sts.alias.example", "web.alias.example");
    dns.address("web.alias.example", "127.0.0.1");
    dns.authoritative("mta-sts.alias.example", 60).authoritative("_mta-sts.alias.example", 7200);
    host.answer(
        "edge.example",
        () -> PolicyHost.text(WITHOUT_ID).setHeader("Server", "cloudflare").build());
  }

  private static void hostile() {
    host.answer(
        "hostile.example",
        () ->
            PolicyHost.text(HOSTILE).setHeader("Server", "cloudflare\", x: [ # } - &a *b").build());
    dns.cname("mta-sts.hostile.example", "a\\010b\\#c\\:.hostile.example");
    dns.address("a\\010b\\#c\\:.hostile.example", "127.0.0.1");
    dns.txt("_mta-sts.hostile.example", "x\u001b[2J\\010  evil.example: { policy: {} }\r\ny: 1");
    dns.txt("_smtp._tls.hostile.example", "v=TLSRPTv1; rua=mailto:a@b.example\", evil: [;");
  }

  @AfterAll
  static void stop() {
    host.close();
    dns.close();
  }

  @Test
  void whatIsLiveBecomesASpecWithoutAccountOrSpec() {
    Cli.Run run = importing("good.example");

    assertThat(run.exit()).as(run.toString()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsPattern(
            "^# What public DNS and HTTPS said at 20\\d\\d-\\S+\\d\\dZ\\.\nversion: 1\n")
        .endsWith(
            """
            domains:
              # Live id: 20260101T000000Z
              good.example:
                policy: { mode: enforce, mx: [mx1.good.example, "*.mail.good.example"], max_age: 2w }
                host: { provider: placeholder-host, address: { a: ["127.0.0.1"] } }
                dns: { provider: placeholder-dns }
                tls_rpt: { rua: ["mailto:tls@good.example"] }
            """);
    DomainSpec spec = domain(run.out(), "good.example");
    assertThat(spec.policy()).isEqualTo(PolicyParser.parse(BODY).policy().orElseThrow());
    assertThat(spec.embedId()).isTrue();
  }

  @Test
  void aPlanOverTheSameWorldHasNothingToChange() throws IOException {
    Files.writeString(folder.resolve("mtasts.yaml"), importing("good.example").out());
    Path file = folder.resolve("public/good.example/.well-known/mta-sts.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, BODY);
    Files.createDirectories(folder.resolve("zones"));
    Files.writeString(
        folder.resolve("zones/good.example.zone"),
        """
        $ORIGIN good.example.
        $TTL 600
        @ IN SOA ns hostmaster 1 3600 600 86400 300
        @ IN NS ns.elsewhere.example.
        mta-sts IN A 127.0.0.1
        _mta-sts IN TXT "v=STSv1; id=20260101T000000Z;"
        _smtp._tls IN TXT "v=TLSRPTv1; rua=mailto:tls@good.example;"
        """);

    Cli.Run plan = cli().run("plan", "--detailed-exitcode", "--resolver", dns.server());

    assertThat(plan.out()).as(plan.toString()).contains("No changes. 4 unchanged.");
  }

  @Test
  void severalDomainsComeInTheOrderInWhichTheyWereTypedEachOnce() {
    Cli.Run run = importing("odd.example", "GOOD.example.", "good.example");

    assertThat(run.out().lines().filter(line -> line.matches("  \\S.*:")))
        .containsExactly("  odd.example:", "  good.example:");
  }

  @Test
  void aFileInOtherWordsIsTheSamePolicyWithANoteAboutTheRewriting() {
    Cli.Run run = importing("odd.example");
    DomainSpec spec = domain(run.out(), "odd.example");

    assertThat(spec.policy().content())
        .isEqualTo("version: STSv1\r\nmode: testing\r\nmx: mx1.odd.example\r\nmax_age: 90000\r\n");
    assertThat(spec.embedId()).isFalse();
    assertThat(run.out())
        .contains("max_age: 25h }", "    embed_id: false\n")
        .contains("  # The live file says this in other words than mtasts writes");
  }

  @Test
  void aPolicyThatEndsEverythingNeedsNoMx() {
    Cli.Run run = importing("ended.example");

    assertThat(run.out()).contains("policy: { mode: none, max_age: 1d }");
    assertThat(domain(run.out(), "ended.example").policy().mx()).isEmpty();
  }

  @Test
  void findingsBecomeCommentsAndAWarning() {
    Cli.Run run = importing("front.example");

    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .contains("  # error: mx-covered: mx1.front.example: no mx of the policy covers it")
        .contains("  # warning: tlsrpt: no record begins");
    assertThat(run.err())
        .isEqualTo(
            "Warning: front.example: what is live has 1 error and 1 warning; mx-covered:"
                + " mx1.front.example: no mx of the policy covers it\n");
  }

  @Test
  void aCnameAndATtlThatAllRecordsShareAreStatedAndAServiceIsGuessed() {
    Cli.Run run = importing("front.example", "alias.example");
    Spec spec = spec(run.out());

    DomainSpec front = domain(spec, "front.example");
    assertThat(front.host().address().orElseThrow().cname())
        .contains(DomainName.parse("d111.cloudfront.net"));
    assertThat(front.dns().ttl()).hasValue(7200);
    assertThat(run.out())
        .contains("dns: { provider: placeholder-dns, ttl: 2h }")
        .contains("  # Host: this looks like type aws, kind cloudfront, for a CNAME leads to d111");
    assertThat(domain(spec, "alias.example").dns().ttl()).as("one is 60, one 7200").isEmpty();
  }

  @Test
  void addressesThatAServiceChangesAsItLikesAreNotStated() {
    Cli.Run run = importing("edge.example");

    assertThat(domain(run.out(), "edge.example").host().address()).isEmpty();
    assertThat(run.out())
        .contains("type cloudflare, kind worker, for the server says 'cloudflare'")
        .contains("  # address is left out: the addresses in DNS are the service's own");
  }

  @Test
  void aDomainWithoutPolicyIsCommentedOutAndTheOthersArePrinted() {
    Cli.Run run = importing("bare.example", "good.example");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .startsWith(
            "Error: bare.example: no policy to import: mta-sts.bare.example does not exist");
    assertThat(spec(run.out()).domains().keySet())
        .containsExactly(DomainName.parse("good.example"));
    assertThat(run.out())
        .contains("  # bare.example has no policy to import: mta-sts.bare.example does not exist")
        .contains("  #  policy: { mode: testing, mx: [mx.elsewhere.example], max_age: 1d }\n");
    DomainSpec begun =
        domain(run.out().replaceAll("(?m)^  #(?! )|^  #(?=  )", "  "), "bare.example");
    assertThat(begun.policy().mx()).hasToString("[mx.elsewhere.example]");
  }

  @Test
  void nothingButDomainsWithoutPolicyIsStillAValidSpec() {
    Cli.Run run = importing("bare.example");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(spec(run.out()).domains()).isEmpty();
    assertThat(run.out()).contains("take the # away, and the {} behind 'domains:' above:");
    String begun = run.out().replaceAll("(?m)^  #(?! )|^  #(?=  )", "  ");
    assertThat(spec(begun.replace("domains: {}", "domains:")).domains().keySet())
        .containsExactly(DomainName.parse("bare.example"));
  }

  @Test
  void aPolicyThatNoSpecCanStateIsNoPolicy() {
    Cli.Run run = importing("numeric.example");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .contains("no policy to import: a spec cannot have this mx: '192.0.2.1' is a number");
  }

  @Test
  void textFromOutsideCannotBreakOut() throws IOException {
    Cli.Run run = importing("hostile.example");
    DomainSpec spec = domain(run.out(), "hostile.example");

    assertThat(spec(run.out()).domains()).hasSize(1);
    assertThat(spec.policy().content())
        .isEqualTo(
            "version: STSv1\r\nmode: testing\r\nmx: mx.hostile.example\r\nmax_age: 604801\r\n");
    assertThat(spec.host().address()).isEmpty();
    assertThat(spec.tlsRpt()).isEmpty();
    assertThat(run.out()).contains("a spec cannot have this CNAME", "TLSRPT record is not valid");
    assertThat(run.out() + run.err()).doesNotContain("\u001b", "\u0085", "\u2028", "\r");
    assertThat(run.out().lines().filter(line -> line.contains("evil")))
        .allMatch(line -> line.startsWith("  # "));
    JsonNode json = new ObjectMapper().readTree(importing("hostile.example", "--json").out());
    assertThat(facts(spec(json.path("spec").toString()))).isEqualTo(facts(spec(run.out())));
  }

  @Test
  void aDollarSignDoesNotBeginAVariable() {
    Cli.Run run = importing("dollar.example");

    assertThat(domain(run.out(), "dollar.example").tlsRpt())
        .containsExactly("mailto:a$b@dollar.example", "https://r.example/$%7BHOME%7D'x?a=b#c");
  }

  @Test
  void jsonSaysTheSame() throws IOException {
    String[] all = DOMAINS.toArray(String[]::new);
    String yaml = importing(all).out();
    List<String> words = new ArrayList<>(DOMAINS);
    words.add("--json");
    Cli.Run run = importing(words.toArray(String[]::new));
    JsonNode json = new ObjectMapper().readTree(run.out());

    assertThat(facts(spec(json.path("spec").toString()))).isEqualTo(facts(spec(yaml)));
    assertThat(json.path("domains")).hasSize(DOMAINS.size());
    JsonNode front = json.path("domains").get(2);
    assertThat(front.path("id").asText()).isEqualTo("20260101T000000Z");
    assertThat(front.path("host_guess").path("kind").asText()).isEqualTo("cloudfront");
    assertThat(front.path("checks").findValuesAsText("check")).contains("mx-covered");
    assertThat(json.path("domains").get(7).path("imported").asBoolean()).isFalse();
    String page = Files.readString(Path.of("docs/import.md"));
    List<String> fields = new ArrayList<>();
    json.fieldNames().forEachRemaining(fields::add);
    front.fieldNames().forEachRemaining(fields::add);
    front.path("host_guess").fieldNames().forEachRemaining(fields::add);
    assertThat(fields).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }

  @Test
  void anInternationalNameStandsInACommentAsPeopleReadIt() {
    Cli.Run run = importing("b\u00fccher.example");

    assertThat(run.out()).contains("  # b\u00fccher.example\n", "  " + IDN + ":\n");
    assertThat(domain(run.out(), IDN).policy().mx()).hasSize(2);
  }

  @Test
  void mistakesOnTheCommandLineAreSaidBeforeAnythingIsAsked() {
    assertThat(importing().exit()).isEqualTo(64);
    assertThat(importing("not a name").exit()).isEqualTo(64);
    assertThat(importing("good.example", "--parallelism", "0").exit()).isEqualTo(64);
    assertThat(importing("good.example", "--exclude", "*").err()).startsWith("No domain is left");
  }

  private Cli cli() {
    return new Cli(folder, Providers.all()).httpsPort(host.port()).patience(Duration.ofSeconds(20));
  }

  private Cli.Run importing(String... words) {
    List<String> all = new ArrayList<>(List.of("import", "--resolver", dns.server()));
    all.addAll(List.of("--ca-file", root.toString()));
    all.addAll(List.of(words));
    return cli().run(all.toArray(String[]::new));
  }

  private static Spec spec(String text) {
    SpecResult result = new SpecReader(Providers.all(), Map.of()).read(text, "import");
    assertThat(result.problems()).as(text).isEmpty();
    return Objects.requireNonNull(result.spec());
  }

  private static DomainSpec domain(String text, String name) {
    return domain(spec(text), name);
  }

  private static DomainSpec domain(Spec spec, String name) {
    return Objects.requireNonNull(spec.domains().get(DomainName.parse(name)));
  }

  /** What a spec says of its domains, whatever it was written in. */
  private static List<String> facts(Spec spec) {
    return spec.domains().values().stream()
        .map(
            one ->
                one.name()
                    + " "
                    + one.policy()
                    + one.host()
                    + one.dns()
                    + one.tlsRpt()
                    + one.embedId())
        .collect(Collectors.toList());
  }
}
