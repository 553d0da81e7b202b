package dev.mtasts.provider.aws;

import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Progress;
import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.aws.AwsErrors.Attempt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.ListHostedZonesResponse;

/** The account's public hosted zones, listed once a run, and the one that a name belongs to. */
final class Route53Zones {
  /**
   * A public hosted zone.
   *
   * @param id without {@code /hostedzone/}
   * @param name in lower case, without the last dot
   * @param sets how many record sets it held when zones were listed
   */
  record Zone(String id, String name, long sets) {
    @Override
    public String toString() {
      return name + " (" + id + ")";
    }
  }

  private record Listed(Map<String, List<Zone>> byName, Map<String, Zone> byId) {}

  private static final String ID_PREFIX = "/hostedzone/";

  private final Route53Calls calls;
  private final Progress progress;
  private @Nullable Listed listed;

  Route53Zones(Route53Calls calls, Progress progress) {
    this.calls = calls;
    this.progress = progress;
  }

  /**
   * Lists the zones if that was not done yet.
   *
   * @throws ProviderException where they cannot be listed
   */
  synchronized void load() {
    listed();
  }

  /**
   * The zone that holds {@code name}: the one that {@code hint} settles, else the longest suffix on
   * a label's border.
   *
   * @param hint a zone's name or id; null where the user gave none
   * @throws ProviderException where there is no such zone or more than one
   */
  synchronized Zone of(String name, @Nullable String hint) {
    Listed zones = listed();
    return hint == null ? bySuffix(zones, name) : byHint(zones, name, hint);
  }

  private static Zone byHint(Listed zones, String name, String hint) {
    String id = hint.startsWith(ID_PREFIX) ? hint.substring(ID_PREFIX.length()) : hint;
    Zone settled = zones.byId.get(id);
    if (settled == null) {
      String zone = Route53Text.name(hint.toLowerCase(Locale.ROOT));
      List<Zone> named = zones.byName.getOrDefault(zone, List.of());
      if (named.isEmpty()) {
        throw missing(name, "this account has no public hosted zone " + hint);
      }
      settled = only(name, named);
    }
    if (!name.equals(settled.name()) && !name.endsWith("." + settled.name())) {
      throw missing(name, "the name is not within the zone " + settled);
    }
    return settled;
  }

  private static Zone bySuffix(Listed zones, String name) {
    for (String suffix = name; ; suffix = suffix.substring(suffix.indexOf('.') + 1)) {
      List<Zone> named = zones.byName.get(suffix);
      if (named != null) {
        return only(name, named);
      }
      if (suffix.indexOf('.') < 0) {
        throw missing(name, "no public hosted zone of this account is a suffix of it");
      }
    }
  }

  private static Zone only(String name, List<Zone> zones) {
    if (zones.size() == 1) {
      return zones.get(0);
    }
    String ids = String.join(", ", zones.stream().map(Zone::id).sorted().toList());
    throw new Failure(
            Failure.Kind.AMBIGUOUS,
            "find the hosted zone of " + name,
            zones.size() + " public zones are named " + zones.get(0).name() + ": " + ids,
            "Set dns.zone to the id of the one that the registrar's NS records point at.")
        .asException();
  }

  private static ProviderException missing(String name, String because) {
    return new Failure(
            Failure.Kind.MISSING,
            "find the hosted zone of " + name,
            because,
            "Create the zone, use that account's credentials, or correct dns.zone.")
        .asException();
  }

  private Listed listed() {
    if (listed == null) {
      listed = list();
    }
    return listed;
  }

  private Listed list() {
    Attempt attempt = new Attempt("list hosted zones", "route53:ListHostedZones", "*");
    Listed zones = new Listed(new HashMap<>(), new HashMap<>());
    String marker = null;
    do {
      String from = marker;
      ListHostedZonesResponse page =
          calls.call(attempt, c -> c.listHostedZones(r -> r.marker(from).maxItems("100")));
      for (HostedZone each : page.hostedZones()) {
        if (each.config() == null || !Boolean.TRUE.equals(each.config().privateZone())) {
          add(zones, each);
        }
      }
      progress.at("listing Route 53 zones", zones.byId.size(), 0);
      marker = Boolean.TRUE.equals(page.isTruncated()) ? page.nextMarker() : null;
    } while (marker != null);
    return zones;
  }

  private static void add(Listed zones, HostedZone each) {
    String id = each.id();
    long sets = each.resourceRecordSetCount() == null ? 0 : each.resourceRecordSetCount();
    Zone zone =
        new Zone(
            id.startsWith(ID_PREFIX) ? id.substring(ID_PREFIX.length()) : id,
            Route53Text.name(each.name()),
            sets);
    zones.byId.put(zone.id(), zone);
    zones.byName.computeIfAbsent(zone.name(), n -> new ArrayList<>()).add(zone);
  }
}
