package dev.mtasts.provider.cloudflare;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.RecordType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes changes of one zone. The API has no conditional writes, so the zone is read just before;
 * then whole changes go in batches, each one transaction
 * (https://developers.cloudflare.com/dns/manage-dns-records/how-to/batch-record-changes/).
 *
 * <p>A refused batch is halved until the change at fault stands alone. After an answer that was
 * lost, or that does not show what was asked for, the zone is read before anything else is said.
 */
final class ZoneWriter {
  private static final int ATTEMPTS = 3;

  /** Failures that the next batch would meet as well. */
  private static final Set<Failure.Kind> GENERAL =
      Set.of(
          Failure.Kind.CREDENTIALS,
          Failure.Kind.DENIED,
          Failure.Kind.MISSING,
          Failure.Kind.THROTTLED);

  /** The record does not exist: HTTP 404, but it is not the zone that is missing. */
  private static final Set<Integer> GONE = Set.of(81044);

  /** Refusals that come of somebody else's change: gone, host taken, exists, identical exists. */
  private static final Set<Integer> OVERTAKEN = Set.of(81044, 81053, 81054, 81057, 81058);

  private final CloudflareClient client;
  private final ZoneRecords records;
  private final Zone zone;
  private final Map<Address, Outcome> outcomes = new LinkedHashMap<>();
  private int limit;
  private @Nullable Failure general;

  ZoneWriter(CloudflareClient client, ZoneRecords records, Zone zone) {
    this.client = client;
    this.records = records;
    this.zone = zone;
    this.limit = zone.batchLimit();
  }

  /** Makes the changes; an outcome for each. */
  Map<Address, Outcome> write(List<Change<DnsRecordSet>> changes) {
    try {
      Map<String, List<Entry>> live = records.at(zone, names(changes));
      List<SetEdit> edits = new ArrayList<>();
      for (Change<DnsRecordSet> change : changes) {
        edit(change, live).ifPresent(edits::add);
      }
      // What goes makes room for what comes, should they end up in different batches.
      edits.sort(Comparator.comparing(edit -> edit.change().after() != null));
      sendAll(edits, 1);
    } catch (ProviderException e) {
      changes.forEach(c -> outcomes.putIfAbsent(c.address(), new Outcome.Failed(e.failure())));
    }
    return outcomes;
  }

  /** The edit that a change needs; empty where its outcome is known already, and noted. */
  private Optional<SetEdit> edit(Change<DnsRecordSet> change, Map<String, List<Entry>> byName) {
    DnsRecordSet subject = change.subject();
    List<Entry> atName = byName.getOrDefault(subject.name(), List.of());
    List<Entry> live = LiveSet.of(subject, atName);
    if (LiveSet.is(change.after(), live)) {
      outcomes.put(change.address(), new Outcome.Done(null));
      return Optional.empty();
    }
    if (!LiveSet.is(change.before(), live)) {
      outcomes.put(change.address(), Moves.between(change.before(), subject, live));
      return Optional.empty();
    }
    Optional<Entry> alias = hidingAlias(change, atName);
    if (alias.isPresent()) {
      outcomes.put(change.address(), new Outcome.Failed(hidden(subject, alias.get())));
      return Optional.empty();
    }
    return Optional.of(SetEdit.of(change, live));
  }

  private void sendAll(List<SetEdit> edits, int attempt) {
    int from = 0;
    while (from < edits.size()) {
      int to = from;
      int size = 0;
      while (to < edits.size() && (to == from || size + edits.get(to).size() <= limit)) {
        size += edits.get(to++).size();
      }
      send(edits.subList(from, to), attempt);
      from = to;
    }
  }

  private void send(List<SetEdit> edits, int attempt) {
    Failure known = general;
    if (known != null) {
      fail(edits, known);
      return;
    }
    Reply reply = client.post("zones/" + zone.id() + "/dns_records/batch", body(edits));
    if (reply instanceof Reply.Ok ok) {
      BatchAnswer answer = new BatchAnswer(ok.result());
      List<SetEdit> unconfirmed = edits.stream().filter(e -> !answer.confirms(e)).toList();
      edits.forEach(edit -> outcomes.put(edit.change().address(), new Outcome.Done(null)));
      if (!unconfirmed.isEmpty()) {
        client.backOff(attempt);
        lookUp(unconfirmed, mismatch(), attempt);
      }
    } else if (reply instanceof Reply.Refused refused) {
      refused(edits, refused, attempt);
    } else if (reply instanceof Reply.Lost lost) {
      client.backOff(attempt);
      lookUp(edits, lost.failure(tried(edits)), attempt);
    }
  }

  private void refused(List<SetEdit> edits, Reply.Refused refused, int attempt) {
    Failure failure = refused.failure(tried(edits));
    if (GENERAL.contains(refused.kind()) && !says(refused, GONE)) {
      general = failure;
      fail(edits, failure);
    } else if (edits.size() > 1) {
      limit = Math.min(limit, Zone.SMALL_BATCH); // The plan may allow less than it seemed to.
      int half = edits.size() / 2;
      sendAll(edits.subList(0, half), attempt);
      sendAll(edits.subList(half, edits.size()), attempt);
    } else if (says(refused, OVERTAKEN)) {
      lookUp(edits, failure, ATTEMPTS);
    } else {
      fail(edits, failure);
    }
  }

  private static boolean says(Reply.Refused refused, Set<Integer> codes) {
    return refused.faults().stream().anyMatch(fault -> codes.contains(fault.code()));
  }

  /**
   * Reads what became of edits whose answer does not tell. What is still as before is sent again,
   * or, when that was the last attempt, failed with {@code why}.
   */
  private void lookUp(List<SetEdit> edits, Failure why, int attempt) {
    Map<String, List<Entry>> live;
    List<Change<DnsRecordSet>> changes = edits.stream().map(SetEdit::change).toList();
    try {
      live = records.at(zone, names(changes));
    } catch (ProviderException e) {
      fail(edits, why); // Nobody can tell; the first trouble says more than the second.
      return;
    }
    List<SetEdit> again = new ArrayList<>();
    changes.forEach(change -> edit(change, live).ifPresent(again::add));
    if (attempt == ATTEMPTS) {
      fail(again, why);
    } else {
      sendAll(again, attempt + 1);
    }
  }

  private void fail(Collection<SetEdit> edits, Failure failure) {
    for (SetEdit edit : edits) {
      Failure own = edits.size() == 1 ? failure : retold(failure, tried(List.of(edit)));
      outcomes.put(edit.change().address(), new Outcome.Failed(own));
    }
  }

  private static Failure retold(Failure failure, String tried) {
    return new Failure(failure.kind(), tried, failure.because(), failure.todo());
  }

  private ObjectNode body(List<SetEdit> edits) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    for (SetEdit edit : edits) {
      edit.deletes().forEach(id -> body.withArray("deletes").addObject().put("id", id));
      edit.patches().forEach(patch -> body.withArray("patches").add(patch));
      edit.posts().forEach(post -> body.withArray("posts").add(post));
    }
    return body;
  }

  private static Set<String> names(Collection<Change<DnsRecordSet>> changes) {
    return changes.stream().map(change -> change.subject().name()).collect(Collectors.toSet());
  }

  private String tried(List<SetEdit> edits) {
    String what =
        edits.size() == 1 ? edits.get(0).change().subject().place() : edits.size() + " record sets";
    return "write " + what + " in the Cloudflare zone " + zone.name();
  }

  private Failure mismatch() {
    return new Failure(
        Failure.Kind.UNAVAILABLE,
        "write records in the Cloudflare zone " + zone.name(),
        "Cloudflare reported success but does not show them",
        "Look at the zone's audit log, then plan again.");
  }

  /** A CNAME that is answered as such hides a TXT beside it (RFC 1034 §3.6.2). */
  private static Optional<Entry> hidingAlias(Change<DnsRecordSet> change, List<Entry> atName) {
    if (change.after() == null || change.subject().type() != RecordType.TXT) {
      return Optional.empty();
    }
    return atName.stream()
        .filter(entry -> entry.is(RecordType.CNAME) && !entry.proxied() && !entry.flattened())
        .findFirst();
  }

  private Failure hidden(DnsRecordSet set, Entry alias) {
    return new Failure(
        Failure.Kind.REFUSED,
        "write " + set.place() + " in the Cloudflare zone " + zone.name(),
        "a CNAME to " + alias.value() + " stands at this name and would hide it",
        "Remove the CNAME, or manage the record where the CNAME points to.");
  }
}
