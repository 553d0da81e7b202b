package dev.mtasts.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.provider.Blobs;
import dev.mtasts.provider.Pacer;
import dev.mtasts.provider.ProviderException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;

/**
 * The right to change things, held with a lease: a run that dies without letting go blocks others
 * only until the lease ends. The holder renews it; the ledger's own compare-and-set catches a
 * holder that slept through its lease.
 */
public final class Lock {
  /** How long a lease lasts without renewal. */
  public static final Duration LEASE = Duration.ofMinutes(2);

  /** How often a free lock may be lost to somebody quicker, or to a store that never lets us. */
  private static final int RACES = 3;

  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final JsonMapper JSON = new JsonMapper();

  private final Blobs blobs;
  private final Clock clock;

  /** Beside a ledger. */
  public Lock(Blobs blobs, Clock clock) {
    this.blobs = blobs;
    this.clock = clock;
  }

  /**
   * Who holds the lock.
   *
   * @param id names this very holding, for {@code unlock}
   * @param who user, machine and process
   * @param operation what for
   * @param since from when
   * @param until the end of the lease
   */
  public record Holder(String id, String who, String operation, Instant since, Instant until) {}

  /** A lock that is held. Closing releases it; renewing and closing may race safely. */
  public final class Held implements AutoCloseable {
    private Holder holder;
    private String version;

    private Held(Holder holder, String version) {
      this.holder = holder;
      this.version = version;
    }

    /** Who we are. */
    public synchronized Holder holder() {
      return holder;
    }

    /**
     * Extends the lease.
     *
     * @throws LedgerException where somebody else has the lock by now
     */
    public synchronized void renew() {
      Holder longer =
          new Holder(
              holder.id(),
              holder.who(),
              holder.operation(),
              holder.since(),
              clock.instant().plus(LEASE));
      version =
          blobs
              .put(Blobs.Key.LOCK, write(longer), version)
              .orElseThrow(
                  () ->
                      new LedgerException(
                          LedgerException.Reason.LOCKED,
                          "The lock " + blobs.place(Blobs.Key.LOCK) + " was taken from this run."));
      holder = longer;
    }

    /** Lets go, if it is still ours. Where that fails the lease ends by itself. */
    @Override
    public synchronized void close() {
      try {
        blobs.delete(Blobs.Key.LOCK, version);
      } catch (ProviderException e) {
        return; // What the run did is done; the next one waits two minutes at most.
      }
    }
  }

  /**
   * Takes the lock, waiting up to {@code patience} for another holder.
   *
   * @throws LedgerException naming the holder and the way out, where it stays held
   */
  public Held acquire(String who, String operation, Duration patience, Pacer.Sleeper sleeper)
      throws InterruptedException {
    Instant deadline = clock.instant().plus(patience);
    for (int lost = 0; ; ) {
      Optional<Blobs.Blob> found = blobs.get(Blobs.Key.LOCK);
      Optional<Holder> other = found.flatMap(blob -> read(blob.text()));
      Instant now = clock.instant();
      boolean free = other.map(holder -> !holder.until().isAfter(now)).orElse(found.isEmpty());
      if (free) {
        Holder mine =
            new Holder(UUID.randomUUID().toString(), who, operation, now, now.plus(LEASE));
        String expected = found.map(Blobs.Blob::version).orElse(null);
        Optional<String> version = blobs.put(Blobs.Key.LOCK, write(mine), expected);
        if (version.isPresent()) {
          return new Held(mine, version.get());
        }
        lost++;
      }
      if (!now.isBefore(deadline) && (!free || lost >= RACES)) {
        throw locked(other);
      }
      sleeper.sleep(RETRY);
    }
  }

  /** Who holds the lock now, if anybody; an unreadable lock has no holder. */
  public Optional<Holder> holder() {
    return blobs.get(Blobs.Key.LOCK).flatMap(blob -> read(blob.text()));
  }

  /**
   * Breaks the lock that has {@code id}; for people who know that its holder is dead.
   *
   * @return who held it
   * @throws LedgerException where nobody holds it, or somebody under another id
   */
  public Holder release(String id) {
    String place = blobs.place(Blobs.Key.LOCK);
    Blobs.Blob blob =
        blobs
            .get(Blobs.Key.LOCK)
            .orElseThrow(
                () ->
                    new LedgerException(
                        LedgerException.Reason.LOCKED,
                        "Nothing to unlock: " + place + " is free."));
    Holder holder =
        read(blob.text())
            .orElseGet(() -> new Holder(id, "unknown", "unknown", Instant.EPOCH, Instant.EPOCH));
    if (!holder.id().equals(id)) {
      throw new LedgerException(
          LedgerException.Reason.LOCKED,
          "The lock "
              + place
              + " has the id "
              + holder.id()
              + ", not "
              + id
              + ". It was left alone.");
    }
    if (!blobs.delete(Blobs.Key.LOCK, blob.version())) {
      throw new LedgerException(
          LedgerException.Reason.LOCKED,
          "The lock " + place + " changed while it was being released. It was left alone.");
    }
    return holder;
  }

  private LedgerException locked(Optional<Holder> other) {
    String place = blobs.place(Blobs.Key.LOCK);
    String story =
        other
            .map(
                h ->
                    "held by "
                        + h.who()
                        + " for "
                        + h.operation()
                        + " since "
                        + h.since()
                        + " (lease until "
                        + h.until()
                        + "). Nothing was changed. Wait for it, or, if that run is dead, run:"
                        + " mtasts unlock "
                        + h.id())
            .orElse(
                "not readable as a lock. Nothing was changed. If no other run is going on, run:"
                    + " mtasts unlock unreadable");
    return new LedgerException(
        LedgerException.Reason.LOCKED, "The ledger is locked: " + place + " is " + story);
  }

  private static String write(Holder holder) {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", holder.id()).put("who", holder.who()).put("operation", holder.operation());
    node.put("since", holder.since().toString()).put("until", holder.until().toString());
    return node.toPrettyString() + "\n";
  }

  private static Optional<Holder> read(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return Optional.of(
          new Holder(
              node.path("id").asText(),
              node.path("who").asText(),
              node.path("operation").asText(),
              Instant.parse(node.path("since").asText()),
              Instant.parse(node.path("until").asText())));
    } catch (JsonProcessingException | DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
