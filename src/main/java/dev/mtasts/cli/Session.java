package dev.mtasts.cli;

import dev.mtasts.apply.Health;
import dev.mtasts.apply.Lookups;
import dev.mtasts.apply.OpenProviders;
import dev.mtasts.apply.Survey;
import dev.mtasts.ledger.Ledger;
import dev.mtasts.ledger.LedgerStore;
import dev.mtasts.ledger.Lock;
import dev.mtasts.plan.Departures;
import dev.mtasts.plan.Diagnostic;
import dev.mtasts.plan.DnsQuestions;
import dev.mtasts.plan.Plan;
import dev.mtasts.plan.Planner;
import dev.mtasts.plan.PublicDns;
import dev.mtasts.plan.Questions;
import dev.mtasts.plan.Selection;
import dev.mtasts.plan.World;
import dev.mtasts.provider.Blobs;
import dev.mtasts.provider.StateBackend;
import dev.mtasts.provider.Surroundings;
import dev.mtasts.spec.Guard;
import dev.mtasts.spec.Spec;
import dev.mtasts.spec.SpecReader;
import dev.mtasts.spec.SpecResult;
import dev.mtasts.spec.StateSpec;
import dev.mtasts.verify.Inspection;
import dev.mtasts.verify.PolicyFetcher;
import dev.mtasts.verify.Resolver;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/** One run over a spec: the spec read, its ledger and its providers at hand. */
final class Session implements AutoCloseable {
  private static final PublicDns.Seen<List<String>> UNSEEN =
      new PublicDns.Seen.Unknown<>("nobody looked");

  private final Shell shell;
  private final Spec spec;
  private final Blobs blobs;
  private final LedgerStore store;
  private final OpenProviders providers;
  private final boolean edited;
  private final Ledger ledger;
  private final Runnable release;

  private Session(
      Shell shell, Spec spec, Blobs blobs, Surroundings surroundings, Runnable release) {
    this.shell = shell;
    this.release = release;
    this.spec = spec;
    this.blobs = blobs;
    this.store = new LedgerStore(blobs, shell.clock());
    this.providers = new OpenProviders(spec, shell.factories(), surroundings);
    LedgerStore.Loaded loaded = store.load();
    this.ledger = loaded.ledger();
    this.edited = loaded.edited();
  }

  /**
   * Reads the spec, or ends the command with every problem in it.
   *
   * @throws CommandFailure with exit code 3
   */
  static Spec spec(RootCommand root) {
    SpecResult result = read(root);
    if (!result.problems().isEmpty()) {
      throw new CommandFailure(Exit.INVALID, ProblemText.of(result.problems(), root.json()));
    }
    return Objects.requireNonNull(result.spec());
  }

  /** Reads the spec; what is wrong with it is in the result. */
  static SpecResult read(RootCommand root) {
    Shell shell = root.shell();
    return new SpecReader(shell.factories(), shell.env()).read(root.file(), root.fileName());
  }

  /** Opens the ledger's place, without reading it. */
  static Blobs blobs(RootCommand root, Spec spec) {
    StateSpec state = spec.state();
    StateBackend backend =
        root.shell().factories().stream()
            .flatMap(factory -> factory.stateBackend().stream())
            .filter(offered -> offered.backend().equals(state.backend()))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no backend " + state.backend()));
    return backend.opener().open(state.settings(), surroundings(root));
  }

  /** Reads spec and ledger. */
  static Session open(RootCommand root) {
    Spec spec = spec(root);
    Blobs blobs = blobs(root, spec);
    try {
      return new Session(root.shell(), spec, blobs, surroundings(root), blobs::close);
    } catch (RuntimeException e) {
      blobs.close();
      throw e;
    }
  }

  /** Reads the ledger from the caller's place, which stays open: its lock is held there. */
  static Session open(RootCommand root, Spec spec, Blobs blobs) {
    return new Session(root.shell(), spec, blobs, surroundings(root), () -> {});
  }

  /** Plans for now. */
  Plan plan(Selection selection, Set<Guard> allow, Outside outside) {
    return plan(selection, allow, request -> request, outside);
  }

  /**
   * Plans.
   *
   * @param wish what else is asked of the plan
   * @param outside asked only where the plan has something that public DNS may stand against
   */
  Plan plan(
      Selection selection, Set<Guard> allow, UnaryOperator<Planner.Request> wish, Outside outside) {
    return plan(request(selection, allow, wish), outside);
  }

  /**
   * What a plan is asked for.
   *
   * @throws CommandFailure where {@code selection} means no domain at all
   */
  Planner.Request request(
      Selection selection, Set<Guard> allow, UnaryOperator<Planner.Request> wish) {
    if (coversNothing(selection)) {
      throw new CommandFailure(
          Exit.USAGE,
          "No domain of the spec is called "
              + String.join(" or ", selection.include())
              + ", so nothing was looked at. Check --domain and --exclude; names are matched as"
              + " A-labels (xn--…).");
    }
    return Departures.recall(
        wish.apply(
            Planner.Request.of(spec, selection, ledger, shell.clock().instant()).allowing(allow)),
        shell.factories());
  }

  /** The plan for {@code request}. */
  Plan plan(Planner.Request request, Outside outside) {
    Plan plan = shell.stop().orLeave(() -> planned(request, outside));
    return edited ? withEditedLedger(plan) : plan;
  }

  /** A typing mistake in a pipeline must not look like a plan without changes. */
  private boolean coversNothing(Selection selection) {
    return !selection.include().isEmpty()
        && spec.domains().keySet().stream().noneMatch(selection::covers)
        && ledger.domains().keySet().stream().noneMatch(selection::covers);
  }

  /** In three looks: at what the spec names, at what those answers name, and at public DNS. */
  private Plan planned(Planner.Request request, Outside outside) {
    World world = look(request);
    Plan plan = Planner.plan(request, world);
    DnsQuestions open = DnsQuestions.of(request.spec(), plan);
    return open.isEmpty() ? plan : Planner.plan(request, world.seeing(answers(open, outside)));
  }

  /** What the providers have of the domains that {@code request} is about. */
  World look(Planner.Request request) {
    Survey survey = new Survey(providers);
    World world = survey.read(request.questions());
    Questions further = request.further(world);
    return further.isEmpty() ? world : world.and(survey.read(further));
  }

  private PublicDns answers(DnsQuestions open, Outside outside) {
    Resolver resolver = outside.resolver().get();
    if (open.faults().isEmpty()) {
      return new Lookups(resolver, domain -> UNSEEN, Lookups.TEN_SECONDS).answer(open);
    }
    try (PolicyFetcher fetcher = outside.fetcher().get();
        Inspection inspection = new Inspection(resolver, fetcher, null, shell.clock())) {
      return new Lookups(resolver, new Health(inspection), Lookups.A_MINUTE).answer(open);
    }
  }

  private Plan withEditedLedger(Plan plan) {
    String message =
        "The ledger "
            + store.place()
            + " was edited outside mtasts: its checksum does not fit. Its values are used as they"
            + " stand.";
    String todo = "If that was not you, restore its backup before you apply.";
    return plan.warning(
        new Diagnostic(Diagnostic.Severity.WARNING, null, null, null, message, todo, null, ""));
  }

  Ledger ledger() {
    return ledger;
  }

  LedgerStore store() {
    return store;
  }

  OpenProviders providers() {
    return providers;
  }

  Lock lock() {
    return new Lock(blobs, shell.clock());
  }

  @Override
  public void close() {
    providers.close();
    release.run();
  }

  private static Surroundings surroundings(RootCommand root) {
    Path folder = root.file().toAbsolutePath().getParent();
    Path base = folder == null ? root.shell().cwd() : folder;
    Shell shell = root.shell();
    return new Surroundings(shell.env(), base, shell.clock(), new ProgressLines(root));
  }
}
