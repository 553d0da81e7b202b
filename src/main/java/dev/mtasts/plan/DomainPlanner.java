package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Former;
import dev.mtasts.ledger.Issued;
import dev.mtasts.ledger.Served;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Front;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Reading;
import dev.mtasts.spec.DomainSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Plans one domain: its parts decide, this puts their decisions into the order of the RFC. */
final class DomainPlanner {
  private final DomainSpec wanted;
  private final DomainSpec spec;
  private final Move move;
  private final DomainEntry entry;
  private final World world;
  private final Ids ids;
  private final LaneDraft draft;
  private final Map<String, Instant> unused;
  private final List<Forecast> forecasts = new ArrayList<>();
  private boolean unread;

  /**
   * For one domain of one plan.
   *
   * @param wanted the domain with the policy of today, unless its move holds that back
   * @param unused as in {@link Findings}
   */
  DomainPlanner(
      DomainSpec wanted,
      Move move,
      World world,
      Places places,
      Ids ids,
      Remarks remarks,
      Map<String, Instant> unused) {
    this.wanted = wanted;
    this.spec = move.publishing(wanted);
    this.move = move;
    this.entry = move.entry();
    this.world = world;
    this.ids = ids;
    this.draft = new LaneDraft(spec, entry, world, places, remarks);
    this.unused = unused;
  }

  /** The policy that is live, as far as it can be read. */
  Optional<Policy> livePolicy() {
    return draft.livePolicy().flatMap(live -> PolicyParser.policy(live.resource().body()));
  }

  /** How many resources are as they should be; known after {@link #plan}. */
  int unchanged() {
    return draft.unchanged();
  }

  /** Whether something could not be read, so that nothing can be said; after {@link #plan}. */
  boolean unread() {
    return unread;
  }

  /** What becomes of a move; known after {@link #plan}. */
  List<Forecast> forecasts() {
    return List.copyOf(forecasts);
  }

  /** The domain's lane; empty where there is nothing to do or to learn, or nothing can be said. */
  Optional<Lane> plan() {
    unread = draft.anythingUnread();
    if (unread) {
      return Optional.empty();
    }
    Optional<String> liveBody = draft.livePolicy().map(live -> live.resource().body());
    Ids.Decision id = ids.decide(spec, move, liveBody, draft.liveRecordId());
    Issued issued = id.issued();
    TxtParts.tlsRpt(draft);
    spec.host().front().ifPresent(front -> FrontParts.plan(draft, front));
    addresses().ifPresent(wanted -> AddressParts.plan(draft, wanted));
    boolean held = move.held().isPresent();
    String served = PolicyPart.plan(draft, move.held().orElseGet(() -> body(issued)), id, held);
    TxtParts.record(draft, id);
    PolicyRemarks.on(spec, entry, liveBody, ids.now(), draft.remarks);
    draft.stranger = stranger(liveBody, served, issued);
    draft.announced = announced(issued);
    MoveEnd end = new MoveEnd(draft, move);
    end.plan(world);
    forecasts.addAll(end.forecasts(wanted));
    List<Step> steps = new ArrayList<>(steps(end, served));
    steps.addAll(end.steps(targets()));
    Findings findings = findings(end.former());
    if (steps.isEmpty() && !teaches(findings)) {
      return Optional.empty();
    }
    return Optional.of(new Lane(spec.name(), steps, issued, id.minted(), findings, false));
  }

  private Findings findings(@Nullable Former former) {
    return new Findings(
        draft.found,
        draft.gone,
        draft.seen,
        draft.stranger,
        draft.announced,
        unused,
        former,
        spec.block(),
        spec.protect());
  }

  /** Ids that were seen are no news of their own: whoever put them there is remarked on. */
  private boolean teaches(Findings findings) {
    return !findings.found().isEmpty()
        || !findings.gone().isEmpty()
        || findings.stranger() != null
        || findings.announced().isPresent()
        || !findings.unused().equals(entry.history().unused())
        || move.teaches(findings.former())
        || draft.moving() // Being there at the end of a lane is news.
        || !findings.block().equals(entry.block())
        || findings.protect() != entry.protect();
  }

  /**
   * A policy that somebody else put in place is in senders' caches like ours, and so is ours where
   * somebody put it back.
   */
  private Findings.@Nullable Stranger stranger(
      Optional<String> live, String wanted, Issued issued) {
    Optional<String> top = entry.history().top().map(Served::body);
    return live.filter(body -> !top.equals(Optional.of(body)))
        .filter(body -> !draft.found.containsKey(Part.POLICY)) // That is learnt by taking it over.
        .filter(body -> !body.equals(wanted) || entry.claims(Part.POLICY, body))
        .flatMap(
            body -> PolicyParser.policy(body).map(policy -> stranger(body, policy, wanted, issued)))
        .orElse(null);
  }

  private Findings.Stranger stranger(String body, Policy policy, String wanted, Issued issued) {
    return new Findings.Stranger(
        body,
        body.equals(wanted)
            ? issued.id()
            : Bodies.embeddedId(body)
                .or(draft::liveRecordId)
                .orElseGet(() -> PolicyId.content(policy)));
  }

  /** The TTL of a record that names what is or comes in place, if that is news to the ledger. */
  private OptionalInt announced(Issued issued) {
    OptionalInt ttl =
        draft
            .live(Part.RECORD)
            .map(live -> OptionalInt.of(live.resource().ttl()))
            .orElse(OptionalInt.empty());
    Optional<String> taken =
        Optional.ofNullable(draft.found.get(Part.POLICY))
            .map(found -> found.values().get(0))
            .or(() -> Optional.ofNullable(draft.stranger).map(Findings.Stranger::body));
    boolean known =
        entry
            .history()
            .top()
            .filter(top -> taken.map(top.body()::equals).orElse(true))
            .filter(top -> entry.history().withdrawn() == null)
            .filter(top -> top.announced() != null && top.id().equals(issued.id()))
            .map(top -> OptionalInt.of(top.ttl()).equals(ttl))
            .orElse(false);
    boolean willBe = draft.fileActs().stream().anyMatch(act -> act.address().part() == Part.POLICY);
    boolean inPlace = draft.livePolicy().isPresent() || willBe;
    boolean named = draft.liveRecordId().equals(Optional.of(issued.id()));
    return !known && inPlace && named ? ttl : OptionalInt.empty();
  }

  /** The address records to see to; empty where they are somebody else's business. */
  private Optional<Map<Part, List<String>>> addresses() {
    Optional<Front> front = spec.host().front();
    if (front.isPresent()) {
      return front
          .filter(made -> !made.ownAddress())
          .map(made -> FrontParts.addresses(draft, made));
    }
    return spec.host().address().map(AddressParts::of);
  }

  /** Where the address records are to lead: names and addresses. */
  private List<String> targets() {
    return addresses().stream()
        .flatMap(wanted -> wanted.values().stream())
        .flatMap(List::stream)
        .map(value -> value.replaceFirst("^" + DnsRecordSet.ALIAS, ""))
        .distinct()
        .toList();
  }

  private List<Step> steps(MoveEnd end, String served) {
    List<Step> steps = new ArrayList<>();
    act(draft.first, steps);
    act(draft.proofs, steps);
    if (draft.issued != null) {
      steps.add(new Step.Await(draft.issued));
    }
    act(draft.host, steps);
    boolean more =
        Stream.of(draft.host, draft.behind, draft.moves, draft.last)
            .anyMatch(acts -> !acts.isEmpty());
    if (draft.hostPending && more) {
      steps.add(new Step.Await(deployed()));
    }
    act(draft.behind, steps);
    end.before(targets(), served).map(Step.Await::new).ifPresent(steps::add);
    act(draft.moves, steps);
    if ((!draft.last.isEmpty() || draft.moving()) && spec.verify()) {
      // RFC 8461 §8.1: the record moves only when the policy is served.
      steps.add(new Step.Await(new Gate.Served(spec.name(), served)));
    }
    act(draft.last, steps);
    return steps;
  }

  private static void act(List<Act> acts, List<Step> steps) {
    if (!acts.isEmpty()) {
      steps.add(new Step.Acts(acts));
    }
  }

  private Gate deployed() {
    PolicyHost host =
        draft
            .liveHost()
            .map(Reading.Live::resource)
            .orElseGet(() -> spec.host().front().orElseThrow().host());
    return new Gate.Deployed(spec.name(), spec.host().provider(), host);
  }

  private String body(Issued issued) {
    return spec.embedId() ? spec.policy().body(issued.id()) : spec.policy().content();
  }
}
