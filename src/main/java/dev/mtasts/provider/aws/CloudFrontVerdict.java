package dev.mtasts.provider.aws;

import dev.mtasts.provider.Change;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Reading;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a change of a policy host can be made, seen what is live. Pure.
 *
 * <p>A run that died leaves a distribution between {@code before} and {@code after}: made, but its
 * bucket not opened to it yet; changed, but not in all. So each field may be as it was or as it is
 * to be, and what stands behind the distribution may be anything, for making that right is no
 * business of anybody else's.
 */
final class CloudFrontVerdict {
  /** What this tool mends without asking. */
  private static final Set<String> MENDED =
      Set.of(CloudFrontFront.BUCKET, CloudFrontFront.ACCESS, CloudFrontFront.FOLDERS);

  private CloudFrontVerdict() {}

  /** Moved, where the change must not be made. */
  static Optional<Outcome> moved(
      Change<PolicyHost> change, Optional<Reading.Live<PolicyHost>> live) {
    PolicyHost before = change.before();
    PolicyHost after = change.after();
    if (live.isEmpty()) {
      return before == null || after == null
          ? Optional.empty()
          : Optional.of(new Outcome.Moved("distribution", before.location(), "nothing"));
    }
    if (before == null && !live.get().marked()) {
      return Optional.of(
          new Outcome.Moved(
              "distribution",
              "nothing",
              "one of somebody else, " + live.get().resource().target()));
    }
    PolicyHost found = live.get().resource();
    List<PolicyHost> fine = new ArrayList<>();
    if (before != null) {
      fine.add(before);
    }
    if (after != null) {
      fine.add(after);
    }
    return differs("names", fine, found)
        .or(() -> differs("certificate", fine, found))
        .or(
            () ->
                keys(fine, found).stream()
                    .flatMap(key -> differs(key, fine, found).stream())
                    .findFirst());
  }

  /** Whether the configuration of a distribution says what {@code after} says. */
  static boolean configured(PolicyHost after, CloudFrontShape shape) {
    return shape.names().equals(after.names())
        && shape.certificate().equals(after.certificate())
        && shape.comment().equals(CloudFrontConfig.comment(after.location()))
        && shape.settings().entrySet().stream()
            .allMatch(each -> each.getValue().equals(after.settings().get(each.getKey())));
  }

  private static Set<String> keys(List<PolicyHost> fine, PolicyHost found) {
    Set<String> keys = new LinkedHashSet<>(found.settings().keySet());
    fine.forEach(each -> keys.addAll(each.settings().keySet()));
    keys.removeAll(MENDED);
    keys.remove(PolicyHost.REPLACES);
    return keys;
  }

  private static Optional<Outcome> differs(String field, List<PolicyHost> fine, PolicyHost found) {
    String now = value(field, found);
    if (fine.stream().anyMatch(each -> now.equals(value(field, each)))) {
      return Optional.empty();
    }
    return Optional.of(new Outcome.Moved(field, value(field, fine.get(0)), now));
  }

  private static String value(String field, PolicyHost host) {
    return switch (field) {
      case "names" -> String.join(" ", host.names());
      case "certificate" -> host.certificate();
      default -> Objects.requireNonNullElse(setting(field, host), "unset");
    };
  }

  private static @Nullable String setting(String field, PolicyHost host) {
    return host.settings().get(field);
  }
}
