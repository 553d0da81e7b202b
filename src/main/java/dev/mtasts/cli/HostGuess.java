package dev.mtasts.cli;

import dev.mtasts.verify.Facts;
import dev.mtasts.verify.Visit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What seems to host a policy, by the names that services give to their hosts and by what their
 * servers call themselves. Worth a hint and no more: anybody may put anything there.
 *
 * @param provider the type of provider that could take over
 * @param kind its kind of host
 * @param because what speaks for it
 * @param alias whether DNS leads there by a CNAME. If not, the addresses are the service's own
 *     affair: it changes them as it likes
 */
record HostGuess(String provider, String kind, String because, boolean alias) {
  static Optional<HostGuess> of(Facts facts) {
    for (String target : facts.host().aliases()) {
      Optional<HostGuess> guess = byName(target);
      if (guess.isPresent()) {
        return guess;
      }
    }
    boolean alias = !facts.host().aliases().isEmpty();
    return facts.visits().stream()
        .map(Visit::server)
        .filter(Objects::nonNull)
        .map(server -> byServer(server, alias))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<HostGuess> byName(String target) {
    String because = "a CNAME leads to " + target;
    if (target.endsWith(".cloudfront.net")) {
      return Optional.of(new HostGuess("aws", "cloudfront", because, true));
    }
    boolean s3 = List.of(target.split("\\.")).stream().anyMatch(HostGuess::bucketLabel);
    if (target.endsWith(".amazonaws.com") && s3) {
      return Optional.of(new HostGuess("aws", "s3", because, true));
    }
    boolean worker = target.endsWith(".workers.dev");
    return worker
        ? Optional.of(new HostGuess("cloudflare", "worker", because, true))
        : Optional.empty();
  }

  private static boolean bucketLabel(String label) {
    return label.equals("s3") || label.startsWith("s3-");
  }

  private static Optional<HostGuess> byServer(String server, boolean alias) {
    String said = server.toLowerCase(Locale.ROOT);
    String because = "the server says '" + server + "'";
    if (said.contains("cloudfront")) {
      return Optional.of(new HostGuess("aws", "cloudfront", because, alias));
    }
    return said.contains("cloudflare")
        ? Optional.of(new HostGuess("cloudflare", "worker", because, alias))
        : Optional.empty();
  }

  /** For a comment. */
  String text() {
    return "Host: this looks like type "
        + provider
        + ", kind "
        + kind
        + ", for "
        + because
        + (kind.equals("s3") ? "." : ". If mtasts is to set that up, leave address out.");
  }
}
