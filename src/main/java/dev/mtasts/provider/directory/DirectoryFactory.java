package dev.mtasts.provider.directory;

import dev.mtasts.provider.Handler;
import dev.mtasts.provider.HostKind;
import dev.mtasts.provider.Option;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.ProviderFactory;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.StateBackend;
import dev.mtasts.provider.Surroundings;
import java.util.List;
import java.util.Optional;

/**
 * Hosts policies in a folder.
 *
 * <pre>{@code
 * providers:
 *   web: { type: directory, root: public }
 * }</pre>
 */
public final class DirectoryFactory implements ProviderFactory {
  @Override
  public String type() {
    return "directory";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.required(
            "root",
            Option.Type.PATH,
            "The folder of all policies; a domain's is"
                + " {root}/{domain}/.well-known/mta-sts.txt."));
  }

  @Override
  public List<HostKind> hosts() {
    return List.of(
        new HostKind(
            "directory",
            List.of(),
            (domain, provider, host) ->
                "file:" + DirectoryPolicyFiles.below(provider.path("root"), domain)));
  }

  @Override
  public Optional<StateBackend> stateBackend() {
    return Optional.of(
        new StateBackend(
            "local",
            List.of(
                Option.withDefault(
                    "path",
                    Option.Type.PATH,
                    ".mtasts/state.json",
                    "The ledger's file; its lock and its backup lie beside it.")),
            (state, surroundings) ->
                new FileBlobs(surroundings.base().resolve(state.path("path")))));
  }

  @Override
  public Provider open(String name, Settings settings, Surroundings surroundings) {
    DirectoryPolicyFiles files = new DirectoryPolicyFiles(surroundings.base());
    return new Provider() {
      @Override
      public Optional<Handler<PolicyFile>> files() {
        return Optional.of(files);
      }
    };
  }
}
