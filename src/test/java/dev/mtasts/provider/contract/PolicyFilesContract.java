package dev.mtasts.provider.contract;

import static dev.mtasts.provider.contract.Ask.change;
import static dev.mtasts.provider.contract.Ask.create;
import static dev.mtasts.provider.contract.Ask.done;
import static dev.mtasts.provider.contract.Ask.failed;
import static dev.mtasts.provider.contract.Ask.live;
import static dev.mtasts.provider.contract.Ask.moved;
import static dev.mtasts.provider.contract.Ask.read;
import static dev.mtasts.provider.contract.Ask.unread;
import static dev.mtasts.provider.contract.Ask.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every adapter that hosts policy files promises. */
public interface PolicyFilesContract {
  /** A body as this tool renders it: CRLF after every line, RFC 8461 §3.2. */
  String BODY =
      "version: STSv1\r\nmode: testing\r\nmx: mx1.acme.example\r\nmax_age: 86400\r\n"
          + "id: 20261101T090000Z\r\n";

  /** Another. */
  String OTHER = BODY.replace("testing", "enforce").replace("20261101", "20261123");

  /** A third, as somebody else might have put it there. */
  String FOREIGN = "version: STSv1\nmode: none\nmax_age: 0\nwho: \u00e9lise";

  /** The world of the running test. */
  FileWorld world();

  @Test
  default void aFileThatIsNotThereReadsAsAbsent() {
    PolicyFile file = world().file("acme.example", BODY);

    assertThat(read(world().handler(), file)).isInstanceOf(Reading.Absent.class);
  }

  @Test
  default void aCreatedFileReadsBackEqual() {
    PolicyFile file = world().file("acme.example", BODY);

    Outcome.Done done = create(world().handler(), file);

    Reading.Live<PolicyFile> live = live(world().handler(), file);
    assertThat(live.resource()).isEqualTo(file);
    assertThat(live.version()).isEqualTo(done.version());
    assertThat(live.marked()).isEqualTo(world().marks());
    assertThat(world().get(file.location())).contains(BODY);
  }

  @Test
  default void aForeignFileReadsAsItIsToTheByte() {
    PolicyFile file = world().file("acme.example", BODY);
    world().put(file.location(), FOREIGN);

    Reading.Live<PolicyFile> live = live(world().handler(), file);

    assertThat(live.resource().body()).isEqualTo(FOREIGN);
    assertThat(live.resource().address()).isEqualTo(file.address());
    assertThat(live.resource().location()).isEqualTo(file.location());
    assertThat(live.marked()).isFalse();
  }

  @Test
  default void aCreationRepeatedAfterACrashIsDone() {
    PolicyFile file = world().file("acme.example", BODY);
    create(world().handler(), file);

    Outcome.Done again = done(write(world().handler(), null, file, null));

    assertThat(again.version()).isEqualTo(live(world().handler(), file).version());
    assertThat(world().get(file.location())).contains(BODY);
  }

  @Test
  default void anUpdateReplacesTheBody() {
    PolicyFile before = world().file("acme.example", BODY);
    create(world().handler(), before);

    Outcome.Done done = done(change(world().handler(), before, before.with(OTHER)));

    assertThat(world().get(before.location())).contains(OTHER);
    assertThat(live(world().handler(), before).version()).isEqualTo(done.version());
  }

  @Test
  default void anUpdateRepeatedAfterACrashIsDone() {
    PolicyFile before = world().file("acme.example", BODY);
    create(world().handler(), before);
    String version = live(world().handler(), before).version();
    done(write(world().handler(), before, before.with(OTHER), version));

    done(write(world().handler(), before, before.with(OTHER), version));

    assertThat(world().get(before.location())).contains(OTHER);
  }

  @Test
  default void anUpdateWithoutAVersionComparesTheBody() {
    PolicyFile before = world().file("acme.example", BODY);
    world().put(before.location(), FOREIGN);

    moved(write(world().handler(), before, before.with(OTHER), null));

    assertThat(world().get(before.location())).contains(FOREIGN);
  }

  @Test
  default void anUpdateOfWhatHasMovedWritesNothing() {
    PolicyFile before = world().file("acme.example", BODY);
    create(world().handler(), before);
    String version = live(world().handler(), before).version();
    world().put(before.location(), FOREIGN);

    Outcome.Moved moved = moved(write(world().handler(), before, before.with(OTHER), version));

    assertThat(moved.field()).isEqualTo("body");
    assertThat(world().get(before.location())).contains(FOREIGN);
  }

  @Test
  default void anUpdateOfWhatIsGoneWritesNothing() {
    PolicyFile before = world().file("acme.example", BODY);
    create(world().handler(), before);
    String version = live(world().handler(), before).version();
    world().remove(before.location());

    moved(write(world().handler(), before, before.with(OTHER), version));

    assertThat(world().get(before.location())).isEmpty();
  }

  @Test
  default void aCreationOverSomethingElseWritesNothing() {
    PolicyFile file = world().file("acme.example", BODY);
    world().put(file.location(), FOREIGN);

    moved(write(world().handler(), null, file, null));

    assertThat(world().get(file.location())).contains(FOREIGN);
  }

  @Test
  default void adoptionReplacesAForeignFile() {
    PolicyFile file = world().file("acme.example", BODY);
    world().put(file.location(), FOREIGN);
    Reading.Live<PolicyFile> foreign = live(world().handler(), file);

    done(write(world().handler(), foreign.resource(), file, foreign.version()));

    assertThat(world().get(file.location())).contains(BODY);
    assertThat(live(world().handler(), file).resource()).isEqualTo(file);
  }

  @Test
  default void aDeletedFileIsAbsent() {
    PolicyFile file = world().file("acme.example", BODY);
    create(world().handler(), file);

    done(change(world().handler(), file, null));

    assertThat(world().get(file.location())).isEmpty();
    assertThat(read(world().handler(), file)).isInstanceOf(Reading.Absent.class);
  }

  @Test
  default void aDeletionOfWhatIsGoneAlreadyIsDone() {
    PolicyFile file = world().file("acme.example", BODY);
    create(world().handler(), file);
    String version = live(world().handler(), file).version();
    world().remove(file.location());

    done(write(world().handler(), file, null, version));

    assertThat(world().get(file.location())).isEmpty();
  }

  @Test
  default void aDeletionOfWhatHasMovedDeletesNothing() {
    PolicyFile file = world().file("acme.example", BODY);
    create(world().handler(), file);
    String version = live(world().handler(), file).version();
    world().put(file.location(), FOREIGN);

    moved(write(world().handler(), file, null, version));

    assertThat(world().get(file.location())).contains(FOREIGN);
  }

  @Test
  default void aFileInAMissingContainerIsUnreadAndSaysWhichContainer() {
    Failure failure = unread(read(world().handler(), world().misplaced("acme.example", BODY)));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.MISSING);
    assertThat(failure.message()).contains(world().missingContainer());
  }

  @Test
  default void everyAddressAskedForIsAnswered() {
    PolicyFile there = world().file("acme.example", BODY);
    PolicyFile absent = world().file("sub.acme.example", BODY);
    PolicyFile lost = world().misplaced("lost.example", BODY);
    create(world().handler(), there);

    Map<Address, Reading<PolicyFile>> answers =
        world()
            .handler()
            .read(
                List.of(
                    new Wanted<>(lost, "known"),
                    new Wanted<>(absent, null),
                    new Wanted<>(there, null)));

    assertThat(answers).containsOnlyKeys(there.address(), absent.address(), lost.address());
    assertThat(answers.get(there.address())).isInstanceOf(Reading.Live.class);
    assertThat(answers.get(absent.address())).isInstanceOf(Reading.Absent.class);
    assertThat(answers.get(lost.address())).isInstanceOf(Reading.Unread.class);
    assertThat(world().handler().read(List.of())).isEmpty();
    assertThat(world().handler().write(List.of())).isEmpty();
  }

  @Test
  default void oneBadItemLeavesTheOthersOfTheBatchDone() {
    PolicyFile first = world().file("acme.example", BODY);
    PolicyFile lost = world().misplaced("lost.example", BODY);
    PolicyFile taken = world().file("taken.example", BODY);
    PolicyFile last = world().file("sub.acme.example", OTHER);
    world().put(taken.location(), FOREIGN);

    List<Change<PolicyFile>> batch = new ArrayList<>();
    for (PolicyFile file : List.of(first, lost, taken, last)) {
      batch.add(new Change<>(null, file, null, "new"));
    }
    Map<Address, Outcome> outcomes = world().handler().write(batch);

    done(outcomes.get(first.address()));
    done(outcomes.get(last.address()));
    moved(outcomes.get(taken.address()));
    Failure failure = failed(outcomes.get(lost.address()));
    assertThat(failure.kind()).isEqualTo(Failure.Kind.MISSING);
    assertThat(failure.message()).contains(world().missingContainer());
    assertThat(world().get(first.location())).contains(BODY);
    assertThat(world().get(last.location())).contains(OTHER);
    assertThat(world().get(taken.location())).contains(FOREIGN);
  }

  @Test
  default void aReadingIsNeverFromAnEarlierLook() {
    PolicyFile file = world().file("acme.example", BODY);
    create(world().handler(), file);
    live(world().handler(), file);
    world().put(file.location(), OTHER);

    assertThat(live(world().handler(), file).resource().body()).isEqualTo(OTHER);
  }

  @Test
  default void anOldVersionMakesTheHandlerLook() {
    PolicyFile file = world().file("acme.example", BODY);
    create(world().handler(), file);
    String old = live(world().handler(), file).version();
    world().put(file.location(), OTHER);

    Reading<PolicyFile> reading = read(world().handler(), file, old);

    assertThat(reading).isInstanceOf(Reading.Live.class);
    assertThat(((Reading.Live<PolicyFile>) reading).resource().body()).isEqualTo(OTHER);
  }

  @Test
  default void aKnownVersionIsAnsweredWithoutFetchingWhereTheStoreListsVersions() {
    PolicyFile file = world().file("acme.example", BODY);
    create(world().handler(), file);
    String version = live(world().handler(), file).version();

    // A body that is not there: only who does not fetch can answer with it.
    Reading<PolicyFile> reading = read(world().handler(), file.with(OTHER), version);

    assertThat(reading).isInstanceOf(Reading.Live.class);
    assertThat(((Reading.Live<PolicyFile>) reading).resource().body())
        .isEqualTo(world().trustsVersions() ? OTHER : BODY);
    assertThat(((Reading.Live<PolicyFile>) reading).version()).isEqualTo(version);
  }
}
