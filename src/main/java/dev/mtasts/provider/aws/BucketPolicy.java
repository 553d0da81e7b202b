package dev.mtasts.provider.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;

/**
 * A bucket's policy with our one statement in it: which distributions may read. Other statements
 * are kept as they are, in their order. Pure.
 *
 * <p>Source: the CloudFront developer guide, "Restrict access to an Amazon S3 origin".
 */
final class BucketPolicy {
  /** The id of our statement. */
  static final String SID = "MtastsCloudFrontRead";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String bucket;
  private final ObjectNode policy;

  private BucketPolicy(String bucket, ObjectNode policy) {
    this.bucket = bucket;
    this.policy = policy;
  }

  /**
   * Reads a policy.
   *
   * @param text as the service gives it; "" where there is none
   * @throws IllegalArgumentException where it is not a policy
   */
  static BucketPolicy parse(String bucket, String text) {
    if (text.isEmpty()) {
      ObjectNode empty = JSON.createObjectNode();
      empty.put("Version", "2012-10-17");
      empty.putArray("Statement");
      return new BucketPolicy(bucket, empty);
    }
    try {
      if (JSON.readTree(text) instanceof ObjectNode policy) {
        JsonNode statements = policy.path("Statement");
        if (!statements.isArray()) {
          // A single statement may stand without brackets.
          ArrayNode list = JSON.createArrayNode();
          if (statements.isObject()) {
            list.add(statements);
          }
          policy.set("Statement", list);
        }
        return new BucketPolicy(bucket, policy);
      }
    } catch (JsonProcessingException e) {
      // Said below.
    }
    throw new IllegalArgumentException("the policy of the bucket is not a JSON object");
  }

  /** Whether a distribution may read, by our statement as we write it. */
  boolean allows(String arn) {
    for (JsonNode statement : statements()) {
      Set<String> readers = readers(statement);
      if (readers.contains(arn) && statement.equals(statement(readers))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a stranger's statement lets everybody in, without any condition. */
  boolean open() {
    for (JsonNode statement : statements()) {
      JsonNode principal = statement.path("Principal");
      boolean everybody =
          principal.asText().equals("*") || principal.path("AWS").asText().equals("*");
      for (JsonNode each : principal.path("AWS")) {
        everybody |= each.asText().equals("*");
      }
      if (statement.path("Effect").asText().equals("Allow")
          && everybody
          && statement.path("Condition").isMissingNode()) {
        return true;
      }
    }
    return false;
  }

  /** The same policy in which these may read as well, and those no longer. */
  BucketPolicy with(Set<String> more, Set<String> less) {
    ArrayNode next = JSON.createArrayNode();
    Set<String> readers = new TreeSet<>();
    int place = -1;
    for (JsonNode statement : statements()) {
      if (statement.path("Sid").asText().equals(SID)) {
        readers.addAll(readers(statement));
        place = place < 0 ? next.size() : place;
      } else {
        next.add(statement);
      }
    }
    readers.addAll(more);
    readers.removeAll(less);
    if (!readers.isEmpty()) {
      next.insert(place < 0 ? next.size() : place, statement(readers));
    }
    ObjectNode changed = policy.deepCopy();
    changed.set("Statement", next);
    return new BucketPolicy(bucket, changed);
  }

  /** Whether it says nothing. */
  boolean isEmpty() {
    return statements().isEmpty();
  }

  /** As the service takes it. */
  String text() {
    return policy.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BucketPolicy that && policy.equals(that.policy);
  }

  @Override
  public int hashCode() {
    return policy.hashCode();
  }

  private JsonNode statements() {
    return policy.path("Statement");
  }

  private static Set<String> readers(JsonNode statement) {
    Set<String> arns = new TreeSet<>();
    if (statement.path("Sid").asText().equals(SID)) {
      JsonNode stated = statement.at("/Condition/StringEquals/AWS:SourceArn");
      if (stated.isTextual()) {
        arns.add(stated.asText());
      }
      stated.forEach(arn -> arns.add(arn.asText()));
    }
    return arns;
  }

  private ObjectNode statement(Set<String> readers) {
    ObjectNode statement = JSON.createObjectNode();
    statement.put("Sid", SID);
    statement.put("Effect", "Allow");
    statement.putObject("Principal").put("Service", "cloudfront.amazonaws.com");
    statement.put("Action", "s3:GetObject");
    statement.put("Resource", "arn:aws:s3:::" + bucket + "/*");
    ObjectNode equal = statement.putObject("Condition").putObject("StringEquals");
    if (readers.size() == 1) {
      equal.put("AWS:SourceArn", readers.iterator().next());
    } else {
      ArrayNode list = equal.putArray("AWS:SourceArn");
      readers.forEach(list::add);
    }
    return statement;
  }
}
