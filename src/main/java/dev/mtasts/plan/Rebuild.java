package dev.mtasts.plan;

import dev.mtasts.ledger.Caches;
import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Issued;
import dev.mtasts.ledger.Owned;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.policy.StsRecord;
import dev.mtasts.policy.TlsRptRecord;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Reading;
import dev.mtasts.spec.DomainSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a lost ledger's entry becomes: everything that is live at the spec's places is ours,
 * whatever it says, and what senders may remember besides is assumed.
 *
 * @param domain whose it is
 * @param entry the entry; empty where nothing is live, or where something could not be read
 * @param assumed for how long senders may hold policies that nobody knows any more
 * @param because where that time comes from, such as {@code the live max_age of 26w}
 * @param unread what could not be read
 */
public record Rebuild(
    DomainName domain,
    Optional<DomainEntry> entry,
    Duration assumed,
    String because,
    List<Failure> unread) {
  /** Copies the list. */
  public Rebuild {
    unread = List.copyOf(unread);
  }

  /**
   * The entry of one domain.
   *
   * @param known for how long senders may hold what nobody knows, if the user knows that
   */
  public static Rebuild of(DomainSpec spec, World world, Instant now, Optional<Duration> known) {
    Optional<String> body =
        world.file(new Address(spec.name(), Part.POLICY)) instanceof Reading.Live<PolicyFile> live
            ? Optional.of(live.resource().body())
            : Optional.empty();
    Optional<Policy> policy = body.flatMap(text -> PolicyParser.parse(text).policy());
    Duration goal = Caches.kept(spec.policy());
    Duration live = policy.map(Caches::kept).orElse(Duration.ZERO);
    // What went back to testing last week was enforced for as long as the spec still wants.
    Duration assumed = known.orElse(live.compareTo(goal) > 0 ? live : goal);
    String because =
        known.isPresent()
            ? "--assume-horizon"
            : live.compareTo(goal) >= 0 ? "the live policy's max_age" : "the spec's max_age";
    List<Failure> unread = unread(spec.name(), world);
    Optional<DomainEntry> entry =
        unread.isEmpty()
            ? Optional.of(owned(spec, world)).filter(made -> !made.owned().isEmpty())
            : Optional.empty();
    return new Rebuild(
        spec.name(),
        entry.map(
            made ->
                history(spec, world, made, body, policy, now)
                    .assuming(now.plus(assumed))
                    .remembering(spec.block(), spec.protect())),
        assumed,
        because,
        unread);
  }

  private static List<Failure> unread(DomainName name, World world) {
    return Stream.of(world.files(), world.records(), world.hosts(), world.certificates())
        .flatMap(readings -> of(name, readings))
        .flatMap(
            reading ->
                reading instanceof Reading.Unread<?> unread
                    ? Stream.of(unread.failure())
                    : Stream.empty())
        .distinct()
        .toList();
  }

  private static Stream<? extends Reading<?>> of(
      DomainName name, Map<Address, ? extends Reading<?>> readings) {
    return readings.entrySet().stream()
        .filter(one -> one.getKey().domain().equals(name))
        .map(Map.Entry::getValue);
  }

  private static DomainEntry owned(DomainSpec spec, World world) {
    DomainEntry entry = DomainEntry.NONE;
    String host = spec.host().provider();
    String dns = spec.dns().provider();
    if (world.file(at(spec, Part.POLICY)) instanceof Reading.Live<PolicyFile> live) {
      PolicyFile file = live.resource();
      entry =
          entry.owning(
              Part.POLICY, new Owned(host, file.place(), List.of(file.body()), live.version()));
    }
    if (world.host(at(spec, Part.HOST)) instanceof Reading.Live<PolicyHost> live) {
      PolicyHost there = live.resource();
      entry =
          entry.owning(Part.HOST, new Owned(host, there.place(), there.names(), live.version()));
    }
    if (world.certificate(at(spec, Part.CERTIFICATE)) instanceof Reading.Live<Certificate> live) {
      Certificate there = live.resource();
      entry =
          entry.owning(
              Part.CERTIFICATE,
              new Owned(host, there.place(), List.of(there.id()), live.version()));
    }
    for (Part part : Part.values()) {
      if (world.recordSet(at(spec, part)) instanceof Reading.Live<DnsRecordSet> live) {
        List<String> values = ours(part, live.resource().values());
        if (!values.isEmpty()) {
          entry = entry.owning(part, new Owned(dns, live.resource().place(), values, null));
        }
      }
    }
    return entry;
  }

  /** What other tools have in the same set stays theirs. */
  private static List<String> ours(Part part, List<String> values) {
    return switch (part) {
      case RECORD -> TxtSlot.of(values, StsRecord::claims).claiming();
      case TLSRPT -> TxtSlot.of(values, TlsRptRecord::claims).claiming();
      default -> values;
    };
  }

  private static DomainEntry history(
      DomainSpec spec,
      World world,
      DomainEntry entry,
      Optional<String> body,
      Optional<Policy> policy,
      Instant now) {
    Optional<PolicyId> named =
        entry
            .owned(Part.RECORD)
            .map(Owned::values)
            .filter(claims -> claims.size() == 1)
            .flatMap(claims -> StsRecord.parse(claims.get(0)).validId());
    DomainEntry next = named.map(entry::using).orElse(entry);
    if (body.isEmpty() || policy.isEmpty()) {
      return next;
    }
    PolicyId id =
        Bodies.embeddedId(body.get()).or(() -> named).orElse(PolicyId.content(policy.get()));
    next = next.serving(body.get(), new Issued(id, policy.get().content()), now);
    boolean announced =
        named.equals(Optional.of(id))
            && world.recordSet(at(spec, Part.RECORD)) instanceof Reading.Live<DnsRecordSet>;
    return announced ? next.announcing(id, ttl(spec, world), now) : next;
  }

  private static int ttl(DomainSpec spec, World world) {
    return world.recordSet(at(spec, Part.RECORD)) instanceof Reading.Live<DnsRecordSet> live
        ? live.resource().ttl()
        : 0;
  }

  private static Address at(DomainSpec spec, Part part) {
    return new Address(spec.name(), part);
  }
}
