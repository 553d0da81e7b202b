package dev.mtasts.e2e;

import static dev.mtasts.e2e.MainFlowTest.assertExit;
import static dev.mtasts.e2e.World.ACME;
import static dev.mtasts.e2e.World.MX1;
import static dev.mtasts.e2e.World.NEWS;
import static dev.mtasts.e2e.World.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.testing.Cli;
import dev.mtasts.testing.FaultyProxy;
import dev.mtasts.testing.FaultyProxy.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One of three domains is refused, broken off or left without an answer by S3, Route 53 or
 * Cloudflare: it alone fails, its story is told, and the next run finishes it.
 */
class ProviderTroubleTest {
  /** Who makes trouble. */
  enum Service {
    S3,
    ROUTE53,
    CLOUDFLARE;

    CloudWorld open(Path folder) {
      return this == CLOUDFLARE ? new CloudflareWorld(folder) : new AwsWorld(folder, false);
    }

    FaultyProxy of(CloudWorld world) {
      return this == S3 ? world.s3 : world.dnsService;
    }

    /** Whether a request is about a domain's policy file, or its zone. */
    Predicate<FaultyProxy.Request> about(CloudWorld world, String domain) {
      String part =
          switch (this) {
            case S3 -> CloudWorld.key(domain);
            case ROUTE53 -> ((AwsWorld) world).zone(domain);
            case CLOUDFLARE -> ((CloudflareWorld) world).cloudflare.zone(domain).id();
          };
      return request -> request.target().contains(part);
    }

    Fault answer(int status, String code) {
      if (this == CLOUDFLARE) {
        String body = "{\"success\":false,\"errors\":[{\"code\":" + code + ",\"message\":\"no\"}],";
        return new Fault.Answer(
            status,
            "Content-Type: application/json\r\n",
            body + "\"messages\":[],\"result\":null}");
      }
      String error = "<Error><Code>" + code + "</Code><Message>no</Message></Error>";
      String body = this == S3 ? error : "<ErrorResponse>" + error + "</ErrorResponse>";
      return new Fault.Answer(status, "Content-Type: text/xml\r\n", body);
    }
  }

  @TempDir Path folder;
  private CloudWorld world;

  private void open(Service service) {
    world = service.open(folder);
    world.hurry(Duration.ofSeconds(20));
    world.spec(MX1, ACME, SHOP, NEWS);
    world.edit("defaults:\n", "defaults:\n  verify: false\n"); // The gate has its own test.
  }

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @CsvSource({
    "S3, 403, AccessDenied, Allow s3:PutObject on",
    "S3, 404, NoSuchBucket, Create the bucket",
    "S3, 409, ConditionalRequestConflict, ConditionalRequestConflict (HTTP 409)",
    "S3, 412, PreconditionFailed, HTTP 412",
    "S3, 429, TooManyRequests, Wait a minute and run it again",
    "S3, 500, InternalError, InternalError (HTTP 500)",
    "S3, 0, REFUSE, no complete answer came",
    "ROUTE53, 403, AccessDenied, Allow route53:ChangeResourceRecordSets on",
    "ROUTE53, 404, NoSuchHostedZone, Create the hosted zone",
    "ROUTE53, 400, Throttling, Wait a minute and run it again",
    "ROUTE53, 409, Conflict, Conflict (HTTP 409)",
    "ROUTE53, 412, PreconditionFailed, HTTP 412",
    "ROUTE53, 429, TooManyRequestsException, Wait a minute and run it again",
    "ROUTE53, 500, InternalFailure, InternalFailure (HTTP 500)",
    "ROUTE53, 0, REFUSE, no complete answer came",
    "CLOUDFLARE, 403, 10000, DNS",
    "CLOUDFLARE, 404, 7003, 7003",
    "CLOUDFLARE, 409, 81058, 81058",
    "CLOUDFLARE, 412, 1004, 1004",
    "CLOUDFLARE, 429, 10429, 10429",
    "CLOUDFLARE, 500, 1001, HTTP 500",
    "CLOUDFLARE, 0, REFUSE, connection failed",
  })
  void aRefusalHoldsUpItsOwnDomainOnly(Service service, int status, String code, String words) {
    open(service);
    Fault fault = status == 0 ? new Fault.Refuse() : service.answer(status, code);
    Predicate<FaultyProxy.Request> theirs = service.about(world, SHOP);
    service.of(world).always(r -> !r.method().equals("GET") && theirs.test(r), fault);

    Cli.Run run = world.apply();

    assertExit(1, run);
    assertThat(run.out())
        .containsOnlyOnce("Error: ")
        .contains("Error: shop.example: Tried to ", "failed because", words)
        .contains("senders keep the policy that they have", "1 of 3 domains not finished");
    assertThat(world.txt("_mta-sts." + SHOP)).isEmpty();
    for (String done : new String[] {ACME, NEWS}) {
      assertThat(world.recordId(done)).isEqualTo(world.policyId(done));
    }
    assertThatTheNextRunFinishesIt();
  }

  @ParameterizedTest
  @CsvSource({
    "S3, LOSE", "S3, SILENCE", "S3, HALF",
    "ROUTE53, LOSE", "ROUTE53, SILENCE", "ROUTE53, HALF",
    "CLOUDFLARE, LOSE", "CLOUDFLARE, HALF",
  })
  void whatWasDoneButNotAnsweredIsFoundOutAndTheRunGoesOn(Service service, String kind) {
    open(service);
    world.hurry(Duration.ofSeconds(kind.equals("SILENCE") ? 1 : 20));
    Fault fault =
        switch (kind) {
          case "LOSE" -> new Fault.LoseAnswer();
          case "SILENCE" -> new Fault.Silence();
          default -> new Fault.HalfBody();
        };
    Predicate<FaultyProxy.Request> theirs = service.about(world, SHOP);
    service.of(world).next(1, r -> !r.method().equals("GET") && theirs.test(r), fault);

    assertExit(0, world.apply());

    assertThat(world.recordId(SHOP)).isEqualTo(world.policyId(SHOP));
    assertExit(0, world.plan());
  }

  @ParameterizedTest
  @EnumSource
  void aZoneOrBucketThatCannotBeReadLeavesItsDomainsOutOnlyIfTold(Service service) {
    open(service);
    Predicate<FaultyProxy.Request> read = r -> r.method().equals("GET");
    String ledger = CloudWorld.LEDGER_KEY;
    service
        .of(world)
        .always(
            service == Service.S3
                ? read.and(r -> !r.target().contains(ledger))
                : read.and(service.about(world, SHOP)),
            service.answer(403, service == Service.CLOUDFLARE ? "10000" : "AccessDenied"));

    Cli.Run plan = world.plan();
    assertExit(1, plan);
    assertThat(plan.out()).contains("Error: shop.example: Tried to ", "cannot be applied");
    Cli.Run run = world.apply();
    assertExit(1, run);
    assertThat(world.policy(ACME)).isEmpty();
    if (service != Service.S3) {
      assertThat(run.out()).containsOnlyOnce("Error: ").contains("with --exclude");
      assertExit(0, world.apply("--exclude", SHOP));
      assertThat(world.policy(ACME)).isPresent();
    }
    assertThat(world.policy(SHOP)).isEmpty();
    assertThatTheNextRunFinishesIt();
  }

  @ParameterizedTest
  @CsvSource({
    "S3, 403, InvalidAccessKeyId",
    "S3, 403, ExpiredToken",
    "ROUTE53, 403, ExpiredToken",
    "CLOUDFLARE, 401, 10000"
  })
  void credentialsThatAreNotAcceptedHaveAnExitCodeOfTheirOwn(
      Service service, int status, String code) {
    open(service);
    service.of(world).always(r -> true, service.answer(status, code));

    assertExit(7, world.plan());
    assertExit(7, world.apply());
    assertThatTheNextRunFinishesIt();
  }

  @ParameterizedTest
  @EnumSource(names = {"ROUTE53", "CLOUDFLARE"})
  void aMissingZoneIsSaidToBeMissing(Service service) {
    open(service);
    if (world instanceof AwsWorld aws) {
      aws.route53.removeZone(aws.zone(SHOP));
    } else {
      ((CloudflareWorld) world).cloudflare.removeZone(SHOP);
    }

    Cli.Run plan = world.plan();

    assertExit(1, plan);
    assertThat(plan.out()).containsOnlyOnce("Error: ").contains("Error: shop.example: ", "zone");
    assertExit(1, world.apply());
    assertExit(0, world.apply("--exclude", SHOP));
    assertExit(0, world.plan("--exclude", SHOP));
  }

  @ParameterizedTest
  @EnumSource(names = {"ROUTE53", "CLOUDFLARE"})
  void anAmbiguousZoneIsSettledInTheSpec(Service service) {
    open(service);
    String zone;
    if (world instanceof AwsWorld aws) {
      aws.route53.zone(SHOP);
      zone = aws.zone(SHOP);
    } else {
      CloudflareWorld cloudflare = (CloudflareWorld) world;
      zone = cloudflare.cloudflare.zone(SHOP).id();
      cloudflare.cloudflare.addZone(SHOP, other -> other.account("b".repeat(32)));
    }

    Cli.Run plan = world.plan();
    assertExit(1, plan);
    assertThat(plan.out())
        .contains("Error: shop.example: ", zone)
        .containsPattern("(dns\\.zone|'zone' of this domain's 'dns')");

    world.edit(SHOP + ": {", SHOP + ": { dns: { zone: " + zone + " },");
    assertExit(0, world.apply());
    assertExit(0, world.plan());
  }

  @Test
  void aMissingBucketIsSaidToBeMissing() {
    open(Service.S3);
    world.edit(
        "host: { provider: aws, bucket: " + world.bucket, "host: { provider: aws, bucket: nowhere");
    Cli.Run policies = world.plan();
    assertExit(1, policies);
    assertThat(policies.out()).contains("s3://nowhere", "NoSuchBucket", "Create the bucket");

    world.edit("backend: s3, bucket: " + world.bucket, "backend: s3, bucket: nowhere");
    Cli.Run ledger = world.apply();
    assertExit(1, ledger);
    assertThat(ledger.err()).contains("s3://nowhere", "NoSuchBucket", "Create the bucket");
    assertThat(world.txt("_mta-sts." + ACME)).isEmpty();
  }

  private void assertThatTheNextRunFinishesIt() {
    world.heal();
    world.clock.set("2026-11-24T12:00:00Z");
    String id = world.policy(SHOP).map(body -> world.policyId(SHOP)).orElse("");
    assertExit(0, world.apply());
    assertThat(world.recordId(SHOP)).isEqualTo(world.policyId(SHOP));
    if (!id.isEmpty()) {
      assertThat(world.recordId(SHOP)).isEqualTo(id);
    }
    assertExit(0, world.plan());
  }
}
