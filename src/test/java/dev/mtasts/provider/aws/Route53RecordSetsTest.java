package dev.mtasts.provider.aws;

import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.contract.RecordSetsContract;
import dev.mtasts.provider.contract.RecordWorld;
import dev.mtasts.testing.Route53StandIn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

final class Route53RecordSetsTest implements RecordSetsContract {
  private final Route53StandIn route53 = new Route53StandIn();
  private final Map<String, String> zones = new HashMap<>();
  private final Provider provider =
      AwsTesting.openTrusting(Map.of("route53_endpoint", route53.endpoint()), AwsTesting.KEYS);

  Route53RecordSetsTest() {
    for (String name : List.of("acme.example", "other.example", "dept.other.example")) {
      zones.put(name, route53.zone(name));
    }
    route53.privateZone("missing.example");
  }

  @AfterEach
  void close() {
    provider.close();
    route53.close();
  }

  @Override
  public RecordWorld world() {
    return new World();
  }

  private String id(String zone) {
    return Objects.requireNonNull(zones.get(zone));
  }

  private final class World implements RecordWorld {
    @Override
    public Handler<DnsRecordSet> handler() {
      return provider.records().orElseThrow();
    }

    @Override
    public void put(String zone, String name, RecordType type, int ttl, List<String> values) {
      if (type == RecordType.TXT) {
        route53.text(id(zone), name, ttl, values);
      } else {
        String dot = type == RecordType.CNAME ? "." : "";
        String[] stored = values.stream().map(v -> v + dot).toArray(String[]::new);
        route53.set(id(zone), name, type.name(), ttl, stored);
      }
    }

    @Override
    public Optional<Found> get(String zone, String name, RecordType type) {
      return route53
          .get(id(zone), name, type.name())
          .map(
              found ->
                  new Found(
                      found.getKey().intValue(),
                      found.getValue().stream().map(v -> plain(type, v)).toList()));
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
