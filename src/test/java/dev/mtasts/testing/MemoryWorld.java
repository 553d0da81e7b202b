package dev.mtasts.testing;

import dev.mtasts.policy.Sha256;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.HostKind;
import dev.mtasts.provider.Option;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.ProviderFactory;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.Resource;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.StateBackend;
import dev.mtasts.provider.Surroundings;
import dev.mtasts.provider.Wanted;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A whole world in memory: policy host, DNS and ledger, with the contract's semantics. Provider
 * type and host kind are {@code memory}. It keeps a log of its effects, and can die before or after
 * any of them: from then on nothing has an effect until {@link #revive}.
 */
public final class MemoryWorld implements ProviderFactory {
  /** Where a policy file of {@code domain} lies. */
  public static String location(String domain) {
    return "memory:" + domain;
  }

  /** A value and its time to live. */
  public record Set(int ttl, List<String> values) {}

  public final Map<String, String> files = new TreeMap<>();
  public final Map<String, Set> records = new TreeMap<>();
  public final MemoryBlobs blobs = new MemoryBlobs(() -> effect("ledger", () -> {}));
  public final List<String> log = new ArrayList<>();

  /** Failures to answer with, by address; taken away by the test. */
  public final Map<String, Failure> failing = new TreeMap<>();

  /** Policy hosts and certificates. */
  public final MemoryFronts fronts = new MemoryFronts(this);

  /** Whether DNS has aliases. */
  public boolean aliases;

  private Runnable afterEffect = () -> {};
  private int effectsLeft = Integer.MAX_VALUE;
  private boolean dieBefore;
  private boolean dead;
  private int reads;

  /** How the world ends a process. Caught by nobody who would go on as if nothing were. */
  public static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Dies at effect number {@code n}, counted from 1: before it has happened, or just after. */
  public synchronized void dieAt(int n, boolean before) {
    effectsLeft = n;
    dieBefore = before;
  }

  /** Whether it died; the next process finds the world as it was left. */
  public synchronized boolean revive() {
    boolean was = dead;
    dead = false;
    effectsLeft = Integer.MAX_VALUE;
    return was;
  }

  /** Calls {@code check} after every effect, with the world as it then is. */
  public void afterEach(Runnable check) {
    afterEffect = check;
  }

  /** How many batches were read. */
  public int reads() {
    return reads;
  }

  public void plant(String name, RecordType type, int ttl, String... values) {
    records.put(name + " " + type, new Set(ttl, List.of(values)));
  }

  public List<String> values(String name, RecordType type) {
    Set set = records.get(name + " " + type);
    return set == null ? List.of() : set.values();
  }

  synchronized void effect(String what, Runnable change) {
    if (dead) {
      throw new Crash();
    }
    effectsLeft--;
    if (effectsLeft == 0 && dieBefore) {
      dead = true;
      throw new Crash();
    }
    change.run();
    log.add(what);
    afterEffect.run();
    if (effectsLeft == 0) {
      dead = true;
      // For the ledger this is a save that happened and an answer that never came.
      if (!what.equals("ledger")) {
        throw new Crash();
      }
    }
  }

  @Override
  public String type() {
    return "memory";
  }

  @Override
  public List<Option> options() {
    return List.of(Option.optional("account", Option.Type.TEXT, "Whose; means nothing here."));
  }

  @Override
  public List<HostKind> hosts() {
    return List.of(
        new HostKind(
            "memory",
            List.of(
                Option.optional("place", Option.Type.TEXT, "Another place than the domain's."),
                Option.optional("cache_control", Option.Type.TEXT, "For caches in front.")),
            (domain, provider, host) -> location(host.optionalText("place").orElse(domain.text()))),
        MemoryFronts.distribution(),
        MemoryFronts.edge());
  }

  @Override
  public boolean servesDns() {
    return true;
  }

  @Override
  public boolean servesAliases() {
    return aliases;
  }

  @Override
  public Optional<StateBackend> stateBackend() {
    return Optional.of(
        new StateBackend("local", List.of(), (state, surroundings) -> blobs.opened()));
  }

  @Override
  public Provider open(String name, Settings settings, Surroundings surroundings) {
    return new Provider() {
      @Override
      public Optional<Handler<DnsRecordSet>> records() {
        return Optional.of(new RecordHandler());
      }

      @Override
      public Optional<Handler<PolicyFile>> files() {
        return Optional.of(new FileHandler());
      }

      @Override
      public Optional<Handler<PolicyHost>> hosts() {
        return Optional.of(fronts.hostHandler());
      }

      @Override
      public Optional<Handler<Certificate>> certificates() {
        return Optional.of(fronts.certificateHandler());
      }
    };
  }

  private static String version(String body) {
    return Sha256.hex(body.getBytes(StandardCharsets.UTF_8)).substring(0, 8);
  }

  <R extends Resource> Map<Address, Reading<R>> readAll(
      Collection<Wanted<R>> wanted, Function<R, Reading<R>> one) {
    reads++;
    Map<Address, Reading<R>> out = new LinkedHashMap<>();
    for (Wanted<R> want : wanted) {
      Address address = want.expected().address();
      Failure failure = failing.get("read " + address);
      out.put(
          address, failure != null ? new Reading.Unread<>(failure) : one.apply(want.expected()));
    }
    return out;
  }

  <R extends Resource> Map<Address, Outcome> writeAll(
      Collection<Change<R>> changes, Function<Change<R>, Outcome> one) {
    Map<Address, Outcome> out = new LinkedHashMap<>();
    for (Change<R> change : changes) {
      Failure failure = failing.get("write " + change.address());
      out.put(change.address(), failure != null ? new Outcome.Failed(failure) : one.apply(change));
    }
    return out;
  }

  private final class FileHandler implements Handler<PolicyFile> {
    @Override
    public Map<Address, Reading<PolicyFile>> read(Collection<Wanted<PolicyFile>> wanted) {
      return readAll(
          wanted,
          file -> {
            String body = files.get(file.location());
            if (!fronts.hasRoom(file.location())) {
              return new Reading.Unread<>(noRoom(file));
            }
            return body == null
                ? new Reading.Absent<>()
                : new Reading.Live<>(file.with(body), version(body), false);
          });
    }

    @Override
    public Map<Address, Outcome> write(Collection<Change<PolicyFile>> changes) {
      return writeAll(changes, this::write);
    }

    private Outcome write(Change<PolicyFile> change) {
      String place = change.subject().location();
      if (!fronts.hasRoom(place)) {
        return new Outcome.Failed(noRoom(change.subject()));
      }
      String live = files.get(place);
      String before = body(change.before());
      String after = body(change.after());
      if (Objects.equals(live, after)) {
        return new Outcome.Done(after == null ? null : version(after));
      }
      if (!Objects.equals(live, before)) {
        return new Outcome.Moved("body", String.valueOf(before), String.valueOf(live));
      }
      String what = "policy " + change.address().domain();
      if (after == null) {
        effect(what, () -> files.remove(place));
        return new Outcome.Done(null);
      }
      effect(what, () -> files.put(place, after));
      return new Outcome.Done(version(after));
    }

    private static Failure noRoom(PolicyFile file) {
      return new Failure(
          Failure.Kind.MISSING, "reach " + file.location(), "there is no room", "Make some.");
    }

    private static @Nullable String body(@Nullable PolicyFile file) {
      return file == null ? null : file.body();
    }
  }

  private final class RecordHandler implements Handler<DnsRecordSet> {
    @Override
    public Map<Address, Reading<DnsRecordSet>> read(Collection<Wanted<DnsRecordSet>> wanted) {
      return readAll(
          wanted,
          set -> {
            Set live = records.get(set.place());
            return live == null
                ? new Reading.Absent<>()
                : new Reading.Live<>(set.with(live.ttl(), live.values()), null, false);
          });
    }

    @Override
    public Map<Address, Outcome> write(Collection<Change<DnsRecordSet>> changes) {
      return writeAll(changes, this::write);
    }

    private Outcome write(Change<DnsRecordSet> change) {
      String key = change.subject().place();
      Set live = records.get(key);
      Set before = set(change.before());
      Set after = set(change.after());
      if (Objects.equals(live, after)) {
        return new Outcome.Done(null);
      }
      if (!Objects.equals(live, before)) {
        return new Outcome.Moved("values", String.valueOf(before), String.valueOf(live));
      }
      String what = change.address().part() + " " + change.address().domain();
      effect(
          what,
          () -> {
            if (after == null) {
              records.remove(key);
            } else {
              records.put(key, after);
            }
          });
      return new Outcome.Done(null);
    }

    private static @Nullable Set set(@Nullable DnsRecordSet set) {
      return set == null ? null : new Set(set.ttl(), set.values());
    }
  }
}
