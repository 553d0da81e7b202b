package dev.mtasts.cli;

import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Finding;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.policy.PolicyText;
import dev.mtasts.policy.StsRecord;
import dev.mtasts.policy.TlsRptRecord;
import dev.mtasts.spec.AddressSpec;
import dev.mtasts.spec.Names;
import dev.mtasts.verify.Check;
import dev.mtasts.verify.Facts;
import dev.mtasts.verify.Fetched;
import dev.mtasts.verify.HostLook;
import dev.mtasts.verify.Look;
import dev.mtasts.verify.Visit;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Turns what was seen of a domain into what a spec can say of it. */
final class ImportReader {
  /** What new records get without {@code ttl}; then it need not be said. */
  private static final int USUAL_TTL = 300;

  private final Facts facts;
  private final List<String> notes = new ArrayList<>();

  private ImportReader(Facts facts) {
    this.facts = facts;
  }

  static Imported read(Verified.Domain domain) {
    return new ImportReader(domain.facts()).read(domain.checks());
  }

  private Imported read(List<Check> checks) {
    Optional<String> body = body();
    Optional<PolicyText> text =
        body.map(one -> PolicyParser.parse(one.getBytes(StandardCharsets.ISO_8859_1)));
    String missing = text.map(ImportReader::fault).orElseGet(this::unserved);
    Optional<Policy> policy =
        missing.isEmpty() ? text.flatMap(PolicyText::policy) : Optional.empty();
    Optional<PolicyId> id = id();
    boolean embedId = text.flatMap(PolicyText::id).isPresent();
    policy.ifPresent(live -> compare(live, embedId ? id : Optional.empty(), body.orElse("")));
    List<String> rua = rua();
    Optional<HostGuess> guess = HostGuess.of(facts);
    Optional<AddressSpec> address = address(guess);
    return new Imported(
        facts.domain(),
        policy.map(ImportReader::withoutRepeats),
        missing,
        id,
        embedId,
        rua,
        address,
        ttl(address.isPresent()),
        mx(),
        guess,
        notes,
        checks.stream().filter(check -> check.status() != Check.Status.OK).toList());
  }

  /** What most addresses serve; of several with as many, what the first of them serves. */
  private Optional<String> body() {
    Map<String, Integer> bodies = new LinkedHashMap<>();
    for (Visit visit : facts.visits()) {
      String body = visit.fetched().body();
      if (body != null) {
        bodies.merge(body, 1, Integer::sum);
      }
    }
    List<Map.Entry<String, Integer>> ranked = new ArrayList<>(bodies.entrySet());
    ranked.sort(Comparator.comparingInt(one -> -one.getValue()));
    return ranked.stream().map(Map.Entry::getKey).findFirst();
  }

  private String unserved() {
    String fault = facts.host().fault();
    Optional<String> visited =
        facts.visits().stream()
            .map(Visit::fetched)
            .map(Fetched::fault)
            .filter(Objects::nonNull)
            .findFirst();
    return visited.orElse(fault == null ? "no address of the policy host was asked" : fault);
  }

  /** Why a spec cannot state the policy; "" where it can. */
  private static String fault(PolicyText text) {
    Optional<Finding> broken = text.findings().stream().filter(Finding::isError).findFirst();
    if (broken.isPresent()) {
      Finding first = broken.get();
      String line = first.line() > 0 ? ", line " + first.line() : "";
      return "the policy is not valid" + line + ": " + first.message();
    }
    for (String pattern : text.mx()) {
      try {
        Names.mx(pattern);
      } catch (IllegalArgumentException e) {
        return "a spec cannot have this mx: " + e.getMessage();
      }
    }
    return "";
  }

  private static Policy withoutRepeats(Policy policy) {
    return new Policy(policy.mode(), policy.mx().stream().distinct().toList(), policy.maxAge());
  }

  private Optional<PolicyId> id() {
    List<String> records = facts.record().values().stream().filter(StsRecord::claims).toList();
    return records.size() == 1 ? StsRecord.parse(records.get(0)).validId() : Optional.empty();
  }

  private void compare(Policy live, Optional<PolicyId> id, String body) {
    String ours = id.map(live::body).orElse(live.content());
    if (!ours.equals(body) || !live.equals(withoutRepeats(live))) {
      notes.add(
          "The live file says this in other words than mtasts writes (line ends, order, further or"
              + " repeated fields, another id). A plan stops there at the guard not-ours until the"
              + " domain has adopt: true.");
    }
  }

  private List<String> rua() {
    List<String> records = facts.tlsRpt().values().stream().filter(TlsRptRecord::claims).toList();
    if (records.size() != 1) {
      return List.of();
    }
    TlsRptRecord record = TlsRptRecord.parse(records.get(0));
    if (!record.valid()) {
      notes.add("The live TLSRPT record is not valid, so tls_rpt is left out.");
      return List.of();
    }
    for (String uri : record.rua()) {
      String fault = TlsRptRecord.fault(uri);
      if (fault != null) {
        notes.add("Left out of rua: " + fault + ".");
      }
    }
    return record.rua().stream().filter(uri -> TlsRptRecord.fault(uri) == null).distinct().toList();
  }

  private Optional<AddressSpec> address(Optional<HostGuess> guess) {
    HostLook host = facts.host();
    if (!host.aliases().isEmpty()) {
      return alias(host.aliases().get(0));
    }
    if (host.unanswered()) {
      notes.add("Not all addresses of the policy host are known, so address is left out.");
      return Optional.empty();
    }
    if (host.addresses().isEmpty()) {
      return Optional.empty();
    }
    if (guess.isPresent() && !guess.get().alias()) {
      notes.add(
          "address is left out: the addresses in DNS are the service's own, which it changes as it"
              + " likes.");
      return Optional.empty();
    }
    try {
      List<String> ipv6 = host.aaaa().values().stream().map(IpLiteral::v6).toList();
      return Optional.of(new AddressSpec(Optional.empty(), literals(host.a()), ipv6));
    } catch (IllegalArgumentException e) {
      notes.add("address is left out: " + e.getMessage() + ".");
      return Optional.empty();
    }
  }

  private static List<String> literals(Look<InetAddress> look) {
    return look.values().stream().map(InetAddress::getHostAddress).toList();
  }

  private Optional<AddressSpec> alias(String target) {
    try {
      DomainName name = Names.host(target);
      if (name.equals(facts.domain().policyHost())) {
        throw new IllegalArgumentException("'" + target + "' is the policy host itself");
      }
      return Optional.of(new AddressSpec(Optional.of(name), List.of(), List.of()));
    } catch (IllegalArgumentException e) {
      notes.add("address is left out, for a spec cannot have this CNAME: " + e.getMessage() + ".");
      return Optional.empty();
    }
  }

  /** The spec has one TTL for all records; where they differ it is better not to say one. */
  private OptionalInt ttl(boolean address) {
    List<Look<?>> records = new ArrayList<>(List.of(facts.record(), facts.tlsRpt()));
    if (address) {
      records.add(facts.host().a());
      records.add(facts.host().aaaa());
    }
    Set<OptionalInt> all = new TreeSet<>(Comparator.comparingInt(ttl -> ttl.orElse(-1)));
    records.stream().filter(Look::found).map(Look::ttl).forEach(all::add);
    OptionalInt first = all.stream().findFirst().orElse(OptionalInt.empty());
    boolean worthSaying = first.isPresent() && first.getAsInt() > 0;
    return all.size() == 1 && worthSaying && first.getAsInt() != USUAL_TTL
        ? first
        : OptionalInt.empty();
  }

  private List<String> mx() {
    return facts.mx().values().stream()
        .map(Look.Mx::host)
        .filter(ImportReader::canBeInAPolicy)
        .distinct()
        .toList();
  }

  /** A null MX cannot, nor can whatever else DNS lets stand there. */
  private static boolean canBeInAPolicy(String host) {
    try {
      return Names.mx(host).toString().equals(host);
    } catch (IllegalArgumentException notAHost) {
      return false;
    }
  }
}
