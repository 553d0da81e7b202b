package dev.mtasts.provider;

/** Where long work says how far it is. Calls are cheap and may come from any thread. */
@FunctionalInterface
public interface Progress {
  /** Says nothing. */
  Progress SILENT = (what, done, total) -> {};

  /**
   * Reports.
   *
   * @param what the work, such as {@code reading Route 53 zones}
   * @param done how many are done
   * @param total of how many; 0 where nobody knows
   */
  void at(String what, int done, int total);
}
