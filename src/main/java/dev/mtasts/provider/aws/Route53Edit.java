package dev.mtasts.provider.aws;

import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.aws.AwsErrors.Attempt;
import dev.mtasts.provider.aws.Route53Sets.SetKey;
import dev.mtasts.provider.aws.Route53Zones.Zone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.route53.model.ChangeInfo;
import software.amazon.awssdk.services.route53.model.ChangeStatus;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * The changes of one zone, made in as few batches as the service takes.
 *
 * <p>A change is a DELETE of exactly what was there and a CREATE of what is to be. A batch is one
 * transaction, so this is a compare-and-set, and it costs less of the change quota than an UPSERT.
 * Where a batch is refused, or its answer was lost, the names are read again:
 *
 * <table>
 * <caption>After a refusal</caption>
 * <tr><th>the zone holds</th><th>then</th></tr>
 * <tr><td>{@code after}</td><td>done</td></tr>
 * <tr><td>neither {@code before} nor {@code after}</td><td>moved</td></tr>
 * <tr><td>{@code before}, maybe spelled otherwise</td><td>again, with that spelling; a batch that
 * is refused once more is halved until the change at fault is alone</td></tr>
 * <tr><td>{@code before}, and the answer was lost</td><td>failed</td></tr>
 * </table>
 */
final class Route53Edit {
  private static final Set<String> REFUSALS = Set.of("InvalidChangeBatch", "InvalidInput");

  private final Route53Calls calls;
  private final Route53Listing listing;
  private final Zone zone;
  private final Map<SetKey, List<ResourceRecordSet>> stored;
  private final boolean doubtful;
  private final Map<Address, Outcome> outcomes = new LinkedHashMap<>();
  private final List<String> pending = new ArrayList<>();

  /**
   * Begins.
   *
   * @param stored what earlier readings found, by name and type; this edit keeps it up to date
   * @param doubtful whether the service may accept what does not match, so that every name is read
   *     just before it is changed
   */
  Route53Edit(
      Route53Calls calls,
      Route53Listing listing,
      Zone zone,
      Map<SetKey, List<ResourceRecordSet>> stored,
      boolean doubtful) {
    this.calls = calls;
    this.listing = listing;
    this.zone = zone;
    this.stored = stored;
    this.doubtful = doubtful;
  }

  /** How each change ended. */
  Map<Address, Outcome> outcomes() {
    return outcomes;
  }

  /** The ids of accepted changes that not all name servers know yet. */
  List<String> pending() {
    return pending;
  }

  /** Makes the changes; after that, {@link #outcomes} has an entry for each. */
  void make(List<Change<DnsRecordSet>> changes) {
    List<Change<DnsRecordSet>> rest = changes;
    if (doubtful || changes.stream().anyMatch(this::unsure)) {
      try {
        rest = unsettled(changes);
      } catch (ProviderException e) {
        fail(changes, e.failure());
        return;
      }
    }
    for (Route53Batch batch : Route53Batch.of(writable(rest), stored)) {
      // Even where it was looked at just now: an answer may be lost and the repetition refused.
      attempt(batch, false);
    }
  }

  /** Whether the names must be looked at first: an alias is deleted as it is stored, or not. */
  private boolean unsure(Change<DnsRecordSet> change) {
    DnsRecordSet before = change.before();
    DnsRecordSet after = change.after();
    boolean unknown =
        before != null
            && Route53Sets.alias(before)
            && stored.getOrDefault(SetKey.of(before), List.of()).isEmpty();
    return unknown || (after != null && Route53Sets.unwritable(after).isPresent());
  }

  private List<Change<DnsRecordSet>> writable(List<Change<DnsRecordSet>> changes) {
    List<Change<DnsRecordSet>> rest = new ArrayList<>();
    for (Change<DnsRecordSet> change : changes) {
      DnsRecordSet after = change.after();
      Optional<Failure> refused = after == null ? Optional.empty() : Route53Sets.unwritable(after);
      refused.ifPresentOrElse(failure -> fail(List.of(change), failure), () -> rest.add(change));
    }
    return rest;
  }

  private void attempt(Route53Batch batch, boolean looked) {
    try {
      submit(batch);
    } catch (SdkException e) {
      boolean refused = REFUSALS.contains(AwsErrors.code(e));
      if (looked && refused) {
        narrow(batch, e);
      } else if (refused || AwsErrors.mayHaveHappened(e)) {
        look(batch, e, refused);
      } else {
        fail(batch.changes(), AwsErrors.explain(e, attemptOn(batch)));
      }
    } catch (ProviderException e) {
      fail(batch.changes(), e.failure());
    }
  }

  private void submit(Route53Batch batch) {
    calls.takeChanges(batch.cost());
    ChangeInfo info =
        calls
            .raw(
                c ->
                    c.changeResourceRecordSets(
                        r -> r.hostedZoneId(zone.id()).changeBatch(b -> b.changes(batch.parts()))))
            .changeInfo();
    if (info.status() != ChangeStatus.INSYNC) {
      pending.add(info.id());
    }
    for (Change<DnsRecordSet> change : batch.changes()) {
      outcomes.put(change.address(), new Outcome.Done(null));
      stored.remove(SetKey.of(change.subject()));
    }
  }

  private void look(Route53Batch batch, SdkException cause, boolean refused) {
    List<Change<DnsRecordSet>> rest;
    try {
      rest = unsettled(batch.changes());
    } catch (ProviderException e) {
      // The first failure is the one to tell about.
      fail(batch.changes(), AwsErrors.explain(cause, attemptOn(batch)));
      return;
    }
    for (Route53Batch again : Route53Batch.of(rest, stored)) {
      if (refused) {
        attempt(again, true);
      } else {
        fail(again.changes(), AwsErrors.explain(cause, attemptOn(again)));
      }
    }
  }

  /** Reads the names anew; the changes that can still be made, the others having their outcome. */
  private List<Change<DnsRecordSet>> unsettled(List<Change<DnsRecordSet>> changes) {
    Set<String> names = changes.stream().map(c -> c.subject().name()).collect(Collectors.toSet());
    Map<SetKey, List<ResourceRecordSet>> live = listing.read(zone, names);
    List<Change<DnsRecordSet>> rest = new ArrayList<>();
    for (Change<DnsRecordSet> change : changes) {
      SetKey key = SetKey.of(change.subject());
      List<ResourceRecordSet> there = live.getOrDefault(key, List.of());
      stored.put(key, there);
      Route53Verdict.of(change, there)
          .ifPresentOrElse(o -> outcomes.put(change.address(), o), () -> rest.add(change));
    }
    return rest;
  }

  private void narrow(Route53Batch batch, SdkException e) {
    List<Route53Batch> halves = batch.halves(stored);
    if (halves.size() > 1) {
      halves.forEach(half -> attempt(half, true));
      return;
    }
    for (Change<DnsRecordSet> change : batch.changes()) {
      Failure failure =
          new Failure(
              Failure.Kind.REFUSED,
              change.action().word() + " " + change.subject().place() + " in the zone " + zone,
              reason(e),
              "Look what stands at this name in the zone, then plan again.");
      fail(List.of(change), failure);
    }
  }

  private static String reason(SdkException e) {
    if (e instanceof InvalidChangeBatchException batch && !batch.messages().isEmpty()) {
      return "InvalidChangeBatch: " + String.join("; ", batch.messages()).replaceAll("\\.+$", "");
    }
    return AwsErrors.reason((AwsServiceException) e);
  }

  private void fail(List<Change<DnsRecordSet>> changes, Failure failure) {
    changes.forEach(c -> outcomes.put(c.address(), new Outcome.Failed(failure)));
  }

  private Attempt attemptOn(Route53Batch batch) {
    String what =
        batch.changes().size() == 1
            ? batch.changes().get(0).subject().place()
            : batch.changes().size() + " record sets";
    return new Attempt(
        "change " + what + " in the zone " + zone,
        "route53:ChangeResourceRecordSets",
        "arn:aws:route53:::hostedzone/" + zone.id());
  }
}
