package dev.mtasts.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mtasts.provider.Blobs;
import dev.mtasts.provider.Blobs.Key;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.Settings;
import dev.mtasts.testing.FaultyProxy;
import dev.mtasts.testing.FaultyProxy.Fault;
import dev.mtasts.testing.S3Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class S3BlobsTest {
  private final S3Server server = S3Server.shared();
  private final FaultyProxy proxy = new FaultyProxy(server.endpoint());
  private final String bucket = server.newBucket();
  private final Blobs blobs = open(bucket);

  @AfterEach
  void close() {
    blobs.close();
    proxy.close();
  }

  private Blobs open(String name) {
    return open(AwsTesting.FACTORY, name);
  }

  private Blobs open(AwsFactory factory, String name) {
    Settings state =
        new Settings(
            Map.of("bucket", name, "key", "mtasts/state.json", "endpoint", proxy.endpoint()));
    return factory
        .stateBackend()
        .orElseThrow()
        .opener()
        .open(state, AwsTesting.surroundings(server.env()));
  }

  @Test
  void whatWasPutIsGotWithItsVersion() {
    String version = blobs.put(Key.LEDGER, "{\"é\":1}", null).orElseThrow();

    assertThat(blobs.get(Key.LEDGER)).contains(new Blobs.Blob("{\"é\":1}", version));
    assertThat(blobs.get(Key.LOCK)).isEmpty();
    assertThat(server.text(bucket, "mtasts/state.json")).contains("{\"é\":1}");
  }

  @Test
  void placesAreLocations() {
    assertThat(blobs.place(Key.LEDGER)).isEqualTo("s3://" + bucket + "/mtasts/state.json");
    assertThat(blobs.place(Key.LOCK)).isEqualTo("s3://" + bucket + "/mtasts/state.json.lock");
  }

  @Test
  void aSecondCreationIsRefused() {
    blobs.put(Key.LOCK, "mine", null);

    assertThat(blobs.put(Key.LOCK, "yours", null)).isEmpty();

    assertThat(server.text(bucket, "mtasts/state.json.lock")).contains("mine");
  }

  @Test
  void anOldVersionWritesNothing() {
    String old = blobs.put(Key.LEDGER, "one", null).orElseThrow();
    String now = blobs.put(Key.LEDGER, "two", old).orElseThrow();

    assertThat(blobs.put(Key.LEDGER, "three", old)).isEmpty();

    assertThat(blobs.get(Key.LEDGER)).contains(new Blobs.Blob("two", now));
  }

  @Test
  void anUpdateOfWhatIsGoneWritesNothing() {
    String old = blobs.put(Key.LEDGER, "one", null).orElseThrow();
    server.remove(bucket, "mtasts/state.json");

    assertThat(blobs.put(Key.LEDGER, "two", old)).isEmpty();

    assertThat(blobs.get(Key.LEDGER)).isEmpty();
  }

  @Test
  void onlyTheVersionThatIsNamedIsDeleted() {
    String old = blobs.put(Key.LOCK, "one", null).orElseThrow();
    String now = blobs.put(Key.LOCK, "two", old).orElseThrow();

    assertThat(blobs.delete(Key.LOCK, old)).isFalse();
    assertThat(blobs.get(Key.LOCK)).isPresent();
    assertThat(blobs.delete(Key.LOCK, now)).isTrue();
    assertThat(blobs.get(Key.LOCK)).isEmpty();
    assertThat(blobs.delete(Key.LOCK, now)).isFalse();
  }

  @Test
  void aLockIsTakenByOneOfMany() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Optional<String>>> racers = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        String holder = "holder " + i;
        racers.add(
            threads.submit(
                () -> {
                  try (Blobs own = open(bucket)) {
                    return own.put(Key.LOCK, holder, null).map(version -> holder);
                  }
                }));
      }
      List<String> winners = new ArrayList<>();
      for (Future<Optional<String>> racer : racers) {
        racer.get().ifPresent(winners::add);
      }

      assertThat(winners).hasSize(1);
      assertThat(blobs.get(Key.LOCK).orElseThrow().text()).isEqualTo(winners.get(0));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aLockThatIsReleasedJustAfterItWasInTheWayIsTaken() {
    String lock = "mtasts/state.json.lock";
    server.put(bucket, lock, "theirs");
    proxy.next(1, FaultyProxy.method("GET"), new Fault.After(() -> server.remove(bucket, lock)));

    try (Blobs faithful = open(AwsTesting.TRUSTING, bucket)) {
      assertThat(faithful.put(Key.LOCK, "mine", null)).isPresent();
    }

    assertThat(server.text(bucket, lock)).contains("mine");
  }

  @Test
  void aLostAnswerIsLookedUp() {
    proxy.always(FaultyProxy.method("PUT"), new Fault.LoseAnswer());

    Optional<String> version = blobs.put(Key.LOCK, "mine", null);

    proxy.heal();
    assertThat(blobs.get(Key.LOCK)).contains(new Blobs.Blob("mine", version.orElseThrow()));
  }

  @Test
  void aLostDeletionIsOurs() {
    String version = blobs.put(Key.LOCK, "mine", null).orElseThrow();
    proxy.always(FaultyProxy.method("DELETE"), new Fault.LoseAnswer());

    assertThat(blobs.delete(Key.LOCK, version)).isTrue();
  }

  @Test
  void aMissingBucketIsToldByName() {
    try (Blobs lost = open("no-such-bucket")) {
      assertThatExceptionOfType(ProviderException.class)
          .isThrownBy(() -> lost.get(Key.LEDGER))
          .matches(e -> e.failure().kind() == Failure.Kind.MISSING)
          .withMessageContaining("no-such-bucket");
      assertThatExceptionOfType(ProviderException.class)
          .isThrownBy(() -> lost.put(Key.LEDGER, "x", null))
          .matches(e -> e.failure().kind() == Failure.Kind.MISSING);
    }
  }
}
