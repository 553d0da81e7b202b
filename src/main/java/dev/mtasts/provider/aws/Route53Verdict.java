package dev.mtasts.provider.aws;

import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.Reading;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** What a reading after a refusal says about a change. Pure. */
final class Route53Verdict {
  private Route53Verdict() {}

  /** How the change ended; empty where {@code before} is live, so that it can still be made. */
  static Optional<Outcome> of(Change<DnsRecordSet> change, List<ResourceRecordSet> there) {
    DnsRecordSet before = change.before();
    DnsRecordSet after = change.after();
    Reading<DnsRecordSet> reading = Route53Sets.reading(change.subject(), there);
    if (reading instanceof Reading.Unread<DnsRecordSet> unread) {
      return Optional.of(new Outcome.Failed(unread.failure()));
    }
    DnsRecordSet live =
        reading instanceof Reading.Live<DnsRecordSet> found ? found.resource() : null;
    if (same(after, live)) {
      return Optional.of(new Outcome.Done(null));
    }
    return same(before, live) ? Optional.empty() : Optional.of(moved(before, live));
  }

  private static boolean same(@Nullable DnsRecordSet one, @Nullable DnsRecordSet other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return one.sameData(other);
  }

  private static Outcome moved(@Nullable DnsRecordSet before, @Nullable DnsRecordSet live) {
    if (before != null && live != null && before.with(live.ttl(), before.values()).sameData(live)) {
      return new Outcome.Moved("ttl", before.ttl() + "s", live.ttl() + "s");
    }
    return new Outcome.Moved("values", words(before), words(live));
  }

  private static String words(@Nullable DnsRecordSet set) {
    return set == null ? "nothing" : String.join(" | ", set.values());
  }
}
