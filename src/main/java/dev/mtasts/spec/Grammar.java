package dev.mtasts.spec;

import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Mode;
import dev.mtasts.policy.MxPattern;
import dev.mtasts.policy.Policy;
import dev.mtasts.provider.ProviderFactory;
import dev.mtasts.provider.StateBackend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All keys of a spec: the fixed ones, and those that the adapters of this program bring along. */
final class Grammar {
  static final String LOCAL = "local";
  static final String HOST = "host";

  // A domain's policy.
  static final Key<Mode> MODE =
      Key.required(
          "mode",
          Forms.words("a mode", byWord(Mode.values(), Mode::text)),
          "What senders do when TLS fails: testing, enforce or none.");
  static final Key<List<MxPattern>> MX =
      Key.optional(
          "mx",
          new Items<>(Forms.MX, true),
          "The hosts that receive the domain's mail; needed unless mode is none.");
  static final Key<Long> MAX_AGE =
      Key.required(
          "max_age",
          Forms.duration(Policy.MAX_AGE_LIMIT, "RFC 8461 §3.2"),
          "How long senders may keep the policy: 1d while testing, weeks later.");
  static final Key<Fields> POLICY =
      Key.required(
          "policy", Block.layered("a policy", MODE, MX, MAX_AGE), "What senders are told.");

  // A host's address.
  static final Key<DomainName> CNAME =
      Key.optional("cname", Forms.HOST, "The name that mta-sts.<domain> is an alias of.");
  static final Key<List<String>> A =
      Key.optional("a", new Items<>(Forms.IPV4, false), "The IPv4 addresses of mta-sts.<domain>.");
  static final Key<List<String>> AAAA =
      Key.optional(
          "aaaa", new Items<>(Forms.IPV6, false), "The IPv6 addresses of mta-sts.<domain>.");
  static final Key<Fields> ADDRESS =
      Key.optional(
          "address",
          new NoneOr(Block.layered("an address", CNAME, A, AAAA)),
          "The address records of mta-sts.<domain>, where they are to be managed, too: cname, or a"
              + " and aaaa.");

  // A domain's DNS.
  static final Key<String> ZONE =
      Key.optional(
          "zone",
          Forms.ZONE,
          "The zone's name or id, where the longest suffix does not settle it.");
  static final Key<Long> TTL =
      Key.optional(
          "ttl",
          Forms.duration(Integer.MAX_VALUE, "RFC 2181 §8"),
          "How long resolvers may keep the records.");
  static final Key<Fields> DNS =
      Key.required(
          "dns",
          Block.layered("a dns block", HostShape.PROVIDER, ZONE, TTL),
          "Where the domain's records are kept.");

  // A domain's other keys.
  static final Key<List<String>> RUA =
      Key.required(
          "rua",
          new Items<>(Forms.REPORT_URI, false),
          "Where senders deliver reports, as mailto: or https: addresses.");
  static final Key<Fields> TLS_RPT =
      Key.optional(
          "tls_rpt",
          new NoneOr(Block.layered("a tls_rpt block", RUA)),
          "The TLS reporting record (RFC 8460).");
  static final Key<IdStrategy> ID =
      Key.optional(
          "id",
          Forms.words("a way to make an id", byWord(IdStrategy.values(), IdStrategy::word)),
          IdStrategy.TIMESTAMP.word(),
          "How a new id is made: timestamp is the time of the plan, content a digest of the"
              + " policy.");
  static final Key<Boolean> EMBED_ID =
      Key.optional("embed_id", Forms.FLAG, true, "Whether the policy file names the id, too.");
  static final Key<Boolean> VERIFY =
      Key.optional(
          "verify",
          Forms.FLAG,
          true,
          "Whether the record waits until the policy is served over HTTPS as senders fetch it.");
  static final Key<Boolean> ADOPT =
      Key.optional(
          "adopt",
          Forms.FLAG,
          false,
          "Whether things that exist already may be taken over: as they are where they say the same.");
  static final Key<Boolean> PROTECT =
      Key.optional("protect", Forms.FLAG, false, "Whether nothing of the domain may be deleted.");
  static final Key<List<Guard>> ALLOW =
      Key.optional(
          "allow",
          new Items<>(Forms.words("a guard", byWord(Guard.values(), Guard::word)), true),
          "Guards of the plan that are answered for this domain.");
  static final Key<Removal> REMOVAL =
      Key.optional(
          "removal",
          Forms.words("a way to remove a domain", byWord(Removal.values(), Removal::word)),
          Removal.RETIRE.word(),
          "What becomes of the domain when it leaves the spec: retire takes the policy back step"
              + " by step, orphan leaves everything as it is, delete deletes at once.");
  static final Key<RolloutShape.Way> ROLLOUT =
      Key.optional(
          "rollout",
          new RolloutShape(),
          RolloutShape.NONE,
          "The way to the policy, in stages: standard, none, or a block of its own.");
  static final Key<Caution> CAUTION =
      Key.optional(
          "caution",
          Forms.words("a caution", byWord(Caution.values(), Caution::word)),
          Caution.STRICT.word(),
          "Which senders a change of mx waits for: strict for all, fast for those that look at the"
              + " record.");
  static final Key<String> PROFILE =
      Key.optional("profile", Forms.TEXT, "The name of an entry of profiles to build on.");

  // The whole.
  static final Key<Integer> VERSION =
      Key.required("version", Forms.version(), "The version of this format: 1.");

  final Key<HostShape.Host> host;
  final Block domain;
  final Key<Choice.Chosen> state;
  final Key<Map<String, Table.Row<Choice.Chosen>>> providers;
  final Key<Node.Mapping> defaults;
  final Key<Map<String, Table.Row<Node.Mapping>>> profiles;
  final Key<Map<String, Table.Row<Node.Mapping>>> domains;
  final Block root;

  private final Map<String, ProviderFactory> factories = new LinkedHashMap<>();
  private final Map<String, StateBackend> backends = new LinkedHashMap<>();

  Grammar(List<ProviderFactory> adapters) {
    adapters.forEach(factory -> factories.put(factory.type(), factory));
    adapters.forEach(
        factory ->
            factory.stateBackend().ifPresent(one -> backends.putIfAbsent(one.backend(), one)));
    host = Key.required(HOST, AdapterBlocks.hosts(adapters), "Where the policy file is kept.");
    List<Key<?>> shared =
        List.of(
            POLICY, ROLLOUT, CAUTION, host, DNS, TLS_RPT, ID, EMBED_ID, VERIFY, ADOPT, PROTECT,
            ALLOW, REMOVAL);
    domain = new Block("a domain", true, with(PROFILE, shared), Map.of());
    Block profile =
        new Block(
            "a profile",
            true,
            shared,
            Map.of("profile", "a profile cannot build on another profile"));
    state = Key.optional("state", AdapterBlocks.states(backends), "Where the ledger is kept.");
    providers =
        Key.required(
            "providers",
            new Table<>("providers", AdapterBlocks.providers(factories)),
            "Where policy files and records go: a name each, and its type.");
    defaults =
        Key.optional(
            "defaults", new Layer("domain", domain, false), "What every domain starts from.");
    profiles =
        Key.optional(
            "profiles",
            new Table<>("profiles", new Layer("profile", profile, false)),
            "Named sets of keys that domains build on.");
    domains =
        Key.required(
            "domains",
            new Table<>("domains", new Layer("domain", domain, true)),
            "The mail domains; {} for none.");
    root = Block.of("a spec", VERSION, state, providers, defaults, profiles, domains);
  }

  /** The adapter of that type, which has passed {@link #providers}. */
  ProviderFactory factory(String type) {
    return Optional.ofNullable(factories.get(type)).orElseThrow();
  }

  Optional<StateBackend> backend(String word) {
    return Optional.ofNullable(backends.get(word));
  }

  List<String> backendWords() {
    return List.copyOf(backends.keySet());
  }

  private static List<Key<?>> with(Key<?> first, List<Key<?>> others) {
    List<Key<?>> all = new ArrayList<>(List.of(first));
    all.addAll(others);
    return all;
  }

  private static <T> Map<String, T> byWord(
      T[] values, java.util.function.Function<T, String> word) {
    Map<String, T> known = new LinkedHashMap<>();
    for (T value : values) {
      known.put(word.apply(value), value);
    }
    return known;
  }
}
