package dev.mtasts.testing;

import static dev.mtasts.testing.CloudFrontXml.at;
import static dev.mtasts.testing.CloudFrontXml.child;
import static dev.mtasts.testing.CloudFrontXml.items;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/** What CloudFront checks in a distribution's configuration. */
final class CloudFrontRules {
  /** What the service refuses, with its code. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final int status;
    final String code;

    Refused(int status, String code, String text) {
      super(text);
      this.status = status;
      this.code = code;
    }
  }

  private CloudFrontRules() {}

  /** Refuses what is wrong; the caller reference. */
  static String check(Element config, Set<String> controls, Set<String> functions) {
    String reference = child(config, "CallerReference").getTextContent();
    if (reference.isEmpty() || child(config, "Comment").getTextContent().length() > 128) {
      throw new Refused(400, "InvalidArgument", "CallerReference or Comment");
    }
    child(config, "Enabled");
    if (names(config).size() > 100) {
      throw new Refused(400, "TooManyDistributionCNAMEs", "more than 100");
    }
    List<Element> origins = items(config, "Origins");
    Element behavior = child(config, "DefaultCacheBehavior");
    String target = child(behavior, "TargetOriginId").getTextContent();
    if (origins.stream().noneMatch(o -> at(o, "Id").equals(target))) {
      throw new Refused(404, "NoSuchOrigin", "no origin " + target);
    }
    origins.forEach(origin -> check(origin, controls));
    if (!at(behavior, "CachePolicyId").isEmpty() && !at(behavior, "MinTTL").isEmpty()) {
      throw new Refused(400, "InvalidArgument", "MinTTL cannot stand beside a cache policy");
    }
    Element methods = child(behavior, "AllowedMethods");
    items(behavior, "AllowedMethods");
    items(methods, "CachedMethods");
    items(config, "CacheBehaviors");
    for (Element each : items(behavior, "FunctionAssociations")) {
      if (!functions.contains(at(each, "FunctionARN"))) {
        throw new Refused(400, "InvalidFunctionAssociation", "no such published function");
      }
    }
    return reference;
  }

  private static void check(Element origin, Set<String> controls) {
    String path = at(origin, "OriginPath");
    if (!path.isEmpty() && (!path.startsWith("/") || path.endsWith("/"))) {
      throw new Refused(400, "InvalidArgument", "the origin path must begin with a slash");
    }
    String control = at(origin, "OriginAccessControlId");
    if (!control.isEmpty() && !controls.contains(control)) {
      throw new Refused(400, "InvalidOriginAccessControl", "no access control " + control);
    }
    boolean bucket = at(origin, "DomainName").matches(".+\\.s3\\.[a-z0-9-]+\\.amazonaws\\.com");
    boolean s3 = !CloudFrontXml.children(origin, "S3OriginConfig").isEmpty();
    if (s3 && !bucket) {
      throw new Refused(400, "InvalidOrigin", "not the name of a bucket");
    }
    items(origin, "CustomHeaders");
  }

  /** The names that it answers for. */
  static Set<String> names(Element config) {
    return items(config, "Aliases").stream()
        .map(Element::getTextContent)
        .collect(Collectors.toSet());
  }

  /** The condition of a write. */
  static void match(String given, String etag) {
    if (given == null || given.isEmpty()) {
      throw new Refused(400, "InvalidIfMatchVersion", "The If-Match version is missing");
    }
    if (!given.equals(etag)) {
      throw new Refused(412, "PreconditionFailed", "The precondition evaluated to false");
    }
  }
}
