package dev.mtasts.provider.cloudflare;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.ProviderException;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Attaches, moves and detaches custom domains
 * (https://developers.cloudflare.com/workers/configuration/routing/custom-domains/). After an
 * answer that was lost the domain is read before anything is sent again.
 *
 * <p>What stands in the way is overridden only where the change says so: another script's custom
 * domain where it is the change's {@code before}, DNS records where {@code after} {@linkplain
 * PolicyHost#REPLACES replaces} them.
 */
final class DomainWriter {
  private static final int ATTEMPTS = 3;

  /** The host has records that Workers did not make. */
  private static final int RECORDS_IN_THE_WAY = 100117;

  private final WorkersApi api;
  private final Zones zones;
  private final CustomDomains seen;
  private final List<WorkerScripts.Shard> shards;

  /**
   * A writer for one {@code script:}.
   *
   * @param seen the domains, read just before
   * @param shards the scripts and what they hold, read just before
   */
  DomainWriter(WorkersApi api, Zones zones, CustomDomains seen, List<WorkerScripts.Shard> shards) {
    this.api = api;
    this.zones = zones;
    this.seen = seen;
    this.shards = shards;
  }

  /** Makes one change. */
  Outcome write(Change<PolicyHost> change) {
    WorkerPlace place = WorkerPlace.parse(change.subject().location());
    String service = change.after() == null ? "" : service(place);
    WorkersApi.Attached live = seen.at(place.host());
    Failure lost = null;
    for (int attempt = 1; ; attempt++) {
      Outcome known = known(change, place, service, live);
      if (known != null) {
        return known;
      }
      if (lost != null && attempt > ATTEMPTS) {
        return new Outcome.Failed(lost);
      }
      Reply reply = send(change, place, service, live);
      if (reply instanceof Reply.Ok ok && shows(ok, change, place, service)) {
        PolicyHost after = change.after();
        return after == null ? new Outcome.Done(null) : done(after, place, ok);
      }
      if (reply instanceof Reply.Refused refused && !isGone(change, refused)) {
        return new Outcome.Failed(refused(refused, change, place));
      }
      lost = lost(reply, change, place);
      api.backOff(attempt);
      try {
        live = CustomDomains.read(api, List.of(place.host())).at(place.host());
      } catch (ProviderException e) {
        return new Outcome.Failed(lost); // The first trouble says more than the second.
      }
    }
  }

  /** The outcome, where what is live settles it. */
  private @Nullable Outcome known(
      Change<PolicyHost> change,
      WorkerPlace place,
      String service,
      WorkersApi.@Nullable Attached live) {
    PolicyHost before = change.before();
    PolicyHost after = change.after();
    if (after == null ? live == null : live != null && live.service().equals(service)) {
      return after == null || live == null
          ? new Outcome.Done(null)
          : new Outcome.Done(null, CustomDomains.shown(after, place, live, names()));
    }
    PolicyHost now =
        live == null ? null : CustomDomains.shown(change.subject(), place, live, names());
    boolean asBefore =
        before == null ? now == null : now != null && plain(before).sameAs(plain(now));
    return asBefore ? null : new Outcome.Moved(CustomDomains.SCRIPT, script(before), script(now));
  }

  private Reply send(
      Change<PolicyHost> change,
      WorkerPlace place,
      String service,
      WorkersApi.@Nullable Attached live) {
    if (change.after() == null && live != null) {
      return api.detach(live.id());
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("zone_id", zones.of(WorkerPlace.record(change.subject()), Zone::canFront).id());
    body.put("hostname", place.host()).put("service", service);
    if (live != null) {
      body.put("override_existing_origin", true);
    }
    if (replaces(change)) {
      body.put("override_existing_dns_record", true);
    }
    return api.attach(body);
  }

  private Set<String> names() {
    return shards.stream().map(WorkerScripts.Shard::name).collect(Collectors.toSet());
  }

  /** The script whose data has the host's policy. */
  private String service(WorkerPlace place) {
    return WorkerScripts.holding(shards, place.host())
        .map(WorkerScripts.Shard::name)
        .orElseThrow(
            () ->
                new Failure(
                        Failure.Kind.MISSING,
                        "attach " + place.host() + " to the Worker script " + place.script(),
                        "the script holds no policy for it",
                        "Run plan and apply again: the policy is put there first.")
                    .asException());
  }

  private static boolean shows(
      Reply.Ok ok, Change<PolicyHost> change, WorkerPlace place, String service) {
    if (change.after() == null) {
      return true; // A deletion is sometimes answered without a body.
    }
    WorkersApi.Attached made = WorkersApi.Attached.from(ok.result());
    return made.hostname().equals(place.host()) && made.service().equals(service);
  }

  private Outcome done(PolicyHost after, WorkerPlace place, Reply.Ok ok) {
    WorkersApi.Attached made = WorkersApi.Attached.from(ok.result());
    return new Outcome.Done(null, CustomDomains.shown(after, place, made, names()));
  }

  /** Somebody else detached it meanwhile. */
  private static boolean isGone(Change<PolicyHost> change, Reply.Refused refused) {
    return change.after() == null && refused.status() == 404;
  }

  private Failure lost(Reply reply, Change<PolicyHost> change, WorkerPlace place) {
    if (reply instanceof Reply.Refused refused) {
      return api.failure(refused, tried(change, place));
    }
    Reply.Lost lost =
        reply instanceof Reply.Lost silent
            ? silent
            : new Reply.Lost("the answer does not show the domain");
    return lost.failure(tried(change, place));
  }

  private Failure refused(Reply.Refused refused, Change<PolicyHost> change, WorkerPlace place) {
    Failure failure = api.failure(refused, tried(change, place));
    if (refused.faults().stream().noneMatch(fault -> fault.code() == RECORDS_IN_THE_WAY)) {
      return failure;
    }
    String todo =
        replaces(change)
            ? "Cloudflare would not put it in their place: delete the records at "
                + place.host()
                + " in the zone, then apply again."
            : "Set 'adopt' for this domain to have them replaced, or delete the records at "
                + place.host()
                + ", then plan again.";
    return new Failure(Failure.Kind.AMBIGUOUS, failure.tried(), failure.because(), todo);
  }

  private String tried(Change<PolicyHost> change, WorkerPlace place) {
    String verb = change.after() == null ? "detach " : "attach ";
    return verb + "the custom domain " + place.host() + " " + api.where();
  }

  private static boolean replaces(Change<PolicyHost> change) {
    PolicyHost after = change.after();
    return after != null && after.settings().containsKey(PolicyHost.REPLACES);
  }

  private static PolicyHost plain(PolicyHost host) {
    TreeMap<String, String> settings = new TreeMap<>(host.settings());
    settings.keySet().removeAll(Set.of(PolicyHost.REPLACES));
    return host.showing("").with(settings);
  }

  private static String script(@Nullable PolicyHost host) {
    return host == null
        ? "no custom domain"
        : host.settings().getOrDefault(CustomDomains.SCRIPT, "");
  }
}
