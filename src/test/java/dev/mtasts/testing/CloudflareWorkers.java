package dev.mtasts.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The scripts and custom domains of the stand-in, of all accounts. */
public final class CloudflareWorkers {
  private static final Set<String> DOMAIN =
      Set.of(
          "zone_id",
          "hostname",
          "service",
          "override_existing_origin",
          "override_existing_dns_record");
  private static final int MOST_DOMAINS = 100;

  private final Map<String, CloudflareZone> zones;
  private final Map<String, CloudflareScript> scripts = new TreeMap<>();
  private final Map<String, ObjectNode> domains = new TreeMap<>();
  private int mostZones = 1_000;
  private int mostListed = Integer.MAX_VALUE;
  private int nextDomain = 1;
  private int late;
  private int lateNow;
  private ArrayNode earlier = JsonNodeFactory.instance.arrayNode();

  CloudflareWorkers(Map<String, CloudflareZone> zones) {
    this.zones = zones;
  }

  /** How many zones one script may serve. */
  public synchronized void mostZones(int most) {
    mostZones = most;
  }

  /** How many custom domains a listing shows. */
  public synchronized void mostListed(int most) {
    mostListed = most;
  }

  /** How many listings after each upload do not show it yet. */
  public synchronized void listedLate(int listings) {
    late = listings;
  }

  /** A script; empty where it is not there. */
  public synchronized Optional<CloudflareScript> script(String name) {
    return Optional.ofNullable(scripts.get(name));
  }

  /** Makes a script as somebody else would. */
  public synchronized CloudflareScript addForeign(String name) {
    CloudflareScript script = CloudflareScript.foreign(name);
    scripts.put(name, script);
    return script;
  }

  /** All scripts' names. */
  public synchronized List<String> names() {
    return List.copyOf(scripts.keySet());
  }

  /** All custom domains' scripts, by host. */
  public synchronized Map<String, String> attached() {
    return domains.values().stream()
        .collect(
            Collectors.toMap(
                domain -> domain.path("hostname").asText(),
                domain -> domain.path("service").asText(),
                (one, other) -> {
                  throw new AssertionError("two custom domains of one host");
                },
                TreeMap::new));
  }

  /** What a viewer of a host name gets: the policy in the data of the script that has the name. */
  public synchronized Optional<String> served(String host) {
    ObjectNode domain = domains.get(host);
    CloudflareScript script = domain == null ? null : scripts.get(domain.path("service").asText());
    return script == null ? Optional.empty() : script.served(host);
  }

  /** Attaches a host as somebody else would, whatever is there. */
  public synchronized void attachForeign(CloudflareZone zone, String host, String service) {
    attach(zone, host, service);
  }

  synchronized CloudflareForm content(CloudflareStandIn.Call call) {
    return existing(call.path().split("/")[4]).content();
  }

  synchronized ObjectNode answer(
      CloudflareStandIn.Call call, String[] path, @Nullable CloudflareForm form) {
    String account = path[1];
    if (zones.values().stream().noneMatch(zone -> zone.account().equals(account))) {
      throw new CloudflareRefusal(404, 7003, "Could not route to /accounts/" + account);
    }
    String what = call.method() + " " + path[3] + (path.length > 4 ? "/*" : "");
    if (path.length > 5) {
      what += "/" + path[5];
    }
    return switch (what) {
      case "GET scripts" -> listScripts(call.query());
      case "GET scripts/*/settings" -> CloudflarePages.envelope(existing(path[4]).settings());
      case "PUT scripts/*" -> upload(path[4], call, form);
      case "GET domains" -> listDomains(call.query());
      case "PUT domains" -> put(account, call.body());
      case "DELETE domains/*" -> detach(path[4]);
      default -> throw new CloudflareRefusal(405, 10405, "Method not allowed: " + what);
    };
  }

  private CloudflareScript existing(String name) {
    CloudflareScript script = scripts.get(name);
    if (script == null) {
      throw new CloudflareRefusal(404, 10007, "This Worker does not exist on your account.");
    }
    return script;
  }

  private ObjectNode listScripts(Map<String, String> query) {
    CloudflarePages.refuseUnknown(query, List.of("tags"));
    if (lateNow > 0) {
      lateNow--;
      return CloudflarePages.envelope(earlier);
    }
    return CloudflarePages.envelope(rows());
  }

  private ArrayNode rows() {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    scripts.values().forEach(script -> rows.add(script.row()));
    return rows;
  }

  private ObjectNode upload(
      String name, CloudflareStandIn.Call call, @Nullable CloudflareForm form) {
    if (form == null || call.body() == null) {
      throw new CloudflareRefusal(400, 10001, "Content-Type must be multipart/form-data");
    }
    CloudflareScript script = CloudflareScript.uploaded(name, form, call.body(), scripts.get(name));
    earlier = rows();
    lateNow = late;
    scripts.put(name, script);
    return CloudflarePages.envelope(script.row().put("startup_time_ms", 2));
  }

  private ObjectNode listDomains(Map<String, String> query) {
    CloudflarePages.refuseUnknown(query, List.of("hostname", "service", "zone_id", "zone_name"));
    ArrayNode found = JsonNodeFactory.instance.arrayNode();
    domains.values().stream()
        .filter(
            domain ->
                query.entrySet().stream()
                    .allMatch(e -> domain.path(e.getKey()).asText().equals(e.getValue())))
        .limit(mostListed)
        .forEach(found::add);
    ObjectNode envelope = CloudflarePages.envelope(found);
    envelope.putObject("result_info").put("count", found.size()).put("total_count", domains.size());
    return envelope;
  }

  private ObjectNode put(String account, @Nullable JsonNode body) {
    if (body == null) {
      throw new CloudflareRefusal(400, 100108, "no body");
    }
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      if (!DOMAIN.contains(field.getKey())) {
        throw new CloudflareRefusal(400, 100108, "unknown field " + field.getKey());
      }
    }
    String host = body.path("hostname").asText();
    String service = body.path("service").asText();
    CloudflareZone zone = zones.get(body.path("zone_id").asText());
    if (zone == null || !zone.account().equals(account) || !zone.isActive()) {
      throw new CloudflareRefusal(400, 100110, "The zone is not an active one of this account.");
    }
    if (!host.endsWith("." + zone.name())) {
      throw new CloudflareRefusal(400, 100113, "The hostname is not in the zone.");
    }
    existing(service);
    ObjectNode other = domains.get(host);
    boolean elsewhere = other != null && !other.path("service").asText().equals(service);
    if (elsewhere && !body.path("override_existing_origin").asBoolean()) {
      throw new CloudflareRefusal(
          409, 100116, "Hostname '" + host + "' is already in use by another Worker.");
    }
    if (zone.hasAddresses(host) && !body.path("override_existing_dns_record").asBoolean()) {
      throw new CloudflareRefusal(
          409,
          100117,
          "Hostname '"
              + host
              + "' already has externally managed DNS records (A, CNAME, etc). Either delete them,"
              + " try a different hostname, or use the option 'override_existing_dns_record'.");
    }
    checkLimits(zone, host, service);
    return CloudflarePages.envelope(attach(zone, host, service));
  }

  private void checkLimits(CloudflareZone zone, String host, String service) {
    Set<String> served =
        domains.values().stream()
            .filter(domain -> domain.path("service").asText().equals(service))
            .map(domain -> domain.path("zone_id").asText())
            .collect(Collectors.toSet());
    served.add(zone.id());
    if (served.size() > mostZones) {
      throw new CloudflareRefusal(400, 100120, "The Worker serves too many zones.");
    }
    long inZone =
        domains.values().stream()
            .filter(domain -> domain.path("zone_id").asText().equals(zone.id()))
            .filter(domain -> !domain.path("hostname").asText().equals(host))
            .count();
    if (inZone >= MOST_DOMAINS) {
      throw new CloudflareRefusal(400, 100121, "The zone has too many custom domains.");
    }
  }

  private ObjectNode attach(CloudflareZone zone, String host, String service) {
    ObjectNode domain = domains.get(host);
    if (domain == null) {
      domain = JsonNodeFactory.instance.objectNode().put("hostname", host);
      domain.put("id", String.format("%032x", nextDomain));
      domain.put("cert_id", String.format("00000000-0000-4000-8000-%012x", nextDomain++));
      domain.put("zone_id", zone.id()).put("zone_name", zone.name());
      domain.put("environment", "production");
      List.of("A", "AAAA", "CNAME").forEach(type -> zone.clear(host, type));
      zone.attach(host);
      domains.put(host, domain);
    }
    return domain.put("service", service);
  }

  private ObjectNode detach(String id) {
    ObjectNode domain =
        domains.values().stream()
            .filter(each -> each.path("id").asText().equals(id))
            .findFirst()
            .orElseThrow(() -> new CloudflareRefusal(404, 100114, "No such custom domain."));
    String host = domain.path("hostname").asText();
    domains.remove(host);
    CloudflareZone zone = zones.get(domain.path("zone_id").asText());
    if (zone != null) {
      zone.clear(host, "AAAA");
    }
    ObjectNode envelope = CloudflarePages.envelope(JsonNodeFactory.instance.nullNode());
    envelope.remove("result");
    return envelope;
  }
}
