package dev.mtasts.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.spec.Location;
import dev.mtasts.verify.Check;
import dev.mtasts.verify.Rule;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Checks for code scanning, as SARIF 2.1.0 (OASIS). What is as it should be is left out. A result
 * is at the domain's line in the spec where there is one, else at the policy's URL, without its
 * scheme: GitHub refuses a whole file that has another scheme in it than that of the checkout.
 */
final class VerifySarif {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";
  private static final String PAGE = "docs/verify.md";

  private VerifySarif() {}

  static ObjectNode of(Verified verified) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = root.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "mtasts");
    ArrayNode rules = driver.putArray("rules");
    for (Rule rule : Rule.values()) {
      ObjectNode node = rules.addObject().put("id", rule.word());
      node.putObject("shortDescription").put("text", rule.asks() + ".");
      node.putObject("help").put("text", rule.section() + "; see " + PAGE + ".");
    }
    ObjectNode invocation = run.putArray("invocations").addObject();
    invocation.put("executionSuccessful", !verified.blind());
    invocation.put("endTimeUtc", verified.at().toString());
    ArrayNode results = run.putArray("results");
    for (Verified.Domain domain : verified.domains()) {
      for (Check check : domain.checks()) {
        if (check.status() != Check.Status.OK) {
          result(domain, check, results.addObject());
        }
      }
    }
    return root;
  }

  private static void result(Verified.Domain domain, Check check, ObjectNode into) {
    boolean known = check.status() != Check.Status.COULD_NOT_CHECK;
    into.put("ruleId", check.rule().word());
    // SARIF §3.27.9: what could not be decided is open, and then it has no level.
    into.put("kind", known ? "fail" : "open");
    into.put("level", known ? VerifyJson.word(check.status()) : "none");
    String about = check.subject().isEmpty() ? "" : " " + check.subject();
    String text = domain.name() + about + ": " + check.seen() + " [" + check.section() + "]. ";
    // SARIF §3.11.6 makes a link of [text](target); text from outside shall not be one.
    String whole = (text + check.todo()).strip().replace("](", "] (");
    into.putObject("message").put("text", Harmless.line(whole));
    ObjectNode location = into.putArray("locations").addObject();
    ObjectNode physical = location.putObject("physicalLocation");
    Location at = domain.location().orElse(null);
    if (at == null) {
      physical
          .putObject("artifactLocation")
          .put("uri", domain.name().policyUrl().substring("https://".length()));
    } else {
      physical.putObject("artifactLocation").put("uri", uri(at.file()));
      physical.putObject("region").put("startLine", at.line());
    }
    ObjectNode logical = location.putArray("logicalLocations").addObject();
    logical.put("name", domain.name().text()).put("kind", "resource");
    String print = domain.name() + "/" + check.rule().word() + "/" + check.subject();
    into.putObject("partialFingerprints").put("check/v1", Harmless.line(print));
  }

  /** A path as a relative URI, as far as it can be one. */
  private static String uri(String path) {
    try {
      return new URI(null, null, path, null).toASCIIString();
    } catch (URISyntaxException e) {
      return path;
    }
  }
}
