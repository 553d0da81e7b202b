package dev.mtasts.cli;

import dev.mtasts.policy.DomainName;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.IdStrategy;
import dev.mtasts.spec.Names;
import dev.mtasts.spec.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code --rebump DOMAIN}: a new id for a policy that stays as it is. */
final class RebumpOption {
  @Option(
      names = "--rebump",
      paramLabel = "DOMAIN",
      description =
          "Give this domain's policy a new id though it stays as it is, for a sender that kept the"
              + " old one under the new id; repeatable.")
  private List<String> typed = new ArrayList<>();

  boolean isGiven() {
    return !typed.isEmpty();
  }

  /**
   * The domains that were named.
   *
   * @throws ParameterException where one of them cannot get a new id
   */
  Set<DomainName> domains(RootCommand root, Spec spec) {
    Set<DomainName> domains = new TreeSet<>();
    for (String word : typed) {
      domains.add(domain(root, spec, word));
    }
    return domains;
  }

  private static DomainName domain(RootCommand root, Spec spec, String word) {
    DomainName name;
    try {
      name = Names.mailDomain(word);
    } catch (IllegalArgumentException e) {
      throw wrong(root, e.getMessage() + " It takes one name, not a glob");
    }
    @Nullable DomainSpec domain = spec.domains().get(name);
    if (domain == null) {
      throw wrong(root, "the spec has no domain " + name);
    }
    if (!root.selection().covers(name)) {
      throw wrong(root, "--domain and --exclude leave " + name + " out of this run");
    }
    if (domain.id() == IdStrategy.CONTENT) {
      throw wrong(
          root,
          name
              + " has id: content, so its id follows from the policy and cannot be another; with id:"
              + " timestamp it can");
    }
    return name;
  }

  private static ParameterException wrong(RootCommand root, String why) {
    return new ParameterException(root.commandLine(), "--rebump: " + why + ".");
  }
}
