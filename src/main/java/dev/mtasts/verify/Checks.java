package dev.mtasts.verify;

import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.policy.PolicyText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Judges what was seen of a domain. A pure function: the same facts, the same checks.
 *
 * <p>Its measure is a sending MTA that does what the RFCs say. An error is what keeps such a sender
 * from finding a valid policy, or from delivering under it; a warning is what works now and not
 * everywhere or not for long.
 */
public final class Checks {
  private Checks() {}

  /**
   * What a spec wants, for the comparison with it.
   *
   * @param policy the policy, at the end of its way
   * @param stages the policies on the way there, in order, that one included; empty where it is
   *     published at once
   * @param rua where reports go; empty for nowhere
   */
  public record Wanted(Policy policy, List<Policy> stages, List<String> rua) {
    /** Copies the lists. */
    public Wanted {
      stages = List.copyOf(stages);
      rua = List.copyOf(rua);
    }
  }

  /** All checks of a domain, by rule. Never empty. */
  public static List<Check> of(Facts facts, Optional<Wanted> wanted) {
    Checklist list = new Checklist();
    Optional<PolicyId> id = RecordChecks.check(facts.record(), list);
    HostChecks.check(facts, list);
    List<Served> served = served(facts.visits());
    PolicyChecks.check(served, id, list);
    Optional<Policy> policy = served.stream().findFirst().flatMap(one -> one.text().policy());
    MxChecks.check(facts, policy, list);
    DnsChecks.check(facts, list);
    wanted.ifPresent(want -> SpecChecks.check(want, served, facts.tlsRpt(), list));
    return list.sorted();
  }

  /** The gravest of all. */
  public static Check.Status worst(List<Check> checks) {
    return checks.stream().map(Check::status).max(Enum::compareTo).orElse(Check.Status.OK);
  }

  /**
   * A policy that senders get, and where.
   *
   * @param body the bytes, one a char
   * @param text what it says
   * @param addresses who serves it
   */
  record Served(String body, PolicyText text, List<String> addresses) {}

  /** The different bodies; the one that most addresses serve comes first. */
  private static List<Served> served(List<Visit> visits) {
    Map<String, List<String>> bodies = new LinkedHashMap<>();
    for (Visit visit : visits) {
      if (visit.fetched().body() != null) {
        String body = Objects.requireNonNull(visit.fetched().body());
        bodies.computeIfAbsent(body, b -> new ArrayList<>()).add(visit.address());
      }
    }
    List<Served> served = new ArrayList<>();
    bodies.forEach(
        (body, addresses) -> {
          byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
          served.add(new Served(body, PolicyParser.parse(bytes), List.copyOf(addresses)));
        });
    served.sort(java.util.Comparator.comparingInt(one -> -one.addresses().size()));
    return List.copyOf(served);
  }
}
