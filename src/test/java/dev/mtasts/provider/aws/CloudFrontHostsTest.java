package dev.mtasts.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.Change;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Front;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Wanted;
import dev.mtasts.provider.contract.Ask;
import dev.mtasts.testing.FaultyProxy.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CloudFrontHostsTest {
  private final HostingWorld world = new HostingWorld();
  private final Front front = world.front("acme.example");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void nothingIsAbsent() {
    assertThat(Ask.read(world.hosts(), front.host())).isEqualTo(new Reading.Absent<>());
  }

  @Test
  void aHostIsMadeWithAllThatItNeeds() {
    PolicyHost made = world.set(front);

    assertThat(made.target()).isEqualTo("de00001test.cloudfront.net");
    assertThat(made.deployed()).isFalse();
    assertThat(made.state()).isEqualTo("InProgress since 2026-11-01T09:00:00Z");
    assertThat(world.s3.made()).containsExactly(world.bucket);
    assertThat(world.s3.has(world.bucket, "publicAccessBlock")).isTrue();
    assertThat(world.s3.has(world.bucket, "versioning")).isTrue();
    assertThat(world.s3.policy(world.bucket))
        .contains("arn:aws:cloudfront::111122223333:distribution/E00001TEST");
    assertThat(world.cloudFront.controls()).containsExactly("mtasts-" + world.bucket);
    assertThat(world.cloudFront.tags("E00001TEST"))
        .containsExactly(Map.entry("mtasts", "cloudfront:acme.example"));
    assertThat(world.cloudFront.functions()).isEmpty();
  }

  @Test
  void whatWasMadeReadsBackAsWishedAndIsDeployedLater() {
    PolicyHost made = world.set(front);

    Reading.Live<PolicyHost> first = Ask.live(world.hosts(), made);
    assertThat(first.marked()).isTrue();
    assertThat(first.resource().sameAs(made)).as("%s", first.resource()).isTrue();
    assertThat(first.resource().deployed()).isFalse();

    Reading.Live<PolicyHost> later = Ask.live(world.hosts(), made);
    assertThat(later.resource().deployed()).isTrue();
    assertThat(later.resource().state()).isEqualTo("Deployed");
    assertThat(later.resource().target()).isEqualTo(made.target());
  }

  @Test
  void aHostBehindTheFirstPageOfTheListingIsFound() {
    world.cloudFront.pageSize(1);
    List<PolicyHost> made = new ArrayList<>();
    for (String domain : List.of("acme.example", "post.example", "shop.example")) {
      made.add(world.set(world.front(domain)));
    }

    for (PolicyHost host : made) {
      assertThat(Ask.live(world.hosts(), host).resource().target()).isEqualTo(host.target());
    }
  }

  @Test
  void theCallerReferenceFollowsFromTheLocationAlone() {
    world.set(front);

    assertThat(world.cloudFront.references()).containsExactly("mtasts cloudfront:acme.example");
  }

  @Test
  void aRepeatedWriteMakesNothing() {
    PolicyHost made = world.set(front);
    world.clearLogs();

    Outcome.Done again = Ask.create(world.hosts(), made);

    assertThat(((PolicyHost) Objects.requireNonNull(again.made())).target())
        .isEqualTo(made.target());
    assertThat(world.cloudFront.log())
        .containsOnly("ListDistributions", "ListOriginAccessControls");
    assertThat(world.s3.log()).noneMatch(line -> line.startsWith("PUT"));
  }

  @Test
  void whatSomebodyElseChangedShowsFieldByFieldAndIsMended() {
    PolicyHost made = world.set(front);
    world.cloudFront.edit("E00001TEST", "TLSv1.2_2021", "TLSv1");
    world.cloudFront.edit("E00001TEST", "https-only", "allow-all");
    world.s3.forget(world.bucket, "versioning");
    world.s3.policy(world.bucket, "{\"Statement\": []}");

    PolicyHost live = Ask.live(world.hosts(), made).resource();
    assertThat(live.settings())
        .containsEntry("tls", "TLSv1")
        .containsEntry("protocol", "allow-all")
        .containsEntry("bucket", "private, not versioned")
        .containsEntry("access", "refused by the bucket's policy");

    Ask.done(Ask.change(world.hosts(), live, made));
    assertThat(Ask.live(world.hosts(), made).resource().sameAs(made)).isTrue();
    assertThat(world.cloudFront.ids()).hasSize(1);
  }

  @Test
  void aBucketThatIsGoneIsMadeAgain() {
    PolicyHost made = world.set(front);
    dev.mtasts.testing.S3Server.shared().client().deleteBucket(b -> b.bucket(world.bucket));

    PolicyHost live = Ask.live(world.hosts(), made).resource();
    assertThat(live.settings()).containsEntry("bucket", "missing");

    Ask.done(Ask.change(world.hosts(), live, made));
    assertThat(Ask.live(world.hosts(), made).resource().sameAs(made)).isTrue();
  }

  @Test
  void anUpdateKeepsWhatIsNotOurs() {
    PolicyHost made = world.set(front);
    world.cloudFront.edit("E00001TEST", "PriceClass_All", "PriceClass_100");
    world.cloudFront.edit("E00001TEST", "http2and3", "http1.1");

    Ask.done(Ask.change(world.hosts(), Ask.live(world.hosts(), made).resource(), made));

    assertThat(world.cloudFront.config("E00001TEST"))
        .contains("PriceClass_100")
        .contains("http2and3");
  }

  @Test
  void whatChangedSinceThePlanIsNotOverwritten() {
    PolicyHost made = world.set(front);
    world.cloudFront.edit("E00001TEST", "http2and3", "http1.1");
    PolicyHost before = Ask.live(world.hosts(), made).resource();
    world.cloudFront.edit("E00001TEST", "TLSv1.2_2021", "TLSv1.1_2016");

    Outcome.Moved moved = Ask.moved(Ask.write(world.hosts(), before, made, null));

    assertThat(moved).isEqualTo(new Outcome.Moved("tls", "TLSv1.2_2021", "TLSv1.1_2016"));
    assertThat(world.cloudFront.config("E00001TEST")).contains("TLSv1.1_2016").contains("http1.1");
  }

  @Test
  void aChangeBetweenReadingAndWritingIsSeenByItsVersion() {
    PolicyHost made = world.set(front);
    world.cloudFront.edit("E00001TEST", "http2and3", "http1.1");
    PolicyHost before = Ask.live(world.hosts(), made).resource();
    world.cloudFrontProxy.next(
        1,
        r -> r.method().equals("PUT"),
        new Fault.After(
            () -> world.cloudFront.edit("E00001TEST", "https-only", "redirect-to-https")));

    Outcome.Moved moved = Ask.moved(Ask.write(world.hosts(), before, made, null));

    assertThat(moved.field()).isEqualTo("protocol");
    assertThat(world.cloudFront.config("E00001TEST")).contains("http1.1");
  }

  @Test
  void aLostAnswerIsLookedUp() {
    PolicyHost wish = world.certified(front);
    world.cloudFrontProxy.next(1, r -> r.target().contains("WithTags"), new Fault.LoseAnswer());

    Ask.create(world.hosts(), wish);

    assertThat(world.cloudFront.ids()).hasSize(1);
    assertThat(Ask.live(world.hosts(), wish).resource().sameAs(wish)).isTrue();
  }

  @Test
  void theReferenceOfADistributionThatWasDeletedIsNoObstacle() {
    world.cloudFront.used("mtasts cloudfront:acme.example");

    PolicyHost made = world.set(front);

    assertThat(world.cloudFront.ids()).hasSize(1);
    assertThat(Ask.live(world.hosts(), made).resource().sameAs(made)).isTrue();
  }

  @Test
  void aStrangersDistributionIsLiveAndNotOursUntilItIsTakenOver() {
    PolicyHost made = world.set(front);
    world.cloudFront.untag("E00001TEST");
    world.cloudFront.edit("E00001TEST", "mtasts cloudfront:acme.example", "by hand");
    world.cloudFront.edit("E00001TEST", "http2and3", "http2");

    Reading.Live<PolicyHost> live = Ask.live(world.hosts(), made);
    assertThat(live.marked()).isFalse();
    assertThat(Ask.moved(Ask.write(world.hosts(), null, made, null)).field())
        .isEqualTo("distribution");

    Ask.done(Ask.change(world.hosts(), live.resource(), made));
    assertThat(Ask.live(world.hosts(), made).marked()).isTrue();
    assertThat(world.cloudFront.tags("E00001TEST")).containsKey("mtasts");
  }

  @Test
  void aNameThatAnotherAccountHasIsTold() {
    world.cloudFront.takenElsewhere("mta-sts.acme.example");

    Failure failure = Ask.failed(Ask.write(world.hosts(), null, world.certified(front), null));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.REFUSED);
    assertThat(failure.because()).contains("another AWS account").contains("CNAMEAlreadyExists");
  }

  @Test
  void aNameOnAHostOfOursForAnotherLocationIsToldWithItsDistribution() {
    world.set(world.shared("acme.example", "shop.example"));

    assertThat(Ask.read(world.hosts(), front.host())).isEqualTo(new Reading.Absent<>());
    Failure failure = Ask.failed(Ask.write(world.hosts(), null, world.certified(front), null));

    assertThat(failure.because()).contains("E00001TEST");
    assertThat(world.cloudFront.ids()).hasSize(1);
  }

  @Test
  void aHostWithoutACertificateIsNotMade() {
    Failure failure = Ask.failed(Ask.write(world.hosts(), null, front.host(), null));

    assertThat(failure.because()).contains("certificate does not exist");
    assertThat(world.s3.made()).isEmpty();
  }

  @Test
  void aStrangersStatementsStayInTheBucketsPolicy() {
    PolicyHost made = world.set(front);
    String theirs =
        "{\"Sid\":\"Theirs\",\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:*\","
            + "\"Resource\":\"arn:aws:s3:::x/*\"}";
    world.s3.policy(
        world.bucket,
        world.s3.policy(world.bucket).replace("\"Statement\":[", "\"Statement\":[" + theirs + ","));

    world.set(world.front("shop.example"));
    assertThat(world.s3.policy(world.bucket))
        .contains(theirs)
        .contains("E00001TEST")
        .contains("E00002TEST");

    Ask.done(Ask.change(world.hosts(), Ask.live(world.hosts(), made).resource(), null));
    assertThat(world.s3.policy(world.bucket))
        .contains(theirs)
        .doesNotContain("E00001TEST")
        .contains("E00002TEST");
  }

  @Test
  void aBucketThatEverybodyMayReadIsNotClosed() {
    dev.mtasts.testing.S3Server.shared().client().createBucket(b -> b.bucket(world.bucket));
    world.s3.policy(
        world.bucket,
        "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\"}}");

    Failure failure = Ask.failed(Ask.write(world.hosts(), null, world.certified(front), null));

    assertThat(failure.because()).contains("everybody");
    assertThat(world.s3.has(world.bucket, "publicAccessBlock")).isFalse();
    assertThat(world.cloudFront.ids()).isEmpty();
  }

  @Test
  void aBucketThatMayNotBeMadeMustBeThere() {
    Front other = world.front(Map.of("create_bucket", false), "acme.example");
    PolicyHost wish = world.certified(other);

    assertThat(Ask.failed(Ask.write(world.hosts(), null, wish, null)).kind())
        .isEqualTo(Failure.Kind.MISSING);

    dev.mtasts.testing.S3Server.shared().client().createBucket(b -> b.bucket(world.bucket));
    Ask.create(world.hosts(), wish);
    assertThat(world.s3.has(world.bucket, "publicAccessBlock")).isFalse();
    assertThat(Ask.live(world.hosts(), wish).resource().sameAs(wish)).isTrue();
  }

  @Test
  void domainsShareADistributionByAFunction() {
    Front both = world.shared("acme.example", "shop.example");
    PolicyHost made = world.set(both);

    assertThat(made.names()).containsExactly("mta-sts.acme.example", "mta-sts.shop.example");
    assertThat(made.location()).isEqualTo("cloudfront:mail");
    assertThat(world.cloudFront.functions())
        .containsExactly(Map.entry(CloudFrontFolders.NAME, CloudFrontFolders.CODE));
    assertThat(Ask.live(world.hosts(), made).resource().sameAs(made)).isTrue();

    Front three = world.shared("acme.example", "post.example", "shop.example");
    PolicyHost wish = world.certified(three);
    Ask.done(Ask.change(world.hosts(), Ask.live(world.hosts(), made).resource(), wish));
    assertThat(Ask.live(world.hosts(), wish).resource().sameAs(wish)).isTrue();
    assertThat(world.cloudFront.ids()).hasSize(1);
  }

  @Test
  void oneActForALocationCountsForAllItsAddresses() {
    Front both = world.shared("acme.example", "shop.example");
    PolicyHost one = world.certified(both);
    Front same = world.front(Map.of("share", "mail"), "shop.example", "acme.example");
    PolicyHost other = same.host().showing(one.certificate());

    Map<dev.mtasts.provider.Address, Outcome> outcomes =
        world
            .hosts()
            .write(
                List.of(
                    new Change<>(null, one, null, "new"), new Change<>(null, other, null, "new")));

    outcomes.forEach(
        (address, outcome) -> {
          PolicyHost made = (PolicyHost) Objects.requireNonNull(Ask.done(outcome).made());
          assertThat(made.address()).isEqualTo(address);
        });
    assertThat(world.cloudFront.count("CreateDistributionWithTags")).isEqualTo(1);
  }

  @Test
  void aHostIsSwitchedOffBeforeItIsDeletedAndTheBucketStays() {
    world.cloudFront.deployedAfter(3);
    PolicyHost made = world.set(front);

    PolicyHost before = Ask.live(world.hosts(), made).resource();
    Ask.done(Ask.change(world.hosts(), before, null));

    assertThat(world.cloudFront.ids()).isEmpty();
    assertThat(world.cloudFront.count("ListDistributions")).isGreaterThan(4);
    assertThat(world.s3.policy(world.bucket)).isEmpty();
    assertThat(Ask.read(world.hosts(), made)).isEqualTo(new Reading.Absent<>());
    Ask.done(Ask.write(world.hosts(), before, null, null));
  }

  @Test
  void aHostThatAnswersForMoreThanPlannedIsNotDeleted() {
    PolicyHost made = world.set(world.shared("acme.example", "shop.example"));
    PolicyHost before = Ask.live(world.hosts(), made).resource();
    PolicyHost more = world.certified(world.shared("acme.example", "post.example", "shop.example"));
    Ask.done(Ask.change(world.hosts(), before, more));

    assertThat(Ask.moved(Ask.write(world.hosts(), before, null, null)).field()).isEqualTo("names");
    assertThat(world.cloudFront.config("E00001TEST")).contains("<Enabled>true<");
  }

  @Test
  void fiftyDomainsTakeAsFewRequestsAsOne() {
    List<Change<PolicyHost>> changes = new ArrayList<>();
    List<Wanted<PolicyHost>> wanted = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String arn = world.acm.foreign("RSA_2048", "mta-sts.d" + i + ".example");
      PolicyHost wish = world.front("d" + i + ".example").host().showing(arn);
      changes.add(new Change<>(null, wish, null, "new"));
      wanted.add(new Wanted<>(wish, null));
    }
    world.hosts().write(changes).values().forEach(Ask::done);
    assertThat(world.s3.log())
        .filteredOn(l -> l.contains("PUT") && l.contains("policy"))
        .hasSize(1);
    world.clearLogs();

    world
        .hosts()
        .read(wanted)
        .values()
        .forEach(reading -> assertThat(reading).isInstanceOf(Reading.Live.class));

    // One page of distributions, one of access controls, three looks at the bucket.
    assertThat(world.requests()).isEqualTo(5);
  }

  @Test
  void aFailureIsOneItemsOwn() {
    PolicyHost good = world.certified(front);
    PolicyHost bad = world.front("shop.example").host().showing("arn:aws:acm:::certificate/none");

    Map<dev.mtasts.provider.Address, Outcome> outcomes =
        world
            .hosts()
            .write(
                List.of(
                    new Change<>(null, bad, null, "new"), new Change<>(null, good, null, "new")));

    Ask.done(outcomes.get(good.address()));
    assertThat(Ask.failed(outcomes.get(bad.address())).because())
        .contains("InvalidViewerCertificate");
  }

  @Test
  void throttlingIsWaitedForAndADenialNamesTheAction() {
    world.cloudFrontProxy.next(
        2,
        r -> true,
        new Fault.Answer(
            400,
            "Content-Type: text/xml\r\n",
            "<ErrorResponse><Error><Code>Throttling</Code><Message>Rate"
                + " exceeded</Message></Error></ErrorResponse>"));
    assertThat(Ask.read(world.hosts(), front.host())).isEqualTo(new Reading.Absent<>());

    world.cloudFrontProxy.always(
        r -> true,
        new Fault.Answer(
            403,
            "Content-Type: text/xml\r\n",
            "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error>"
                + "</ErrorResponse>"));
    Failure failure = Ask.unread(Ask.read(world.hosts(), front.host()));
    assertThat(failure.kind()).isEqualTo(Failure.Kind.DENIED);
    assertThat(failure.todo()).contains("cloudfront:ListDistributions");
    assertThat(failure.message()).doesNotContain("canary");
  }

  @Test
  void moreThanAHundredNamesAreRefusedWhenTheyAreRead() {
    String[] domains = new String[101];
    for (int i = 0; i < domains.length; i++) {
      domains[i] = "d" + i + ".example";
    }

    Failure failure = Ask.unread(Ask.read(world.hosts(), world.shared(domains).host()));

    assertThat(failure.because()).contains("101 names");
    assertThat(Set.of(failure.kind())).containsExactly(Failure.Kind.REFUSED);
  }
}
