package dev.mtasts.provider.directory;

import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Sha256;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.AtomicFile;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DiskFailure;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.FileGuard;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Wanted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Policy files in folders. The version of a file is the SHA-256 of its bytes; compare-and-set is
 * atomic among processes of this tool, by a lock on {@code {root}/.mtasts.lock}.
 *
 * <p>A link below the root is followed as long as it stays below the root. A link at the file's own
 * place is read through but never written through: a write replaces the link, so that only this
 * domain's policy changes. Folders that become empty stay.
 */
final class DirectoryPolicyFiles implements Handler<PolicyFile> {
  /** More than any policy: a sender reads 64 KiB, RFC 8461 §3.3. */
  private static final int MAX_BYTES = 1 << 20;

  private static final String UNHARMED = "the file is as it was";

  private final Path base;

  /**
   * Over any root.
   *
   * @param base the folder of the spec, where relative locations start
   */
  DirectoryPolicyFiles(Path base) {
    this.base = base;
  }

  /** Where the policy of {@code domain} lies below {@code root}. */
  static Path below(Path root, DomainName domain) {
    return root.resolve(domain.text()).resolve(".well-known").resolve("mta-sts.txt");
  }

  @Override
  public Map<Address, Reading<PolicyFile>> read(Collection<Wanted<PolicyFile>> wanted) {
    Map<Address, Reading<PolicyFile>> readings = new LinkedHashMap<>();
    for (Wanted<PolicyFile> each : wanted) {
      readings.put(each.expected().address(), read(each.expected()));
    }
    return readings;
  }

  @Override
  public Map<Address, Outcome> write(Collection<Change<PolicyFile>> changes) {
    Map<Address, Outcome> outcomes = new LinkedHashMap<>();
    for (Change<PolicyFile> change : changes) {
      outcomes.put(change.address(), write(change));
    }
    return outcomes;
  }

  private Reading<PolicyFile> read(PolicyFile expected) {
    String tried = "read " + expected.address() + " from " + expected.location();
    try {
      byte @Nullable [] bytes = content(HostedPath.of(expected, base, tried).file(), tried);
      if (bytes == null) {
        return new Reading.Absent<>();
      }
      // Nothing here says what header a web server sends, so there is nothing to differ in.
      PolicyFile live = expected.with(new String(bytes, StandardCharsets.UTF_8));
      return new Reading.Live<>(live, Sha256.hex(bytes), false);
    } catch (ProviderException e) {
      return new Reading.Unread<>(e.failure());
    } catch (IOException e) {
      return new Reading.Unread<>(DiskFailure.of(tried, e, UNHARMED));
    }
  }

  private Outcome write(Change<PolicyFile> change) {
    PolicyFile subject = change.subject();
    String tried = change.action().word() + " " + subject.address() + " at " + subject.location();
    try {
      HostedPath path = HostedPath.of(subject, base, tried);
      if (Files.notExists(path.root())) {
        if (change.before() != null || change.after() == null) {
          return compareAndSet(change, path.file(), tried); // Nothing is there, nothing is written.
        }
        AtomicFile.createPublicFolders(path.root());
      }
      return FileGuard.holding(path.guard(), () -> compareAndSet(change, path.file(), tried));
    } catch (ProviderException e) {
      return new Outcome.Failed(e.failure());
    } catch (IOException e) {
      return new Outcome.Failed(DiskFailure.of(tried, e, UNHARMED));
    }
  }

  private static Outcome compareAndSet(Change<PolicyFile> change, Path file, String tried)
      throws IOException {
    byte @Nullable [] now = content(file, tried);
    PolicyFile after = change.after();
    if (after == null && now == null) {
      return new Outcome.Done(null);
    }
    byte[] wanted = after == null ? new byte[0] : after.body().getBytes(StandardCharsets.UTF_8);
    if (after != null && Arrays.equals(now, wanted)) {
      return new Outcome.Done(Sha256.hex(wanted));
    }
    if (!stillThere(change, now)) {
      return BodyDifference.of(change.before(), now);
    }
    if (after == null) {
      AtomicFile.delete(file);
      return new Outcome.Done(null);
    }
    AtomicFile.publish(file, wanted);
    return new Outcome.Done(Sha256.hex(wanted));
  }

  private static boolean stillThere(Change<PolicyFile> change, byte @Nullable [] now) {
    PolicyFile before = change.before();
    if (before == null || now == null) {
      return before == null && now == null;
    }
    return change.version() != null
        ? change.version().equals(Sha256.hex(now))
        : Arrays.equals(now, before.body().getBytes(StandardCharsets.UTF_8));
  }

  private static byte @Nullable [] content(Path file, String tried) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new Failure(
                Failure.Kind.LOCAL,
                tried,
                file + " is larger than 1 MiB, so it is no policy",
                "Look what it is and move it away.")
            .asException();
      }
      return bytes;
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
