package dev.mtasts.provider.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Resource;
import dev.mtasts.provider.Wanted;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Single questions to a handler, for tests that are about one resource. */
public final class Ask {
  private Ask() {}

  /** What is live where {@code expected} should be. */
  public static <R extends Resource> Reading<R> read(Handler<R> handler, R expected) {
    return read(handler, expected, null);
  }

  /** The same, with a version known from before. */
  public static <R extends Resource> Reading<R> read(
      Handler<R> handler, R expected, @Nullable String version) {
    Map<Address, Reading<R>> answers = handler.read(List.of(new Wanted<>(expected, version)));
    assertThat(answers).containsOnlyKeys(expected.address());
    return answers.get(expected.address());
  }

  /** What is live, which must be something. */
  public static <R extends Resource> Reading.Live<R> live(Handler<R> handler, R expected) {
    Reading<R> reading = read(handler, expected);
    assertThat(reading).as("reading of %s", expected.place()).isInstanceOf(Reading.Live.class);
    return (Reading.Live<R>) reading;
  }

  /** Makes one change, of the version that was read. */
  public static <R extends Resource> Outcome write(
      Handler<R> handler, @Nullable R before, @Nullable R after, @Nullable String version) {
    Change<R> change = new Change<>(before, after, version, "the contract asks");
    Map<Address, Outcome> outcomes = handler.write(List.of(change));
    assertThat(outcomes).containsOnlyKeys(change.address());
    return outcomes.get(change.address());
  }

  /** Makes one change whose {@code before} is what is live now, so its version is known. */
  public static <R extends Resource> Outcome change(
      Handler<R> handler, R before, @Nullable R after) {
    return write(handler, before, after, live(handler, before).version());
  }

  /** Creates, which must end well. */
  public static <R extends Resource> Outcome.Done create(Handler<R> handler, R after) {
    return done(write(handler, null, after, null));
  }

  /** The outcome, which must be a good one. */
  public static Outcome.Done done(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    return (Outcome.Done) outcome;
  }

  /** The outcome, which must be that the world moved; a person can read what differs. */
  public static Outcome.Moved moved(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Moved.class);
    Outcome.Moved moved = (Outcome.Moved) outcome;
    assertThat(moved.field()).isNotBlank();
    assertThat(moved.expected()).isNotEqualTo(moved.found());
    return moved;
  }

  /** The failure of an outcome, which must be one and must be usable. */
  public static Failure failed(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    return usable(((Outcome.Failed) outcome).failure());
  }

  /** The failure of a reading, which must be one and must be usable. */
  public static Failure unread(Reading<?> reading) {
    assertThat(reading).isInstanceOf(Reading.Unread.class);
    return usable(((Reading.Unread<?>) reading).failure());
  }

  private static Failure usable(Failure failure) {
    assertThat(failure.tried()).as("what was tried").isNotBlank();
    assertThat(failure.because()).as("why it failed").isNotBlank().doesNotEndWith(".");
    assertThat(failure.todo()).as("what to do").matches("(?s)\\p{Lu}.*\\.");
    return failure;
  }
}
