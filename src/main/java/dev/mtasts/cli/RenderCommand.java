package dev.mtasts.cli;

import dev.mtasts.plan.Rendering;
import dev.mtasts.policy.DomainName;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Names;
import dev.mtasts.spec.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code render}: what would be published, from the spec alone. */
@Command(name = "render", description = "Print what would be published, offline.")
public final class RenderCommand implements Callable<Integer> {
  @ParentCommand private RootCommand root = Unset.ROOT;

  @Parameters(paramLabel = "DOMAIN", arity = "0..*", description = "These domains; all, if none.")
  private List<String> names = new ArrayList<>();

  @Override
  public Integer call() {
    Spec spec = Session.spec(root);
    List<DomainName> wanted = names.stream().map(RenderCommand::name).toList();
    for (DomainName name : wanted) {
      if (!spec.domains().containsKey(name)) {
        throw new CommandFailure(Exit.USAGE, name + " is not in " + root.fileName() + ".");
      }
    }
    for (DomainSpec domain : spec.domains().values()) {
      boolean asked =
          wanted.isEmpty()
              ? root.selection().covers(domain.name())
              : wanted.contains(domain.name());
      if (asked) {
        print(Rendering.of(domain, root.shell().clock().instant()));
      }
    }
    return Exit.OK;
  }

  private static DomainName name(String text) {
    try {
      return Names.mailDomain(text);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(Exit.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private void print(Rendering rendering) {
    if (root.json()) {
      root.shell().out().println(rendering.json());
    } else {
      root.shell().out().print(rendering.text());
    }
  }
}
