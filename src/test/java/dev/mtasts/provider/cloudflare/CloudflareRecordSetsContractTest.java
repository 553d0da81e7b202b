package dev.mtasts.provider.cloudflare;

import dev.mtasts.provider.contract.RecordSetsContract;
import dev.mtasts.provider.contract.RecordWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Cloudflare passes the table that every adapter passes. */
final class CloudflareRecordSetsContractTest implements RecordSetsContract {
  private final CloudflareWorld world = new CloudflareWorld();

  @BeforeEach
  void serveTheZones() {
    for (String zone : new String[] {"acme.example", "other.example", "dept.other.example"}) {
      world.standIn.addZone(zone);
    }
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Override
  public RecordWorld world() {
    return world;
  }
}
