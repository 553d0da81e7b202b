package dev.mtasts.plan;

import dev.mtasts.policy.DomainName;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which domains a run looks at.
 *
 * @param include globs ({@code *} is any text, dots too); empty for all
 * @param exclude globs that take away again
 */
public record Selection(List<String> include, List<String> exclude) {
  /** Every domain. */
  public static final Selection ALL = new Selection(List.of(), List.of());

  /** Copies the lists. */
  public Selection {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  /** Whether nothing is left out. */
  public boolean isAll() {
    return equals(ALL);
  }

  /** Whether {@code domain} is looked at. */
  public boolean covers(DomainName domain) {
    return (include.isEmpty() || include.stream().anyMatch(glob -> matches(glob, domain)))
        && exclude.stream().noneMatch(glob -> matches(glob, domain));
  }

  /** Globs that mean none of {@code domains}: typing mistakes, most likely. */
  List<String> idle(Collection<DomainName> domains) {
    return Stream.concat(include.stream(), exclude.stream())
        .filter(glob -> domains.stream().noneMatch(domain -> matches(glob, domain)))
        .toList();
  }

  private static boolean matches(String glob, DomainName domain) {
    String regex =
        java.util.Arrays.stream(glob.toLowerCase(java.util.Locale.ROOT).split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return domain.text().matches(regex);
  }
}
