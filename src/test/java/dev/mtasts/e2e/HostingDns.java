package dev.mtasts.e2e;

import dev.mtasts.testing.CloudFrontStandIn;
import dev.mtasts.testing.CloudflareStandIn;
import dev.mtasts.testing.CloudflareZone;
import dev.mtasts.testing.Route53StandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * Public DNS as the zones of Route 53 and Cloudflare make it. Distributions and Cloudflare's edge
 * are on loopback.
 *
 * @param hostedZones the ids of Route 53's zones, by name; names that are in none of them are in
 *     those of Cloudflare
 */
record HostingDns(
    Route53StandIn route53,
    Map<String, String> hostedZones,
    CloudflareStandIn cloudflare,
    CloudFrontStandIn cloudFront) {
  private static final String EDGE = "127.0.0.1";
  private static final String CNAME_SETUP = ".cdn.cloudflare.net";
  private static final List<String> TYPES = List.of("TXT", "CNAME", "A", "AAAA");

  /** The records at a name. */
  List<Record> records(String name) {
    if (name.endsWith(CNAME_SETUP)) {
      String host = name.substring(0, name.length() - CNAME_SETUP.length());
      boolean attached = cloudflare.workers().attached().containsKey(host);
      return attached ? List.of(record(name, "A", EDGE)) : List.of();
    }
    if (cloudFront.isAt(name)) {
      return List.of(record(name, "A", EDGE));
    }
    Optional<String> zone = zone(name);
    if (zone.isEmpty()) {
      return List.of();
    }
    return hostedZones.isEmpty()
        ? atCloudflare(cloudflare.zone(zone.get()), name)
        : atRoute53(hostedZones.get(zone.get()), name);
  }

  /** What the zones hold at the name of a policy host, by type, as they hold it. */
  Map<String, String> stored(String name) {
    Map<String, String> stored = new TreeMap<>();
    String zone = zone(name).orElseThrow();
    for (String type : TYPES) {
      if (hostedZones.isEmpty()) {
        cloudflare
            .zone(zone)
            .records(name, type)
            .forEach(json -> stored.put(type, json.path("content").asText()));
      } else {
        route53
            .get(hostedZones.get(zone), name, type)
            .ifPresent(set -> stored.put(type, String.join(" ", set.getValue())));
      }
    }
    return stored;
  }

  /** The texts at a name. */
  List<String> txt(String name) {
    return records(name).stream()
        .filter(TXTRecord.class::isInstance)
        .map(record -> String.join("", ((TXTRecord) record).getStrings()))
        .toList();
  }

  /** Where a name leads, if it is a CNAME, without the last dot. */
  Optional<String> cname(String name) {
    return records(name).stream()
        .filter(CNAMERecord.class::isInstance)
        .map(record -> ((CNAMERecord) record).getTarget().toString(true))
        .findFirst();
  }

  /** The request that changes records in the zone of a name, as a pattern of the traffic. */
  String write(String name) {
    String zone = zone(name).orElseThrow();
    return hostedZones.isEmpty()
        ? "cloudflare (POST|PATCH) .*/zones/" + cloudflare.zone(zone).id() + "/dns_records.*"
        : "route53 POST .*/hostedzone/" + hostedZones.get(zone) + "/rrset.*";
  }

  private static Optional<String> zone(String name) {
    return World.DOMAINS.stream().filter(z -> name.equals(z) || name.endsWith("." + z)).findFirst();
  }

  private List<Record> atRoute53(String zone, String name) {
    List<Record> found = new ArrayList<>();
    for (String type : TYPES) {
      for (String value :
          route53.get(zone, name, type).map(Map.Entry::getValue).orElse(List.of())) {
        boolean alias = cloudFront.isAt(value.replaceFirst("\\.$", ""));
        // A distribution has addresses of both kinds, of which this machine may lack the second.
        if (!alias || type.equals("A")) {
          found.add(record(name, type, alias ? EDGE : value));
        }
      }
    }
    return found;
  }

  private static List<Record> atCloudflare(CloudflareZone zone, String name) {
    List<Record> found = new ArrayList<>();
    for (String type : TYPES) {
      zone.records(name, type)
          .forEach(
              json -> {
                boolean proxied = json.path("proxied").asBoolean();
                String data = json.path("content").asText() + (type.equals("CNAME") ? "." : "");
                found.add(proxied ? record(name, "A", EDGE) : record(name, type, data));
              });
    }
    return found;
  }

  private static Record record(String name, String type, String data) {
    try {
      Name owner = Name.fromString(name + ".");
      return Record.fromString(owner, Type.value(type), DClass.IN, 0, data, Name.root);
    } catch (IOException e) {
      throw new UncheckedIOException(data, e);
    }
  }
}
