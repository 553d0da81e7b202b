package dev.mtasts.provider;

import java.util.List;

/**
 * A place for the ledger: the {@code backend} of a {@code state} block.
 *
 * @param backend the word in the spec, such as {@code s3}
 * @param options the keys of the {@code state} block beside {@code backend}
 * @param opener makes the store
 */
public record StateBackend(String backend, List<Option> options, Opener opener) {
  /** Makes the store; does no I/O. */
  @FunctionalInterface
  public interface Opener {
    /** Opens the place that {@code state} describes. */
    Blobs open(Settings state, Surroundings surroundings);
  }
}
