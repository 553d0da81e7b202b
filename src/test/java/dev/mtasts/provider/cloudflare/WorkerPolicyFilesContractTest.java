package dev.mtasts.provider.cloudflare;

import dev.mtasts.provider.contract.FileWorld;
import dev.mtasts.provider.contract.PolicyFilesContract;
import org.junit.jupiter.api.AfterEach;

final class WorkerPolicyFilesContractTest implements PolicyFilesContract {
  private final CloudflareWorld cloudflare = new CloudflareWorld();
  private final WorkerFileWorld world = new WorkerFileWorld(cloudflare);

  @Override
  public FileWorld world() {
    return world;
  }

  @AfterEach
  void close() {
    cloudflare.close();
  }
}
