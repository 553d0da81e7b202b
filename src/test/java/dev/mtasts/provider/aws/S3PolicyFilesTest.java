package dev.mtasts.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.Handler;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.contract.Ask;
import dev.mtasts.provider.contract.FileWorld;
import dev.mtasts.provider.contract.PolicyFilesContract;
import dev.mtasts.testing.S3Server;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract, against a store that is trusted as Amazon is, and against one that is not. */
final class S3PolicyFilesTest {
  private final S3Server server = S3Server.shared();
  private final String bucket = server.newBucket();

  @Nested
  final class AsAmazon implements PolicyFilesContract {
    private final Provider provider =
        AwsTesting.openTrusting(Map.of("endpoint", server.endpoint()), server.env());

    @AfterEach
    void close() {
      provider.close();
    }

    @Override
    public FileWorld world() {
      return new World(provider);
    }
  }

  @Nested
  final class AsAnotherStore implements PolicyFilesContract {
    private final Provider provider =
        AwsTesting.open(Map.of("endpoint", server.endpoint()), server.env());

    @AfterEach
    void close() {
      provider.close();
    }

    @Override
    public FileWorld world() {
      return new World(provider);
    }
  }

  @Test
  void anObjectCarriesTypeCacheControlAndDigest() {
    PolicyFile file = AwsTesting.file(bucket, "acme.example", PolicyFilesContract.BODY);

    try (Provider provider = AwsTesting.open(Map.of("endpoint", server.endpoint()), server.env())) {
      Ask.create(provider.files().orElseThrow(), file);
    }

    var head = server.get(bucket, "acme.example/.well-known/mta-sts.txt").orElseThrow().response();
    assertThat(head.contentType()).isEqualToIgnoringWhitespace("text/plain; charset=utf-8");
    assertThat(head.cacheControl()).isEqualTo("max-age=60");
    assertThat(head.metadata()).containsKey("mtasts-sha256");
  }

  private final class World implements FileWorld {
    private final Provider provider;

    World(Provider provider) {
      this.provider = provider;
    }

    @Override
    public Handler<PolicyFile> handler() {
      return provider.files().orElseThrow();
    }

    @Override
    public PolicyFile file(String domain, String body) {
      return AwsTesting.file(bucket, domain, body);
    }

    @Override
    public PolicyFile misplaced(String domain, String body) {
      return AwsTesting.file(missingContainer(), domain, body);
    }

    @Override
    public String missingContainer() {
      return "no-such-bucket";
    }

    @Override
    public void put(String location, String body) {
      server.put(bucket, S3Location.parse(location).key(), body);
    }

    @Override
    public void remove(String location) {
      server.remove(bucket, S3Location.parse(location).key());
    }

    @Override
    public Optional<String> get(String location) {
      return server.text(bucket, S3Location.parse(location).key());
    }

    @Override
    public boolean marks() {
      return true;
    }
  }
}
