package dev.mtasts.provider.directory;

import dev.mtasts.provider.Failure;
import dev.mtasts.provider.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where a policy file lies, checked: below a root that exists or can be made by one step, and not
 * led out of it by a link.
 *
 * @param root the folder that holds all domains
 * @param file the policy's own path
 */
record HostedPath(Path root, Path file) {

  /**
   * Resolves a location.
   *
   * @param base the folder of the spec, where a relative location starts
   * @throws dev.mtasts.provider.ProviderException where it is not of this adapter's form, the root
   *     and the folder above it are missing, or a link leads out of the root
   * @throws IOException where the disk cannot tell
   */
  static HostedPath of(PolicyFile policy, Path base, String tried) throws IOException {
    Path file = parse(policy, base, tried);
    Path domain = parent(parent(file));
    Path root = parent(domain);
    if (!file.equals(DirectoryPolicyFiles.below(root, policy.address().domain()))) {
      throw malformed(policy, tried);
    }
    if (Files.notExists(root)) {
      if (Files.notExists(parent(root))) {
        throw new Failure(
                Failure.Kind.MISSING,
                tried,
                "neither the folder " + root + " nor the one above it exists",
                "Create it, or correct 'root' of the provider.")
            .asException();
      }
      return new HostedPath(root, file);
    }
    Path real = root.toRealPath();
    for (Path step : new Path[] {domain, parent(file), file}) {
      if (Files.exists(step) && !step.toRealPath().startsWith(real)) {
        throw new Failure(
                Failure.Kind.LOCAL,
                tried,
                step + " is a link that leads out of " + root,
                "Replace the link by a folder, or set 'root' to where it leads.")
            .asException();
      }
    }
    return new HostedPath(root, file);
  }

  /** The lock that writers below this root share. */
  Path guard() {
    return root.resolve(".mtasts.lock");
  }

  private static Path parse(PolicyFile policy, Path base, String tried) {
    String location = policy.location();
    try {
      if (location.startsWith("file:")) {
        Path file = base.resolve(location.substring(5)).toAbsolutePath().normalize();
        if (file.getNameCount() > 3) {
          return file;
        }
      }
    } catch (InvalidPathException e) {
      throw malformed(policy, tried);
    }
    throw malformed(policy, tried);
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }

  private static RuntimeException malformed(PolicyFile policy, String tried) {
    return new Failure(
            Failure.Kind.REFUSED,
            tried,
            "'" + policy.location() + "' is not {root}/{domain}/.well-known/mta-sts.txt",
            "Check the ledger: somebody may have edited it by hand.")
        .asException();
  }
}
