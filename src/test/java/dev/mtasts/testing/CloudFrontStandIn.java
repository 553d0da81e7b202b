package dev.mtasts.testing;

import static dev.mtasts.testing.CloudFrontXml.at;
import static dev.mtasts.testing.CloudFrontXml.child;
import static dev.mtasts.testing.CloudFrontXml.children;
import static dev.mtasts.testing.CloudFrontXml.root;
import static dev.mtasts.testing.CloudFrontXml.tag;

import dev.mtasts.testing.CloudFrontRules.Refused;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.w3c.dom.Element;

/**
 * A stand-in for CloudFront that is at least as strict as the service: a caller reference is good
 * for one distribution ever, a name for one at a time, and only with an issued certificate that has
 * it; every write needs the current ETag; a change is InProgress for some looks; only what is
 * switched off and deployed can be deleted.
 */
public final class CloudFrontStandIn implements AutoCloseable {
  private static final String ACCOUNT = "arn:aws:cloudfront::111122223333:";

  static final class Distribution {
    final String id;
    final Map<String, String> tags = new HashMap<>();
    Element config;
    volatile String certificate = "";
    int version = 1;
    int looksLeft;

    Distribution(String id, Element config) {
      this.id = id;
      config(config);
    }

    void config(Element next) {
      config = next;
      certificate = at(next, "ViewerCertificate", "ACMCertificateArn");
    }

    String arn() {
      return ACCOUNT + "distribution/" + id;
    }

    String etag() {
      return id + "V" + version;
    }

    String domain() {
      return "d" + id.toLowerCase(java.util.Locale.ROOT) + ".cloudfront.net";
    }
  }

  private final LoopbackServer server;
  private final Map<String, Distribution> distributions = new ConcurrentSkipListMap<>();
  private final Map<String, String> controls = new LinkedHashMap<>();
  private final Set<String> references = new HashSet<>();
  private int pageSize = 100;
  private final Set<String> takenElsewhere = new HashSet<>();
  private final CloudFrontFunctions functions = new CloudFrontFunctions(ACCOUNT);
  private final List<String> log = new CopyOnWriteArrayList<>();
  private BiPredicate<String, Set<String>> certificates = (arn, names) -> true;
  private int deployedAfter = 1;
  private int made;

  /** Starts on a free loopback port, without distributions. */
  public CloudFrontStandIn() {
    server = new LoopbackServer(this::answer);
  }

  /** Where it listens. */
  public URI endpoint() {
    return server.endpoint();
  }

  /** Who knows whether a certificate is issued and has all of these names. */
  public synchronized void certificates(BiPredicate<String, Set<String>> covers) {
    certificates = covers;
  }

  /** How many looks at a changed distribution still say InProgress. */
  public synchronized void deployedAfter(int looks) {
    deployedAfter = looks;
  }

  /** A name that a distribution of another account has. */
  public synchronized void takenElsewhere(String name) {
    takenElsewhere.add(name);
  }

  /** How many distributions a page has, 100 at most. */
  public synchronized void pageSize(int most) {
    pageSize = most;
  }

  /** All caller references that were ever used. */
  public synchronized Set<String> references() {
    return Set.copyOf(references);
  }

  /** Marks a caller reference as used by a distribution that is gone. */
  public synchronized void used(String reference) {
    references.add(reference);
  }

  /** The ids of all distributions. */
  public synchronized List<String> ids() {
    return List.copyOf(distributions.keySet());
  }

  /** The names of all origin access controls. */
  public synchronized List<String> controls() {
    return controls.values().stream().map(xml -> at(CloudFrontXml.parse(xml), "Name")).toList();
  }

  /** The published functions, by name. */
  public Map<String, String> functions() {
    return functions.live();
  }

  /** The tags of a distribution. */
  public synchronized Map<String, String> tags(String id) {
    return Map.copyOf(distribution(id).tags);
  }

  /** Removes the tags of a distribution. */
  public synchronized void untag(String id) {
    distribution(id).tags.clear();
  }

  /** The configuration of a distribution as XML. */
  public synchronized String config(String id) {
    return CloudFrontXml.text(distribution(id).config);
  }

  /** Replaces text in a distribution's configuration, as somebody else's change would. */
  public synchronized void edit(String id, String what, String by) {
    Distribution one = distribution(id);
    String xml = CloudFrontXml.text(one.config);
    if (!xml.contains(what)) {
      throw new IllegalArgumentException("no " + what + " in " + xml);
    }
    one.config(CloudFrontXml.parse(xml.replace(what, by)));
    one.version++;
  }

  /** Removes a distribution, as somebody else would. */
  public synchronized void remove(String id) {
    distributions.remove(id);
  }

  /**
   * What a viewer of a host name gets.
   *
   * @param distribution the ARN of the distribution that has the name
   * @param bucket what stands behind it
   * @param prefix of every key
   */
  public record Origin(String distribution, String bucket, String prefix) {}

  /** What is behind a host name, once a distribution that is switched on and deployed has it. */
  public synchronized Optional<Origin> origin(String host) {
    return distributions.values().stream()
        .filter(d -> CloudFrontRules.names(d.config).contains(host))
        .filter(d -> at(d.config, "Enabled").equals("true") && d.looksLeft == 0)
        .map(d -> origin(d, host))
        .findFirst();
  }

  private static Origin origin(Distribution one, String host) {
    Element origin = CloudFrontXml.items(one.config, "Origins").get(0);
    Element behavior = child(one.config, "DefaultCacheBehavior");
    String bucket = at(origin, "DomainName").replaceFirst("\\.s3\\..*", "");
    // The one function that a distribution can have here puts the domain before the path.
    boolean folders = !CloudFrontXml.items(behavior, "FunctionAssociations").isEmpty();
    String folder = folders ? "/" + host.replaceFirst("^mta-sts\\.", "") : "";
    return new Origin(one.arn(), bucket, (at(origin, "OriginPath") + folder + "/").substring(1));
  }

  /** Whether a name on the network is a distribution's own. */
  public boolean isAt(String name) {
    return distributions.values().stream().anyMatch(d -> d.domain().equals(name));
  }

  /**
   * Whether a distribution shows a certificate; needs no lock, so ACM may ask while it holds its.
   */
  public boolean shows(String arn) {
    return distributions.values().stream().anyMatch(d -> d.certificate.equals(arn));
  }

  /** The requests so far: actions. */
  public List<String> log() {
    return List.copyOf(log);
  }

  /** How many requests of an action came. */
  public long count(String action) {
    return log.stream().filter(action::equals).count();
  }

  /** Forgets the requests so far. */
  public void clearLog() {
    log.clear();
  }

  @Override
  public void close() {
    server.close();
  }

  private synchronized MockResponse answer(RecordedRequest request) {
    HttpUrl url = request.getUrl();
    List<String> path = url.pathSegments();
    String body = request.getBody() == null ? "" : request.getBody().utf8();
    try {
      String authorization = String.valueOf(request.getHeaders().get("Authorization"));
      if (!authorization.contains("/us-east-1/cloudfront/aws4_request")) {
        throw new Refused(403, "MissingAuthenticationToken", "not signed");
      }
      String match = request.getHeaders().get("If-Match");
      String key =
          request.getMethod()
              + " "
              + path.get(1)
              + (path.size() > 3 ? " " + path.get(3) : path.size() > 2 ? " one" : "");
      return switch (key) {
        case "POST distribution" -> create(body);
        case "GET distribution" -> list(url);
        case "GET distribution config" -> config(distribution(path.get(2)));
        case "PUT distribution config" -> update(distribution(path.get(2)), match, body);
        case "DELETE distribution one" -> delete(distribution(path.get(2)), match);
        case "GET tagging" -> tagsOf(url);
        case "POST tagging" -> tagIt(url, body);
        case "POST origin-access-control" -> createControl(body);
        case "GET origin-access-control" -> listControls();
        default -> {
          if (!path.get(1).equals("function")) {
            throw new Refused(400, "InvalidArgument", "not an action of this stand-in: " + key);
          }
          log.add("function " + key);
          yield functions.answer(key, path, url, match, body);
        }
      };
    } catch (Refused e) {
      return xml(e.status, CloudFrontXml.error(e.code, String.valueOf(e.getMessage())), "");
    } catch (CloudFrontXml.Malformed e) {
      return xml(400, CloudFrontXml.error("MalformedInput", String.valueOf(e.getMessage())), "");
    }
  }

  private MockResponse create(String body) {
    log.add("CreateDistributionWithTags");
    Element both = CloudFrontXml.parse(body);
    Element config = child(both, "DistributionConfig");
    String reference = CloudFrontRules.check(config, controls.keySet(), functions.arns());
    if (references.contains(reference)) {
      throw new Refused(
          409, "DistributionAlreadyExists", "The caller reference that you are using is in use");
    }
    names(config, "");
    references.add(reference);
    Distribution one = new Distribution(String.format("E%05dTEST", ++made), config);
    one.looksLeft = deployedAfter;
    tags(child(both, "Tags"), one);
    distributions.put(one.id, one);
    return xml(201, distributionXml(one), one.etag());
  }

  private MockResponse list(HttpUrl url) {
    log.add("ListDistributions");
    int most = Math.min(pageSize, Integer.parseInt(url.queryParameter("MaxItems")));
    List<Distribution> all = new ArrayList<>(distributions.values());
    String marker = url.queryParameter("Marker");
    int from = marker == null || marker.isEmpty() ? 0 : Integer.parseInt(marker);
    int to = Math.min(all.size(), from + most);
    StringBuilder items = new StringBuilder();
    for (Distribution one : all.subList(from, to)) {
      items.append(summaryXml(one));
    }
    String next = to < all.size() ? tag("NextMarker", "" + to) : "";
    return xml(
        200,
        root(
            "DistributionList",
            tag("Marker", marker == null ? "" : marker)
                + next
                + tag("MaxItems", "" + most)
                + tag("IsTruncated", "" + !next.isEmpty())
                + tag("Quantity", "" + (to - from))
                + "<Items>"
                + items
                + "</Items>"),
        "");
  }

  private MockResponse config(Distribution one) {
    log.add("GetDistributionConfig");
    return xml(200, CloudFrontXml.text(one.config), one.etag());
  }

  private MockResponse update(Distribution one, String match, String body) {
    log.add("UpdateDistribution");
    CloudFrontRules.match(match, one.etag());
    Element config = CloudFrontXml.parse(body);
    String reference = CloudFrontRules.check(config, controls.keySet(), functions.arns());
    if (!reference.equals(at(one.config, "CallerReference"))) {
      throw new Refused(400, "IllegalUpdate", "CallerReference cannot be updated");
    }
    names(config, one.id);
    one.config(config);
    one.version++;
    one.looksLeft = deployedAfter;
    return xml(200, distributionXml(one), one.etag());
  }

  private MockResponse delete(Distribution one, String match) {
    log.add("DeleteDistribution");
    CloudFrontRules.match(match, one.etag());
    if (at(one.config, "Enabled").equals("true") || one.looksLeft > 0) {
      throw new Refused(409, "DistributionNotDisabled", "The distribution is not disabled yet");
    }
    distributions.remove(one.id);
    return new MockResponse.Builder().code(204).build();
  }

  private MockResponse tagsOf(HttpUrl url) {
    log.add("ListTagsForResource");
    StringBuilder items = new StringBuilder();
    new TreeMap<>(byArn(url).tags)
        .forEach((k, v) -> items.append("<Tag>" + tag("Key", k) + tag("Value", v) + "</Tag>"));
    return xml(200, root("Tags", "<Items>" + items + "</Items>"), "");
  }

  private MockResponse tagIt(HttpUrl url, String body) {
    log.add("TagResource");
    tags(CloudFrontXml.parse(body), byArn(url));
    return new MockResponse.Builder().code(204).build();
  }

  private MockResponse createControl(String body) {
    log.add("CreateOriginAccessControl");
    Element config = CloudFrontXml.parse(body);
    if (controls().contains(at(config, "Name"))) {
      throw new Refused(409, "OriginAccessControlAlreadyExists", "the name is in use");
    }
    String id = String.format("C%05dTEST", controls.size() + 1);
    controls.put(id, body);
    String inner = tag("Id", id) + controlXml(config, "OriginAccessControlConfig");
    return xml(201, root("OriginAccessControl", inner), id);
  }

  private MockResponse listControls() {
    log.add("ListOriginAccessControls");
    StringBuilder items = new StringBuilder();
    controls.forEach(
        (id, xml) -> {
          Element config = CloudFrontXml.parse(xml);
          String inner = controlXml(config, "X").replaceAll("</?X>", "");
          items.append("<OriginAccessControlSummary>" + tag("Id", id) + inner);
          items.append("</OriginAccessControlSummary>");
        });
    return xml(
        200,
        root(
            "OriginAccessControlList",
            tag("IsTruncated", "false")
                + tag("Quantity", "" + controls.size())
                + "<Items>"
                + items
                + "</Items>"),
        "");
  }

  private static String controlXml(Element config, String root) {
    StringBuilder inner = new StringBuilder();
    for (Element each : children(config, "")) {
      inner.append(tag(each.getLocalName(), each.getTextContent()));
    }
    return "<" + root + ">" + inner + "</" + root + ">";
  }

  /** Whether a distribution may have the names that it wants. */
  private void names(Element config, String self) {
    Set<String> names = CloudFrontRules.names(config);
    for (Distribution other : distributions.values()) {
      boolean shared = CloudFrontRules.names(other.config).stream().anyMatch(names::contains);
      if (shared && !other.id.equals(self)) {
        throw taken();
      }
    }
    if (names.stream().anyMatch(takenElsewhere::contains)) {
      throw taken();
    }
    String arn = at(config, "ViewerCertificate", "ACMCertificateArn");
    if (!names.isEmpty() && !certificates.test(arn, names)) {
      throw new Refused(
          400, "InvalidViewerCertificate", "The certificate does not cover the alternate names");
    }
  }

  private static Refused taken() {
    return new Refused(
        409,
        "CNAMEAlreadyExists",
        "One or more of the CNAMEs you provided are already associated with a different resource.");
  }

  private static void tags(Element tags, Distribution one) {
    for (Element holder : children(tags, "Items")) {
      children(holder, "Tag").forEach(t -> one.tags.put(at(t, "Key"), at(t, "Value")));
    }
  }

  private static String head(Distribution one) {
    boolean deployed = one.looksLeft-- <= 0;
    one.looksLeft = Math.max(0, one.looksLeft);
    return tag("Id", one.id)
        + tag("ARN", one.arn())
        + tag("ETag", one.etag())
        + tag("Status", deployed ? "Deployed" : "InProgress")
        + tag("LastModifiedTime", "2026-11-01T09:00:00.123Z")
        + tag("DomainName", one.domain());
  }

  private static String distributionXml(Distribution one) {
    int looks = one.looksLeft; // The answer to a change is no look.
    String xml = root("Distribution", head(one) + CloudFrontXml.text(one.config));
    one.looksLeft = looks;
    return xml;
  }

  private static String summaryXml(Distribution one) {
    StringBuilder inner = new StringBuilder(head(one));
    for (Element each : children(one.config, "")) {
      if (!Set.of("CallerReference", "DefaultRootObject", "Logging")
          .contains(each.getLocalName())) {
        inner.append(CloudFrontXml.text(each));
      }
    }
    return "<DistributionSummary>" + inner + "</DistributionSummary>";
  }

  private Distribution byArn(HttpUrl url) {
    String arn = Optional.ofNullable(url.queryParameter("Resource")).orElse("");
    if (!arn.startsWith(ACCOUNT + "distribution/")) {
      throw new Refused(404, "NoSuchResource", "no resource " + arn);
    }
    return distribution(arn.substring(arn.indexOf('/') + 1));
  }

  private Distribution distribution(String id) {
    Distribution one = distributions.get(id);
    if (one == null) {
      throw new Refused(404, "NoSuchDistribution", "The specified distribution does not exist.");
    }
    return one;
  }

  static MockResponse xml(int status, String body, String etag) {
    MockResponse.Builder response =
        new MockResponse.Builder().code(status).addHeader("Content-Type", "text/xml").body(body);
    if (!etag.isEmpty()) {
      response.addHeader("ETag", etag);
    }
    return response.build();
  }
}
