package dev.mtasts.apply;

import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Mode;
import dev.mtasts.policy.MxPattern;
import dev.mtasts.policy.Policy;
import dev.mtasts.provider.Settings;
import dev.mtasts.spec.AddressSpec;
import dev.mtasts.spec.Caution;
import dev.mtasts.spec.DnsSpec;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.HostSpec;
import dev.mtasts.spec.IdStrategy;
import dev.mtasts.spec.Location;
import dev.mtasts.spec.Removal;
import dev.mtasts.spec.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One domain of a spec file that an administrator edits. */
final class SimWish {
  static final String PROVIDER = "sim";

  final DomainName name;
  final Caution caution;
  final boolean embedId;
  final int ttl;
  boolean present = true;
  Mode mode = Mode.TESTING;
  long maxAge = 86_400;
  @Nullable Rollout rollout;
  final List<MxPattern> mx = new ArrayList<>();

  SimWish(DomainName name, Caution caution, boolean embedId, int ttl) {
    this.name = name;
    this.caution = caution;
    this.embedId = embedId;
    this.ttl = ttl;
  }

  boolean covers(String host) {
    return mx.stream().anyMatch(pattern -> pattern.covers(host));
  }

  private String written = "";
  private @Nullable DomainSpec read;

  /** The domain as a reader would give it; its block is a name for it. */
  DomainSpec read() {
    String now = name + " " + mode + " " + maxAge + " " + mx + " " + rollout;
    if (read == null || !written.equals(now)) {
      written = now;
      read = made(now);
    }
    return read;
  }

  private DomainSpec made(String block) {
    return new DomainSpec(
        name,
        new Location("mtasts.yaml", 1, 1, "domains/" + name),
        "",
        new Policy(mode, mx, maxAge),
        IdStrategy.TIMESTAMP,
        embedId,
        new HostSpec(
            PROVIDER,
            "files",
            Settings.NONE,
            "sim:" + name,
            Optional.of(
                new AddressSpec(
                    Optional.of(new DomainName("edge.sim.example")), List.of(), List.of())),
            Optional.empty()),
        new DnsSpec(PROVIDER, Optional.empty(), OptionalInt.of(ttl), false),
        List.of("mailto:tlsrpt@" + name),
        true,
        false,
        false,
        Set.of(),
        Removal.RETIRE,
        Optional.ofNullable(rollout),
        caution,
        block);
  }
}
