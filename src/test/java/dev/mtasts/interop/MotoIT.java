package dev.mtasts.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.Providers;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.policy.StsRecord;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.FaultyProxy;
import dev.mtasts.testing.PolicyHost;
import dev.mtasts.testing.TestCa;
import dev.mtasts.testing.TestDns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The whole way on AWS as moto plays it: policies in S3, records in Route 53, the ledger in S3.
 * Requests pass a proxy that notes them; the world is made and looked at past it, by other clients.
 */
@Tag("interop")
class MotoIT {
  private static final String BUCKET = "acme-mta-sts";
  private static final String STATE = "acme-mtasts-state";
  private static final String KEY = "acme.example/.well-known/mta-sts.txt";
  private static final String RECORD = "_mta-sts.acme.example. TXT";
  private static final String REPORTS = "_smtp._tls.acme.example. TXT";
  private static final String FOREIGN = "\"site-verification=6f1c0a; \\\"by hand\\\"\"";

  private static MotoServer moto;
  private static S3Client s3;
  private static Route53Client route53;

  @TempDir Path folder;

  private final TestCa ca = TestCa.create();
  private FaultyProxy proxy;
  private PolicyHost cdn;
  private TestDns dns;
  private Path caFile;
  private String zone;

  @BeforeAll
  static void start() throws Exception {
    moto = new MotoServer();
    s3 = moto.s3();
    route53 = moto.route53();
  }

  @AfterAll
  static void stop() {
    if (moto != null) {
      s3.close();
      route53.close();
      moto.close();
    }
  }

  @BeforeEach
  void open() throws IOException {
    moto.reset();
    s3.createBucket(b -> b.bucket(BUCKET));
    s3.createBucket(b -> b.bucket(STATE));
    zone =
        route53
            .createHostedZone(r -> r.name("acme.example.").callerReference("test"))
            .hostedZone()
            .id();
    put("acme.example.", "TXT", 3600, "\"v=spf1 mx -all\"", FOREIGN);
    put("acme.example.", "MX", 3600, "10 mx1.acme.example.");
    put("_mta-sts.acme.example.", "TXT", 600, FOREIGN, "\"second=value\"");
    put("_smtp._tls.acme.example.", "TXT", 900, FOREIGN);
    proxy = new FaultyProxy(moto.endpoint());
    cdn = PolicyHost.start(ca.leaf("mta-sts.acme.example"));
    cdn.answer("acme.example", this::fromTheBucket);
    dns = TestDns.start();
    dns.address("mta-sts.acme.example", "127.0.0.1");
    caFile = ca.writePem(folder);
  }

  @AfterEach
  void close() {
    if (proxy != null) {
      proxy.close();
      cdn.close();
      dns.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void policyFirstThenTheRecordAndNothingOfOthers(boolean verify) throws Exception {
    spec(verify, "mx1.acme.example", "mx2.acme.example");
    Map<String, String> before = world();

    // What exists at our names is others' until somebody says that we may share it.
    ends(4, "plan", "--detailed-exitcode");
    assertThat(world()).isEqualTo(before);
    ends(2, "plan", "--detailed-exitcode", "--allow", "not-ours");
    assertThat(world()).as("a plan reads").isEqualTo(before);

    apply("--allow", "not-ours");
    String first = policyId();
    assertThat(world())
        .isEqualTo(
            with(
                before,
                RECORD,
                "600 " + FOREIGN + " \"second=value\" \"v=STSv1; id=" + first + ";\"",
                REPORTS,
                "900 " + FOREIGN + " \"v=TLSRPTv1; rua=mailto:tls@acme.example;\"",
                "mta-sts.acme.example. CNAME",
                "300 cdn.acme.example."));
    assertThat(object()).contains("mx: mx1.acme.example\r\nmx: mx2.acme.example\r\n");
    assertThat(keys(STATE)).containsExactly("prod.json");
    ends(0, "plan", "--detailed-exitcode");

    spec(verify, "mx1.acme.example", "mx3.acme.example");
    ends(2, "plan", "--detailed-exitcode");
    Map<String, String> between = world();
    assertPolicyIsThereBeforeTheRecordMoves(first);
    String second = policyId();
    assertThat(second).isNotEqualTo(first);
    assertThat(object()).contains("mx: mx1.acme.example\r\nmx: mx3.acme.example\r\n");
    assertThat(world())
        .isEqualTo(with(between, RECORD, between.get(RECORD).replace(first, second)));
    assertThat(keys(STATE)).as("the lock is gone").containsExactly("prod.json");
    assertThat(keys(BUCKET)).containsExactly(KEY);
    ends(0, "plan", "--detailed-exitcode");
  }

  /** The object's write comes by before that of the zone, and is done when that one starts. */
  private void assertPolicyIsThereBeforeTheRecordMoves(String oldId) throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    proxy.heal();
    proxy.next(
        1,
        MotoIT::changesZone,
        new FaultyProxy.Fault.After(() -> seen.add(object() + world().get(RECORD))));
    proxy.clearLog();

    apply();

    assertThat(seen).hasSize(1);
    assertThat(seen.get(0)).contains("mx: mx3.acme.example", "id: " + policyId());
    assertThat(seen.get(0)).contains("\"v=STSv1; id=" + oldId + ";\"");
    List<String> writes =
        proxy.log().stream()
            .filter(request -> changesZone(request) || request.target().contains(BUCKET))
            .filter(request -> !request.method().equals("GET") && !request.method().equals("HEAD"))
            .map(FaultyProxy.Request::method)
            .toList();
    assertThat(writes).as("%s", proxy.log()).containsExactly("PUT", "POST");
  }

  @Test
  void aCdnThatShowsTheOldPolicyHoldsTheRecordBack() throws Exception {
    spec(true, "mx1.acme.example");
    apply("--allow", "not-ours");
    String stale = object();
    Map<String, String> before = world();
    cdn.serve("acme.example", stale);
    spec(true, "mx2.acme.example");

    Cli.Run closed = run(words("apply", "-y", "--wait", "2s"));

    assertThat(closed.exit()).as("%s", closed).isEqualTo(1);
    assertThat(closed.out()).contains("127.0.0.1: it serves another policy");
    assertThat(world()).isEqualTo(before);
    String uploaded = policyId();
    cdn.answer("acme.example", this::fromTheBucket);
    apply();
    assertThat(policyId()).isEqualTo(uploaded);
    assertThat(world().get(RECORD)).contains("\"v=STSv1; id=" + uploaded + ";\"");
  }

  private static boolean changesZone(FaultyProxy.Request request) {
    return request.method().equals("POST") && request.target().contains("/hostedzone/");
  }

  private MockResponse fromTheBucket() {
    try {
      return PolicyHost.text(object()).build();
    } catch (NoSuchKeyException e) {
      return new MockResponse.Builder().code(404).build();
    }
  }

  private String object() {
    return s3.getObjectAsBytes(b -> b.bucket(BUCKET).key(KEY)).asUtf8String();
  }

  private String policyId() {
    return PolicyParser.parse(object()).id().orElseThrow().text();
  }

  private List<String> keys(String bucket) {
    return s3.listObjectsV2(b -> b.bucket(bucket)).contents().stream().map(S3Object::key).toList();
  }

  /** All of the zone: name and type, then the TTL and the values as they are stored. */
  private Map<String, String> world() {
    Map<String, String> sets = new TreeMap<>();
    route53
        .listResourceRecordSetsPaginator(r -> r.hostedZoneId(zone))
        .resourceRecordSets()
        .forEach(
            set -> {
              List<String> words = new ArrayList<>(List.of(set.ttl().toString()));
              set.resourceRecords().forEach(record -> words.add(record.value()));
              String old = sets.put(set.name() + " " + set.typeAsString(), String.join(" ", words));
              assertThat(old).as("moto keeps what Route 53 would refuse").isNull();
            });
    return sets;
  }

  private static Map<String, String> with(Map<String, String> world, String... entries) {
    Map<String, String> changed = new TreeMap<>(world);
    for (int i = 0; i < entries.length; i += 2) {
      changed.put(entries[i], entries[i + 1]);
    }
    return changed;
  }

  private void put(String name, String type, long ttl, String... values) {
    ResourceRecordSet set =
        ResourceRecordSet.builder()
            .name(name)
            .type(type)
            .ttl(ttl)
            .resourceRecords(
                Arrays.stream(values)
                    .map(value -> ResourceRecord.builder().value(value).build())
                    .toList())
            .build();
    route53.changeResourceRecordSets(
        r ->
            r.hostedZoneId(zone)
                .changeBatch(
                    b -> b.changes(c -> c.action(ChangeAction.CREATE).resourceRecordSet(set))));
  }

  private void spec(boolean verify, String... mx) throws IOException {
    Files.writeString(
        folder.resolve("mtasts.yaml"),
        """
        version: 1
        state: { backend: s3, bucket: %s, key: prod.json }
        providers:
          aws: { type: aws }
        domains:
          acme.example:
            policy: { mode: testing, mx: [%s], max_age: 1d }
            host: { provider: aws, bucket: %s, address: { cname: cdn.acme.example } }
            dns: { provider: aws }
            tls_rpt: { rua: ["mailto:tls@acme.example"] }
            verify: %s
        """
            .formatted(STATE, String.join(", ", mx), BUCKET, verify));
  }

  private void apply(String... more) {
    List<String> words = new ArrayList<>(List.of("apply", "-y"));
    words.addAll(List.of(more));
    ends(0, words(words.toArray(String[]::new)));
    assertThat(StsRecord.parse("v=STSv1; id=" + policyId() + ";").validId()).isPresent();
  }

  private String[] words(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--ca-file", caFile.toString(), "--resolver", dns.server()));
    return all.toArray(String[]::new);
  }

  private void ends(int exit, String... words) {
    Cli.Run run = run(words);
    assertThat(run.exit()).as("%s: %s", List.of(words), run).isEqualTo(exit);
  }

  private Cli.Run run(String... words) {
    Cli.Run run =
        new Cli(folder, Providers.all())
            .env("AWS_ENDPOINT_URL", proxy.endpoint().toString())
            .env("AWS_ACCESS_KEY_ID", MotoServer.KEY_ID)
            .env("AWS_SECRET_ACCESS_KEY", MotoServer.SECRET)
            .env("AWS_REGION", "eu-central-1")
            .httpsPort(cdn.port())
            .run(words);
    assertThat(run.toString()).doesNotContain(MotoServer.SECRET);
    return run;
  }
}
