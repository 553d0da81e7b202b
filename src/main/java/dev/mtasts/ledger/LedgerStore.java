package dev.mtasts.ledger;

import dev.mtasts.provider.Blobs;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads and saves the ledger with compare-and-set, so that two runs can never overwrite each
 * other's knowledge. One thread at a time.
 */
public final class LedgerStore {
  private static final String USE_NEWER =
      "Use the mtasts that wrote it, or a newer one, and leave the ledger where it is.";
  private static final String RESTORE =
      "Restore the ledger from its backup or an older object version; if there is none, move it"
          + " away: the next plan takes over what is live and equal to the spec.";

  private final Blobs blobs;
  private final Clock clock;
  private @Nullable String version;

  /** Over a place that some adapter opened. */
  public LedgerStore(Blobs blobs, Clock clock) {
    this.blobs = blobs;
    this.clock = clock;
  }

  /**
   * What was loaded.
   *
   * @param ledger the ledger; a fresh one where there was none
   * @param edited whether someone edited it outside this tool
   */
  public record Loaded(Ledger ledger, boolean edited) {}

  /** Where the ledger lies, for messages. */
  public String place() {
    return blobs.place(Blobs.Key.LEDGER);
  }

  /**
   * Reads the ledger and remembers its version for {@link #save}.
   *
   * @throws LedgerException where the text is not a ledger that this version can use
   * @throws dev.mtasts.provider.ProviderException where the place cannot be reached
   */
  public Loaded load() {
    Optional<Blobs.Blob> blob = blobs.get(Blobs.Key.LEDGER);
    if (blob.isEmpty()) {
      version = null;
      return new Loaded(Ledger.fresh(), false);
    }
    version = blob.get().version();
    try {
      LedgerJson.Parsed parsed = LedgerJson.read(blob.get().text());
      return new Loaded(parsed.ledger(), parsed.edited());
    } catch (IllegalArgumentException e) {
      throw new LedgerException(
          LedgerException.Reason.UNREADABLE,
          "Tried to read the ledger "
              + place()
              + " but failed because "
              + e.getMessage()
              + ". Nothing was changed, and published policies go on working. "
              + (e instanceof LedgerJson.NewerFormat ? USE_NEWER : RESTORE));
    }
  }

  /**
   * Writes {@code ledger} under the next serial.
   *
   * @return the ledger as saved
   * @throws LedgerException where another run has written it since it was loaded
   */
  public Ledger save(Ledger ledger) {
    Ledger next = ledger.saved(clock.instant());
    version =
        blobs
            .put(Blobs.Key.LEDGER, LedgerJson.write(next), version)
            .orElseThrow(
                () ->
                    new LedgerException(
                        LedgerException.Reason.MOVED,
                        "Tried to save the ledger "
                            + place()
                            + " but failed because another run wrote it in the meantime. What this"
                            + " run did so far is live; plan again to see what is left."));
    return next;
  }
}
