package dev.mtasts.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/**
 * A stand-in for ACM in us-east-1 that is at least as strict as the service: a certificate is
 * issued only when DNS has the CNAME of each of its names, which the first descriptions do not tell
 * yet; a repeated idempotency token brings the same certificate; the listing leaves out keys that
 * were not asked for; one that is in use cannot be deleted.
 */
public final class AcmStandIn implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> COMMON_KEYS = Set.of("RSA_1024", "RSA_2048");

  private static final class Cert {
    final String arn;
    final String common;
    final Set<String> names;
    final String key;
    final Map<String, String> tags = new HashMap<>();
    String status = "PENDING_VALIDATION";
    int hidden;

    Cert(String arn, String common, Set<String> names, String key) {
      this.arn = arn;
      this.common = common;
      this.names = names;
      this.key = key;
    }
  }

  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final String code;

    Refused(String code, String text) {
      super(text);
      this.code = code;
    }
  }

  private final LoopbackServer server;
  private final Map<String, Cert> certs = new LinkedHashMap<>();
  private final Map<String, String> tokens = new HashMap<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private BiPredicate<String, String> dns = (name, target) -> false;
  private Predicate<String> inUse = arn -> false;
  private int hiddenFor = 1;
  private int quota = 100;
  private int page = 1_000;
  private int made;

  /** Starts on a free loopback port, without certificates. */
  public AcmStandIn() {
    server = new LoopbackServer(this::answer);
  }

  /** Where it listens. */
  public URI endpoint() {
    return server.endpoint();
  }

  /** Where it looks for CNAMEs: given owner name and target, without last dots. */
  public synchronized void dns(BiPredicate<String, String> lookup) {
    dns = lookup;
  }

  /** Who knows whether a certificate, by its ARN, is in use. */
  public synchronized void inUse(Predicate<String> user) {
    inUse = user;
  }

  /** How many descriptions of a new certificate have no validation records yet. */
  public synchronized void hideProofs(int descriptions) {
    hiddenFor = descriptions;
  }

  /** How many names a certificate may have. */
  public synchronized void quota(int names) {
    quota = names;
  }

  /** How many certificates a page of the listing has at most. */
  public synchronized void pageSize(int size) {
    page = size;
  }

  /** Adds an issued certificate that somebody else made; its ARN. */
  public synchronized String foreign(String key, String... names) {
    Cert cert = new Cert(arn(), names[0], new TreeSet<>(List.of(names)), key);
    cert.status = "ISSUED";
    certs.put(cert.arn, cert);
    return cert.arn;
  }

  /** Sets the status of a certificate. */
  public synchronized void status(String arn, String status) {
    cert(arn).status = status;
  }

  /** The ARNs of all certificates. */
  public synchronized List<String> arns() {
    return List.copyOf(certs.keySet());
  }

  /** The tags of a certificate. */
  public synchronized Map<String, String> tags(String arn) {
    return Map.copyOf(cert(arn).tags);
  }

  /** The common name of a certificate. */
  public synchronized String commonName(String arn) {
    return cert(arn).common;
  }

  /** Whether CloudFront may use it for these names. */
  public synchronized boolean covers(String arn, Set<String> names) {
    Cert cert = certs.get(arn);
    if (cert != null) {
      advance(cert);
    }
    return cert != null && cert.status.equals("ISSUED") && cert.names.containsAll(names);
  }

  /** The actions asked for so far. */
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
    String target = String.valueOf(request.getHeaders().get("X-Amz-Target"));
    String action = target.replace("CertificateManager.", "");
    log.add(action);
    String authorization = String.valueOf(request.getHeaders().get("Authorization"));
    if (!authorization.contains("/us-east-1/acm/aws4_request")) {
      return reply(400, error("MissingAuthenticationTokenException", "not signed for us-east-1"));
    }
    try {
      JsonNode in = JSON.readTree(request.getBody() == null ? "{}" : request.getBody().utf8());
      ObjectNode out =
          switch (action) {
            case "ListCertificates" -> list(in);
            case "DescribeCertificate" -> describe(cert(in.path("CertificateArn").asText()));
            case "ListTagsForCertificate" -> tags(cert(in.path("CertificateArn").asText()));
            case "RequestCertificate" -> request(in);
            case "DeleteCertificate" -> delete(cert(in.path("CertificateArn").asText()));
            default -> throw new Refused("InvalidAction", "not an action of this stand-in");
          };
      return reply(200, out);
    } catch (Refused e) {
      return reply(400, error(e.code, String.valueOf(e.getMessage())));
    } catch (IOException e) {
      return reply(400, error("SerializationException", "not JSON"));
    }
  }

  private ObjectNode list(JsonNode in) {
    JsonNode keys = in.path("Includes").path("keyTypes");
    Set<String> wanted = new TreeSet<>();
    keys.forEach(key -> wanted.add(key.asText()));
    List<Cert> all =
        certs.values().stream()
            .filter(c -> (wanted.isEmpty() ? COMMON_KEYS : wanted).contains(c.key))
            .toList();
    int from = in.path("NextToken").isTextual() ? in.path("NextToken").asInt() : 0;
    int to = Math.min(all.size(), from + Math.min(page, in.path("MaxItems").asInt(1_000)));
    ObjectNode out = JSON.createObjectNode();
    ArrayNode list = out.putArray("CertificateSummaryList");
    for (Cert cert : all.subList(from, to)) {
      advance(cert);
      ObjectNode one = list.addObject();
      one.put("CertificateArn", cert.arn).put("DomainName", cert.common);
      cert.names.forEach(one.putArray("SubjectAlternativeNameSummaries")::add);
      one.put("HasAdditionalSubjectAlternativeNames", false).put("Type", "AMAZON_ISSUED");
      one.put("Status", cert.status).put("KeyAlgorithm", cert.key);
      one.put("InUse", inUse.test(cert.arn));
      times(one, cert);
    }
    if (to < all.size()) {
      out.put("NextToken", "" + to);
    }
    return out;
  }

  private ObjectNode describe(Cert cert) {
    advance(cert);
    ObjectNode out = JSON.createObjectNode();
    ObjectNode one = out.putObject("Certificate");
    one.put("CertificateArn", cert.arn).put("DomainName", cert.common).put("Status", cert.status);
    one.put("Type", "AMAZON_ISSUED").put("KeyAlgorithm", cert.key);
    times(one, cert);
    ArrayNode options = one.putArray("DomainValidationOptions");
    boolean told = cert.hidden-- <= 0;
    for (String name : cert.names) {
      ObjectNode option = options.addObject();
      option.put("DomainName", name).put("ValidationMethod", "DNS");
      if (told) {
        ObjectNode record = option.putObject("ResourceRecord");
        record.put("Name", proofName(name) + ".").put("Type", "CNAME");
        record.put("Value", proofTarget(name) + ".");
      }
    }
    return out;
  }

  private ObjectNode tags(Cert cert) {
    ObjectNode out = JSON.createObjectNode();
    ArrayNode tags = out.putArray("Tags");
    cert.tags.forEach((key, value) -> tags.addObject().put("Key", key).put("Value", value));
    return out;
  }

  private ObjectNode request(JsonNode in) {
    String common = in.path("DomainName").asText();
    Set<String> names = new TreeSet<>(Set.of(common));
    in.path("SubjectAlternativeNames").forEach(name -> names.add(name.asText()));
    String token = in.path("IdempotencyToken").asText();
    if (common.isEmpty() || common.length() > 64) {
      throw new Refused("InvalidDomainValidationOptionsException", "The first name is too long");
    }
    if (!token.matches("\\w{1,32}")) {
      throw new Refused("ValidationException", "idempotencyToken must match \\w+");
    }
    if (!in.path("ValidationMethod").asText().equals("DNS")) {
      throw new Refused("ValidationException", "only DNS validation is played here");
    }
    if (names.size() > quota) {
      throw new Refused("LimitExceededException", "more than " + quota + " names");
    }
    String known = tokens.get(token);
    if (known != null && certs.containsKey(known)) {
      if (!cert(known).names.equals(names)) {
        throw new Refused("InvalidParameterException", "the token was used for other names");
      }
    } else {
      Cert cert = new Cert(arn(), common, names, in.path("KeyAlgorithm").asText("RSA_2048"));
      cert.hidden = hiddenFor;
      in.path("Tags")
          .forEach(tag -> cert.tags.put(tag.get("Key").asText(), tag.get("Value").asText()));
      certs.put(cert.arn, cert);
      tokens.put(token, cert.arn);
    }
    return JSON.createObjectNode().put("CertificateArn", tokens.get(token));
  }

  private ObjectNode delete(Cert cert) {
    if (inUse.test(cert.arn)) {
      throw new Refused("ResourceInUseException", "Certificate " + cert.arn + " is in use.");
    }
    certs.remove(cert.arn);
    return JSON.createObjectNode();
  }

  private void advance(Cert cert) {
    boolean proved = cert.names.stream().allMatch(n -> dns.test(proofName(n), proofTarget(n)));
    if (cert.status.equals("PENDING_VALIDATION") && proved) {
      cert.status = "ISSUED";
    }
  }

  private static void times(ObjectNode out, Cert cert) {
    long created = Instant.parse("2026-11-01T09:00:00Z").getEpochSecond();
    out.put("CreatedAt", created + 0.25);
    if (cert.status.equals("ISSUED")) {
      out.put("IssuedAt", created + 60.5);
    }
  }

  /** The owner name that proves a name. */
  public static String proofName(String host) {
    return "_" + Integer.toHexString(host.hashCode()) + "." + host;
  }

  /** What it must be a CNAME to. */
  public static String proofTarget(String host) {
    return "_" + Integer.toHexString(host.hashCode() * 31) + ".acm-validations.aws";
  }

  private Cert cert(String arn) {
    Cert cert = certs.get(arn);
    if (cert == null) {
      throw new Refused("ResourceNotFoundException", "Could not find certificate " + arn + ".");
    }
    return cert;
  }

  private String arn() {
    return String.format("arn:aws:acm:us-east-1:111122223333:certificate/%08d", ++made);
  }

  private static ObjectNode error(String code, String message) {
    return JSON.createObjectNode().put("__type", code).put("message", message);
  }

  private static MockResponse reply(int status, ObjectNode body) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", "application/x-amz-json-1.1")
        .body(body.toString())
        .build();
  }
}
