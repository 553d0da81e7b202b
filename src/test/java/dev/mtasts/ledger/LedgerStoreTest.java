package dev.mtasts.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.provider.Blobs;
import dev.mtasts.provider.Part;
import dev.mtasts.testing.MemoryBlobs;
import dev.mtasts.testing.TestClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerStoreTest {
  private static final DomainName ACME = new DomainName("acme.example");
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final TestClock clock = new TestClock("2026-11-23T12:00:00Z");
  private final MemoryBlobs blobs = new MemoryBlobs();
  private final LedgerStore store = new LedgerStore(blobs, clock);

  private static DomainEntry entry() {
    Issued issued = new Issued(new PolicyId("20261123T120000Z"), "version: STSv1\r\n");
    Owned file =
        new Owned("web", "file:/srv/ü", List.of("version: STSv1\r\nmode: none\r\n"), "etag");
    Owned record = new Owned("zone", "_mta-sts.acme.example TXT", List.of("v=STSv1; id=1;"), null);
    return DomainEntry.NONE
        .owning(Part.POLICY, file)
        .owning(Part.RECORD, record)
        .serving("body", issued, NOON)
        .intending(Part.TLSRPT, new Intent(null, null, NOON))
        .intending(Part.POLICY, new Intent(file, new Issued(new PolicyId("x1"), "c"), NOON))
        .using(new PolicyId("byHand"))
        .announcing(new PolicyId("20261123T120000Z"), 300, NOON)
        .withdrawing(NOON.plusSeconds(300))
        .assuming(NOON.plusSeconds(86_400))
        .leaving(Map.of("*.acme.example", NOON))
        .having(
            new Former("{\"host\":{\"provider\":\"web\"}}", Map.of(Part.POLICY, file), 300, NOON))
        .remembering("{\"policy\":{\"mx\":[\"mx1.acme.example\"]},\"verify\":\"false\"}", true);
  }

  @Test
  void whatIsSavedIsLoadedAgain() {
    Ledger saved = store.save(store.load().ledger().with(Map.of(ACME, entry())));

    LedgerStore.Loaded loaded = new LedgerStore(blobs, clock).load();

    assertThat(loaded.ledger()).isEqualTo(saved);
    assertThat(loaded.ledger().serial()).isEqualTo(1);
    assertThat(loaded.ledger().entry(ACME).usedIds())
        .containsExactly("20261123T120000Z", "byHand", "x1");
    assertThat(loaded.edited()).isFalse();
  }

  @Test
  void aMissingLedgerIsAFreshOne() {
    assertThat(store.load().ledger().isNew()).isTrue();
  }

  @Test
  void aLedgerEditedByHandIsLoadedAndSaysSo() {
    store.save(store.load().ledger().with(Map.of(ACME, entry())));
    String text = text();

    blobs.plant(Blobs.Key.LEDGER, text.replace("\"protect\" : true", "\"protect\" : false"));

    LedgerStore.Loaded loaded = store.load();
    assertThat(loaded.edited()).isTrue();
    assertThat(loaded.ledger().entry(ACME).protect()).isFalse();
  }

  @Test
  void whiteSpaceIsNoEdit() {
    store.save(store.load().ledger().with(Map.of(ACME, entry())));

    blobs.plant(Blobs.Key.LEDGER, text().replace("\n", "\r\n    "));

    assertThat(store.load().edited()).isFalse();
  }

  @Test
  void everyTruncationIsRefusedWithAWayOut() {
    store.save(store.load().ledger().with(Map.of(ACME, entry())));
    String text = text();

    for (int length = 0; length < text.stripTrailing().length(); length += 7) {
      blobs.plant(Blobs.Key.LEDGER, text.substring(0, length));
      assertThatThrownBy(store::load)
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("memory:LEDGER")
          .hasMessageContaining("Nothing was changed")
          .hasMessageContaining("backup");
    }
  }

  @Test
  void aNewerFormatIsRefused() {
    blobs.plant(Blobs.Key.LEDGER, "{\"format\": 3}");

    assertThatThrownBy(store::load).hasMessageContaining("format 3, written by a newer mtasts");
  }

  @Test
  void aWrongValueIsNamedByItsPath() {
    store.save(store.load().ledger().with(Map.of(ACME, entry())));

    blobs.plant(Blobs.Key.LEDGER, text().replace("\"id\" : \"x1\"", "\"id\" : \"not an id\""));

    assertThatThrownBy(store::load)
        .hasMessageContaining("domains.acme.example.intents.policy.issued.id");
  }

  @Test
  void twoRunsCannotOverwriteEachOther() {
    LedgerStore other = new LedgerStore(blobs, clock);
    Ledger mine = store.load().ledger();
    other.save(other.load().ledger());

    assertThatThrownBy(() -> store.save(mine))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("another run wrote it");
  }

  private String text() {
    return blobs.get(Blobs.Key.LEDGER).orElseThrow().text();
  }
}
