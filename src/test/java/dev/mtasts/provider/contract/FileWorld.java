package dev.mtasts.provider.contract;

import dev.mtasts.provider.Handler;
import dev.mtasts.provider.PolicyFile;
import java.util.Optional;

/** A file store as the contract sees it: through the adapter, and around it. Empty at the start. */
public interface FileWorld {
  /** The adapter under test, the same at each call. */
  Handler<PolicyFile> handler();

  /** The policy file of {@code domain} as a spec would place it in this world. */
  PolicyFile file(String domain, String body);

  /** The same in a container that does not exist: another bucket, another folder. */
  PolicyFile misplaced(String domain, String body);

  /** The name of that container, as messages should have it. */
  String missingContainer();

  /** Writes the bytes (UTF-8) without the adapter and as another tool would: no mark of ours. */
  void put(String location, String body);

  /** Removes them without the adapter. */
  void remove(String location);

  /** The bytes as UTF-8, without the adapter. */
  Optional<String> get(String location);

  /**
   * Whether a known version is answered from {@code Wanted.expected} without fetching the body: so
   * where a listing shows versions, but not where the version is made from the body.
   */
  default boolean trustsVersions() {
    return false;
  }

  /**
   * Whether what the adapter made is {@linkplain dev.mtasts.provider.Reading.Live#marked marked}.
   */
  default boolean marks() {
    return false;
  }
}
