package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Issued;
import dev.mtasts.ledger.Owned;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Mode;
import dev.mtasts.policy.MxPattern;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.Settings;
import dev.mtasts.spec.Caution;
import dev.mtasts.spec.DnsSpec;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.HostSpec;
import dev.mtasts.spec.IdStrategy;
import dev.mtasts.spec.Location;
import dev.mtasts.spec.Removal;
import dev.mtasts.spec.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** A domain for tests, in spec and ledger. */
final class OneDomain {
  static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
  static final DomainName NAME = new DomainName("acme.example");
  static final long DAY = 86_400;

  private OneDomain() {}

  static Instant day(double days) {
    return START.plus(Duration.ofSeconds((long) (days * DAY)));
  }

  static Policy policy(Mode mode, long maxAge, String... mx) {
    return new Policy(mode, Stream.of(mx).map(MxPattern::parse).toList(), maxAge);
  }

  static DomainSpec spec(
      DomainName name, Policy policy, Optional<Rollout> rollout, Caution caution) {
    return new DomainSpec(
        name,
        new Location("mtasts.yaml", 1, 1, "domains/" + name),
        "",
        policy,
        IdStrategy.TIMESTAMP,
        true,
        new HostSpec("web", "files", Settings.NONE, "file", Optional.empty(), Optional.empty()),
        new DnsSpec("web", Optional.empty(), OptionalInt.empty(), false),
        List.of("mailto:tlsrpt@acme.example"),
        true,
        false,
        false,
        Set.of(),
        Removal.RETIRE,
        rollout,
        caution,
        "");
  }

  /** {@code policy} is uploaded at {@code when} and announced at once. */
  static DomainEntry published(DomainEntry before, Policy policy, Instant when) {
    PolicyId id = PolicyId.timestamp(when);
    return uploaded(before, policy, when).announcing(id, 300, when);
  }

  /** {@code policy} is uploaded at {@code when} and not announced. */
  static DomainEntry uploaded(DomainEntry before, Policy policy, Instant when) {
    String body = policy.content();
    return before
        .owning(Part.POLICY, new Owned("web", "file", List.of(body), null))
        .serving(body, new Issued(PolicyId.timestamp(when), body), when);
  }
}
