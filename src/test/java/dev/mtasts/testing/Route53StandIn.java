package dev.mtasts.testing;

import dev.mtasts.testing.Route53Zone.Data;
import dev.mtasts.testing.Route53Zone.Part;
import dev.mtasts.testing.Route53Zone.Place;
import dev.mtasts.testing.Route53Zone.Refused;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.HttpUrl;

/**
 * A stand-in for Route 53 that is at least as strict as the service: pages of 100 zones and 300
 * sets, batches that are transactions within 1,000 records and 32,000 characters, exact deletions,
 * no CNAME beside data, quoted TXT, one change at a time per zone, a request quota, and changes
 * that become INSYNC only after some polls.
 */
public final class Route53StandIn implements AutoCloseable {
  /** What happens to a request instead of, or after, the service doing it. */
  public enum Fault {
    /** HTTP 400 {@code Throttling}; nothing is done. */
    THROTTLING,
    /** HTTP 400 {@code PriorRequestNotComplete}; nothing is done. */
    PRIOR_REQUEST,
    /** HTTP 403 {@code AccessDenied}; nothing is done. */
    DENIED,
    /** HTTP 403 {@code ExpiredToken}; nothing is done. */
    EXPIRED,
    /** HTTP 500 {@code InternalFailure}; nothing is done. */
    BROKEN,
    /** It is done, and the connection ends without an answer. */
    LOST_ANSWER,
    /** It is not done, and the connection ends without an answer. */
    LOST_REQUEST
  }

  private record Order(String action, Fault fault) {}

  private final LoopbackServer server;
  private final NavigableMap<String, Route53Zone> zones = new TreeMap<>();
  private final Map<String, Integer> pollsLeft = new ConcurrentHashMap<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final List<Order> orders = new ArrayList<>();
  private int insyncAfter;
  private double tokens = Double.POSITIVE_INFINITY;
  private double perSecond;
  private long since = System.nanoTime();
  private int changes;

  /** Starts on a free loopback port, without zones. */
  public Route53StandIn() {
    server = new LoopbackServer(this::answer);
  }

  /** Where it listens. */
  public URI endpoint() {
    return server.endpoint();
  }

  /** Adds a public zone; its id. */
  public String zone(String name) {
    return add(name, false);
  }

  /** Adds a private zone; its id. */
  public String privateZone(String name) {
    return add(name, true);
  }

  /** Removes a zone. */
  public synchronized void removeZone(String id) {
    zones.remove(id);
  }

  /** Makes a plain set, its values as the service stores them. */
  public void set(String zone, String name, String type, long ttl, String... values) {
    zoneOf(zone).put(place(name, type, ""), new Data(ttl, List.of(values), ""));
  }

  /** Makes a TXT set as another tool would: strings of 100 octets, special characters in octal. */
  public void text(String zone, String name, long ttl, List<String> texts) {
    List<String> values = texts.stream().map(Route53Rules::foreignText).toList();
    zoneOf(zone).put(place(name, "TXT", ""), new Data(ttl, values, ""));
  }

  /** Makes an alias set: to a distribution, or to a load balancer. */
  public void alias(String zone, String name, String type, String target) {
    String stored = Route53Zone.stored(target);
    String within = stored.endsWith(".cloudfront.net.") ? "Z2FDTNDATAQYW2" : "Z215JYRZR1TBD5";
    zoneOf(zone).put(place(name, type, ""), new Data(-1, List.of(), stored, within));
  }

  /** Makes a weighted set. */
  public void weighted(String zone, String name, String type, String id, String value) {
    zoneOf(zone).put(place(name, type, id), new Data(60, List.of(value), ""));
  }

  /** Removes a plain set. */
  public void remove(String zone, String name, String type) {
    zoneOf(zone).remove(place(name, type, ""));
  }

  /** The TTL and the stored values of a plain or alias set; an alias's target is its value. */
  public Optional<Map.Entry<Long, List<String>>> get(String zone, String name, String type) {
    return Optional.ofNullable(zoneOf(zone).sets().get(place(name, type, "")))
        .map(d -> Map.entry(d.ttl(), d.alias().isEmpty() ? d.values() : List.of(d.alias())));
  }

  /** A text as another tool would store it: short strings, special characters in octal. */
  public static String encoded(String text) {
    return Route53Rules.foreignText(text);
  }

  /** The decoded text of a stored TXT value, octets as characters. */
  public static String decoded(String stored) {
    return Route53Rules.text(stored).orElseThrow();
  }

  /** Changes are INSYNC only at the poll after this many. */
  public synchronized void insyncAfter(int polls) {
    insyncAfter = polls;
  }

  /** From now on there is a quota: this many requests, refilled by time and {@link #elapse}. */
  public synchronized void quota(double burst, double rate) {
    tokens = burst;
    since = System.nanoTime();
    perSecond = rate;
  }

  /** More time passes for the quota; give it to the adapter as its way to sleep. */
  public synchronized void elapse(Duration time) {
    tokens += time.toNanos() / 1e9 * perSecond;
  }

  /** The next {@code times} requests of {@code action} suffer {@code fault}. */
  public synchronized void next(int times, String action, Fault fault) {
    for (int i = 0; i < times; i++) {
      orders.add(new Order(action, fault));
    }
  }

  /** The actions asked for so far, in order, with the zone where there is one. */
  public List<String> log() {
    return List.copyOf(log);
  }

  /** How many requests of an action came. */
  public long count(String action) {
    return log.stream().filter(line -> line.startsWith(action)).count();
  }

  /** Forgets the requests so far. */
  public void clearLog() {
    log.clear();
  }

  @Override
  public void close() {
    server.close();
  }

  private synchronized String add(String name, boolean hidden) {
    String id = String.format("Z%05dTEST", zones.size() + 1);
    zones.put(id, new Route53Zone(id, Route53Zone.stored(name), hidden));
    return id;
  }

  private synchronized Route53Zone zoneOf(String id) {
    Route53Zone zone = zones.get(id);
    if (zone == null) {
      throw new Refused("NoSuchHostedZone", "No hosted zone found with ID: " + id);
    }
    return zone;
  }

  private static Place place(String name, String type, String id) {
    return new Place(Route53Zone.stored(name), type, id);
  }

  private MockResponse answer(RecordedRequest request) {
    try {
      String[] path = request.getUrl().encodedPath().replaceAll("/$", "").split("/");
      boolean sets = path.length == 5 && path[2].equals("hostedzone") && path[4].equals("rrset");
      String action =
          switch (request.getMethod() + (sets ? " sets" : " " + path[2])) {
            case "GET hostedzone" -> "ListHostedZones";
            case "GET sets" -> "ListResourceRecordSets";
            case "POST sets" -> "ChangeResourceRecordSets";
            case "GET change" -> "GetChange";
            default -> throw new Refused("InvalidInput", "not an action of this stand-in");
          };
      log.add(path.length > 3 ? action + " " + path[3] : action);
      return answer(request, action, path);
    } catch (Refused e) {
      int status = e.code.equals("NoSuchHostedZone") || e.code.equals("NoSuchChange") ? 404 : 400;
      return error(status, e.code, e.text);
    }
  }

  private MockResponse answer(RecordedRequest request, String action, String[] path) {
    String authorization = request.getHeaders().get("Authorization");
    if (authorization == null || !authorization.contains("/us-east-1/route53/aws4_request")) {
      return error(403, "MissingAuthenticationToken", "Missing Authentication Token");
    }
    Optional<Fault> fault = fault(action);
    if (fault.isPresent() && fault.get() != Fault.LOST_ANSWER) {
      return error(fault.get(), action);
    }
    HttpUrl url = request.getUrl();
    MockResponse done =
        switch (action) {
          case "ListHostedZones" -> ok(listZones(url));
          case "ListResourceRecordSets" -> ok(Route53Xml.page(zoneOf(path[3]).sets(), url));
          case "ChangeResourceRecordSets" -> ok(change(path[3], Route53Xml.batch(request)));
          default -> ok(poll(path[3]));
        };
    return fault.isPresent() ? dropped() : done;
  }

  private synchronized Optional<Fault> fault(String action) {
    for (Order order : orders) {
      if (order.action.equals(action)) {
        orders.remove(order);
        return Optional.of(order.fault);
      }
    }
    long now = System.nanoTime();
    tokens += (now - since) / 1e9 * perSecond - 1;
    since = now;
    if (tokens < -0.01) { // Nanoseconds of a wait are rounded down.
      tokens = 0;
      return Optional.of(Fault.THROTTLING);
    }
    return Optional.empty();
  }

  private synchronized String listZones(HttpUrl url) {
    return Route53Xml.zones(new TreeMap<>(zones), url);
  }

  private String change(String zone, List<Part> parts) {
    zoneOf(zone).change(parts);
    synchronized (this) {
      String id = "C" + ++changes;
      pollsLeft.put(id, insyncAfter);
      return Route53Xml.change("ChangeResourceRecordSetsResponse", id, false);
    }
  }

  private String poll(String id) {
    Integer left = pollsLeft.get(id);
    if (left == null) {
      throw new Refused("NoSuchChange", "Could not find resource with ID: " + id);
    }
    pollsLeft.put(id, Math.max(0, left - 1));
    return Route53Xml.change("GetChangeResponse", id, left == 0);
  }

  private static MockResponse error(Fault fault, String action) {
    return switch (fault) {
      case THROTTLING -> error(400, "Throttling", "Rate exceeded");
      case PRIOR_REQUEST ->
          error(
              400, "PriorRequestNotComplete", "The request was rejected because Route 53 was busy");
      case DENIED ->
          error(403, "AccessDenied", "User is not authorized to perform: route53:" + action);
      case EXPIRED -> error(403, "ExpiredToken", "The security token included is expired");
      case BROKEN -> error(500, "InternalFailure", "injected");
      default -> dropped();
    };
  }

  private static MockResponse dropped() {
    return new MockResponse.Builder()
        .onResponseStart(new SocketEffect.CloseSocket(true, true, true))
        .build();
  }

  private static MockResponse ok(String xml) {
    return new MockResponse.Builder().addHeader("Content-Type", "text/xml").body(xml).build();
  }

  private static MockResponse error(int status, String code, String message) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", "text/xml")
        .body(Route53Xml.error(code, message))
        .build();
  }
}
