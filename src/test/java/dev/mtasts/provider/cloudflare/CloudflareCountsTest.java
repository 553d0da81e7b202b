package dev.mtasts.provider.cloudflare;

import static dev.mtasts.provider.contract.Ask.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.Wanted;
import dev.mtasts.provider.contract.PolicyFilesContract;
import dev.mtasts.testing.CloudflareStandIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many requests a thousand domains take. */
final class CloudflareCountsTest {
  private static final int DOMAINS = 1_000;

  private final CloudflareWorld world = new CloudflareWorld();

  @AfterEach
  void close() {
    world.close();
  }

  private static List<DnsRecordSet> sets(String domain) {
    DomainName name = new DomainName(domain);
    return List.of(
        set(name, Part.TLSRPT, name.tlsRptName(), RecordType.TXT, "v=TLSRPTv1; rua=mailto:a@b.c"),
        set(name, Part.ADDRESS_CNAME, name.policyHost().text(), RecordType.CNAME, "cdn.example"),
        set(name, Part.RECORD, name.recordName(), RecordType.TXT, "v=STSv1; id=1;"));
  }

  private static DnsRecordSet set(
      DomainName domain, Part part, String name, RecordType type, String value) {
    return new DnsRecordSet(new Address(domain, part), name, type, 300, List.of(value), null);
  }

  private void assertAllLive(List<DnsRecordSet> sets) {
    List<Wanted<DnsRecordSet>> wanted = sets.stream().map(set -> new Wanted<>(set, null)).toList();
    assertThat(world.handler().read(wanted).values())
        .hasSize(sets.size())
        .hasOnlyElementsOfType(Reading.Live.class);
  }

  private static List<Change<DnsRecordSet>> newIds(List<DnsRecordSet> sets) {
    List<Change<DnsRecordSet>> changes = new ArrayList<>();
    for (DnsRecordSet set : sets) {
      if (set.address().part() == Part.RECORD) {
        DnsRecordSet next = set.with(300, List.of("v=STSv1; id=2;"));
        changes.add(new Change<>(set, next, null, "new id"));
      }
    }
    return changes;
  }

  @Test
  void aThousandDomainsInOneZone() {
    world.standIn.addZone("acme.example");
    List<DnsRecordSet> sets = new ArrayList<>();
    for (int i = 0; i < DOMAINS; i++) {
      sets.addAll(sets("d" + i + ".acme.example"));
    }
    sets.forEach(set -> world.put("acme.example", set.name(), set.type(), 300, set.values()));

    assertAllLive(sets);
    assertThat(world.standIn.calls()).as("no-op plan").hasSize(2);

    world.standIn.forget();
    world.handler().write(newIds(sets)).values().forEach(outcome -> done(outcome));
    assertThat(world.standIn.calls()).as("a new id for all: a listing, 5 × 200").hasSize(6);
    assertThat(world.waits).isEmpty();
  }

  @Test
  void aThousandZones() {
    List<DnsRecordSet> sets = new ArrayList<>();
    for (int i = 0; i < DOMAINS; i++) {
      String domain = "d" + i + ".example";
      world.standIn.addZone(domain);
      List<DnsRecordSet> own = sets(domain);
      own.forEach(set -> world.put(domain, set.name(), set.type(), 300, set.values()));
      sets.addAll(own);
    }

    assertAllLive(sets);

    assertThat(world.standIn.calls()).as("no-op plan").hasSize(DOMAINS + DOMAINS / 50);
    assertThat(world.waits).isEmpty();
  }

  @Test
  void aThousandPoliciesInOneScript() {
    Map<String, String> env = Map.of("CLOUDFLARE_ACCOUNT_ID", WorkerTesting.ACCOUNT);
    try (CloudflareWorld workers =
        new CloudflareWorld(CloudflareStandIn.TOKEN, Settings.NONE, env, 1_000)) {
      List<PolicyFile> files = new ArrayList<>();
      List<PolicyHost> hosts = new ArrayList<>();
      for (int i = 0; i < DOMAINS; i++) {
        String zone = "z" + i / 100 + ".example";
        if (i % 100 == 0) {
          workers.standIn.addZone(zone);
        }
        files.add(WorkerTesting.file("d" + i + "." + zone));
        hosts.add(WorkerTesting.host("d" + i + "." + zone));
      }
      Map<Address, Outcome> made = workers.files().write(WorkerTesting.creations(files));
      made.values().forEach(outcome -> done(outcome));
      assertThat(workers.standIn.calls()).as("scripts, zones, is it there, upload").hasSize(4);

      workers.standIn.forget();
      workers.hosts().write(WorkerTesting.creations(hosts)).values().forEach(o -> done(o));
      assertThat(workers.standIn.calls()).as("domains, scripts, each").hasSize(DOMAINS + 2);

      workers.standIn.forget();
      Provider next = workers.another();
      List<Wanted<PolicyFile>> known = new ArrayList<>();
      files.forEach(f -> known.add(new Wanted<>(f, done(made.get(f.address())).version())));
      assertThat(next.files().orElseThrow().read(known).values())
          .hasOnlyElementsOfType(Reading.Live.class);
      List<Wanted<PolicyHost>> there = hosts.stream().map(h -> new Wanted<>(h, null)).toList();
      assertThat(next.hosts().orElseThrow().read(there).values())
          .hasOnlyElementsOfType(Reading.Live.class);
      assertThat(workers.standIn.calls()).as("no-op plan: scripts, domains").hasSize(2);

      workers.standIn.forget();
      List<Change<PolicyFile>> changes = new ArrayList<>();
      for (PolicyFile file : files) {
        PolicyFile after = file.with(PolicyFilesContract.OTHER);
        changes.add(new Change<>(file, after, null, "new"));
      }
      next.files().orElseThrow().write(changes).values().forEach(outcome -> done(outcome));
      assertThat(workers.standIn.count(CloudflareStandIn.Call::isUpload)).isOne();
      assertThat(workers.standIn.calls()).as("scripts, content, settings, upload").hasSize(4);
    }
  }
}
