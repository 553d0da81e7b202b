package dev.mtasts.apply;

import dev.mtasts.plan.PublicDns.Seen;
import dev.mtasts.policy.DomainName;
import dev.mtasts.verify.Check;
import dev.mtasts.verify.Checks;
import dev.mtasts.verify.Inspection;
import dev.mtasts.verify.Rule;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether what a domain publishes works for a sender as it is: what a rollout wants to know before
 * it asks senders for more.
 */
public record Health(Inspection inspection) implements Function<DomainName, Seen<List<String>>> {
  @Override
  public Seen<List<String>> apply(DomainName domain) {
    List<Check> checks = Checks.of(inspection.look(domain), Optional.empty());
    List<String> faults =
        checks.stream()
            .filter(check -> check.status() == Check.Status.ERROR)
            .map(Health::text)
            .toList();
    Optional<String> unsaid =
        checks.stream()
            .filter(check -> check.status() == Check.Status.COULD_NOT_CHECK)
            .filter(check -> check.rule() != Rule.MX_TLS)
            .map(Health::text)
            .findFirst();
    return faults.isEmpty() && unsaid.isPresent()
        ? new Seen.Unknown<>(unsaid.get())
        : new Seen.Known<>(faults);
  }

  private static String text(Check check) {
    return check.subject().isEmpty() ? check.seen() : check.subject() + ": " + check.seen();
  }
}
