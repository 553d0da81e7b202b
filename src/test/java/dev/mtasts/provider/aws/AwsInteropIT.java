package dev.mtasts.provider.aws;

import dev.mtasts.interop.MotoServer;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.contract.FileWorld;
import dev.mtasts.provider.contract.PolicyFilesContract;
import dev.mtasts.provider.contract.RecordSetsContract;
import dev.mtasts.provider.contract.RecordWorld;
import dev.mtasts.testing.Route53StandIn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The contract once more, against moto: an S3 and a Route 53 that other people wrote. */
@Tag("interop")
final class AwsInteropIT {
  private static @Nullable MotoServer moto;
  private static @Nullable S3Client s3;
  private static @Nullable Route53Client route53;

  private @Nullable Provider provider;

  @BeforeAll
  static void start() throws Exception {
    MotoServer started = new MotoServer();
    moto = started;
    s3 = started.s3();
    route53 = started.route53();
  }

  @AfterAll
  static void stop() {
    if (moto != null) {
      moto.close();
    }
  }

  @BeforeEach
  void open() throws Exception {
    MotoServer server = Objects.requireNonNull(moto);
    server.reset();
    Map<String, Object> endpoints =
        Map.of("endpoint", server.endpoint(), "route53_endpoint", server.endpoint());
    provider = AwsTesting.open(endpoints, AwsTesting.KEYS);
  }

  @AfterEach
  void close() {
    provider().close();
  }

  private Provider provider() {
    return Objects.requireNonNull(provider);
  }

  private static S3Client s3() {
    return Objects.requireNonNull(s3);
  }

  private static Route53Client route53() {
    return Objects.requireNonNull(route53);
  }

  @Nested
  final class Files implements PolicyFilesContract {
    private static final String BUCKET = "acme-mta-sts";

    @BeforeEach
    void createBucket() {
      s3().createBucket(b -> b.bucket(BUCKET));
    }

    @Override
    public FileWorld world() {
      return new World();
    }

    private final class World implements FileWorld {
      @Override
      public Handler<PolicyFile> handler() {
        return provider().files().orElseThrow();
      }

      @Override
      public PolicyFile file(String domain, String body) {
        return AwsTesting.file(BUCKET, domain, body);
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
        s3().putObject(b -> b.bucket(BUCKET).key(key(location)), RequestBody.fromString(body));
      }

      @Override
      public void remove(String location) {
        s3().deleteObject(b -> b.bucket(BUCKET).key(key(location)));
      }

      @Override
      public Optional<String> get(String location) {
        try {
          return Optional.of(
              s3().getObjectAsBytes(b -> b.bucket(BUCKET).key(key(location))).asUtf8String());
        } catch (NoSuchKeyException e) {
          return Optional.empty();
        }
      }

      @Override
      public boolean marks() {
        return true;
      }

      private String key(String location) {
        return S3Location.parse(location).key();
      }
    }
  }

  @Nested
  final class Records implements RecordSetsContract {
    private final Map<String, String> zones = new HashMap<>();

    @BeforeEach
    void createZones() {
      for (String name : List.of("acme.example", "other.example", "dept.other.example")) {
        String id =
            route53()
                .createHostedZone(r -> r.name(name + ".").callerReference(name))
                .hostedZone()
                .id();
        zones.put(name, id);
      }
    }

    @Override
    public RecordWorld world() {
      return new World();
    }

    private final class World implements RecordWorld {
      @Override
      public Handler<DnsRecordSet> handler() {
        return provider().records().orElseThrow();
      }

      @Override
      public void put(String zone, String name, RecordType type, int ttl, List<String> values) {
        List<ResourceRecord> records =
            values.stream()
                .map(value -> ResourceRecord.builder().value(stored(type, value)).build())
                .toList();
        ResourceRecordSet set =
            ResourceRecordSet.builder()
                .name(name + ".")
                .type(type.name())
                .ttl((long) ttl)
                .resourceRecords(records)
                .build();
        route53()
            .changeResourceRecordSets(
                r ->
                    r.hostedZoneId(zones.get(zone))
                        .changeBatch(
                            b ->
                                b.changes(
                                    c -> c.action(ChangeAction.UPSERT).resourceRecordSet(set))));
      }

      @Override
      public Optional<Found> get(String zone, String name, RecordType type) {
        return route53()
            .listResourceRecordSetsPaginator(r -> r.hostedZoneId(zones.get(zone)))
            .resourceRecordSets()
            .stream()
            .filter(set -> set.name().equals(name + "."))
            .filter(set -> set.typeAsString().equals(type.name()))
            .findFirst()
            .map(
                set ->
                    new Found(
                        set.ttl().intValue(),
                        set.resourceRecords().stream()
                            .map(record -> plain(type, record.value()))
                            .toList()));
      }

      @Override
      public boolean refusesCnameBesideData() {
        return false;
      }

      private String stored(RecordType type, String value) {
        return switch (type) {
          case TXT -> Route53StandIn.encoded(value);
          case CNAME -> value + ".";
          default -> value;
        };
      }

      private String plain(RecordType type, String stored) {
        return switch (type) {
          case TXT -> Route53StandIn.decoded(stored);
          case CNAME -> stored.substring(0, stored.length() - 1);
          default -> stored;
        };
      }
    }
  }
}
