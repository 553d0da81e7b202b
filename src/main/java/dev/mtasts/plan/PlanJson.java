package dev.mtasts.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.ledger.Issued;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.policy.PolicyText;
import dev.mtasts.policy.Sha256;
import dev.mtasts.provider.Action;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Resource;
import dev.mtasts.provider.Unknown;
import dev.mtasts.spec.Guard;
import dev.mtasts.spec.Location;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A plan as JSON, with Terraform's names where it has one: {@code docs/plan-format.md}. */
public final class PlanJson {
  /** Grows in the first number when a reader of an older plan would be misled. */
  public static final String FORMAT_VERSION = "1.0";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Gates that the spec decides about: with verify, they have to open each time. */
  private static final Set<String> OF_THE_SPEC =
      Set.of(Gate.Served.WORD, Gate.ServedThere.WORD, Gate.LedThere.WORD);

  private PlanJson() {}

  /** The whole plan. */
  public static ObjectNode write(Plan plan) {
    ObjectNode root = JSON.objectNode();
    root.put("format_version", FORMAT_VERSION);
    root.put("timestamp", plan.at().toString());
    root.put("digest", Digest.of(plan));
    ObjectNode state = root.putObject("state");
    // A ledger that does not exist yet has no lineage that anyone could compare.
    state.put("lineage", plan.ledger().isNew() ? "" : plan.ledger().lineage());
    state.put("serial", plan.ledger().serial());
    root.put("applyable", !plan.errored() && plan.changesAnything() && !plan.forecast());
    // A domain that could not be read has no changes here, whatever it needs.
    root.put("complete", plan.diagnostics().stream().allMatch(d -> d.failure() == null));
    root.put("errored", plan.errored());
    ObjectNode providers = root.putObject("providers");
    plan.providers().forEach(providers::put);
    ObjectNode selection = root.putObject("selection");
    plan.selection().include().forEach(selection.putArray("domain")::add);
    plan.selection().exclude().forEach(selection.putArray("exclude")::add);
    plan.allow().stream().map(Guard::word).sorted().forEach(root.putArray("allow")::add);
    summary(plan, root.putObject("summary"));
    ObjectNode ids = root.putObject("minted_ids");
    plan.minted().forEach((domain, id) -> ids.put(domain.text(), id.text()));
    ArrayNode changes = root.putArray("resource_changes");
    plan.lanes().forEach(lane -> changes(lane).forEach(changes::add));
    ArrayNode adopted = root.putArray("taken_over");
    for (Lane lane : plan.lanes()) {
      lane.findings().found().keySet().stream()
          .sorted()
          .forEach(part -> adopted.add(lane.domain() + "/" + part));
    }
    ArrayNode forgotten = root.putArray("forgotten");
    plan.forgotten().forEach(domain -> forgotten.add(domain.text()));
    waiting(plan, root.putArray("waiting"));
    ArrayNode drift = root.putArray("resource_drift");
    plan.drift().forEach(difference -> drift.add(write(difference)));
    ArrayNode diagnostics = root.putArray("diagnostics");
    plan.diagnostics().forEach(diagnostic -> diagnostics.add(write(diagnostic)));
    return root;
  }

  /** One diagnostic, as {@code validate}, {@code plan} and {@code apply} print it. */
  public static ObjectNode write(Diagnostic diagnostic) {
    ObjectNode node = JSON.objectNode();
    node.put("severity", diagnostic.severity().name().toLowerCase(Locale.ROOT));
    diagnostic.code().ifPresent(code -> node.put("code", code));
    if (diagnostic.domain() != null) {
      node.put("domain", diagnostic.domain().text());
    }
    node.put("summary", diagnostic.message());
    node.put("detail", diagnostic.todo());
    if (diagnostic.location() != null) {
      location(diagnostic.location(), diagnostic.source(), node.putObject("range"));
    }
    return node;
  }

  /** Something that is not as the ledger has it: what that says is before, what is live after. */
  public static ObjectNode write(Difference difference) {
    ObjectNode node = JSON.objectNode();
    node.put("address", difference.address().toString());
    node.put("domain", difference.domain().text());
    node.put("provider", difference.provider());
    node.put("kind", difference.kind().word()).put("summary", difference.kind().text());
    node.put("detail", difference.detail().isEmpty() ? null : difference.detail());
    Change<?> change = difference.change();
    if (change != null) {
      node.put("type", type(change.subject()));
      ObjectNode body = node.putObject("change");
      body.putArray("actions").add(change.action().word());
      body.set("before", resource(change.before()));
      body.set("after", resource(change.after()));
    }
    return node;
  }

  /** A place in the spec. */
  public static void location(Location location, String source, ObjectNode into) {
    into.put("filename", location.file());
    into.put("line", location.line());
    into.put("column", location.column());
    into.put("path", location.path());
    into.put("source", source);
  }

  /** One act, as {@code resource_changes} lists it. */
  private static ObjectNode write(Lane lane, Act act, @Nullable Gate after) {
    Change<?> change = act.change();
    ObjectNode node = JSON.objectNode();
    node.put("address", act.address().toString());
    node.put("domain", act.address().domain().text());
    node.put("type", type(change.subject()));
    node.put("provider", act.provider());
    ObjectNode body = node.putObject("change");
    body.putArray("actions").add(change.action().word());
    body.set("before", resource(change.before()));
    body.set("after", resource(change.after()));
    unknown(change.after(), body.putObject("after_unknown"));
    node.put("why", change.why());
    node.put("after_gate", after == null ? null : after.word());
    node.put("precondition", change.version());
    Issued issued = lane.issued();
    if (act.address().part() == Part.RECORD && change.after() != null && issued != null) {
      // The record names a policy by its id only; two policies must not look like one plan.
      byte[] content = issued.content().getBytes(StandardCharsets.UTF_8);
      node.put("announces", "sha256:" + Sha256.hex(content));
    }
    return node;
  }

  /**
   * What of a change somebody approves: all but the reason, and of gates only those that the spec
   * decides about. A certificate that is issued by now, or a host that is deployed, has opened its
   * gate; each apply looks anew which of those it has to wait for.
   */
  static ObjectNode binding(ObjectNode change) {
    ObjectNode node = change.deepCopy();
    node.remove("why");
    if (!OF_THE_SPEC.contains(node.path("after_gate").asText())) {
      node.putNull("after_gate");
    }
    return node;
  }

  /** The acts of a lane, in order, as {@code resource_changes} lists them. */
  public static List<ObjectNode> changes(Lane lane) {
    List<ObjectNode> out = new ArrayList<>();
    @Nullable Gate after = null;
    for (Step step : lane.steps()) {
      if (step instanceof Step.Await await) {
        after = await.gate();
      } else if (step instanceof Step.Acts acts) {
        for (Act act : acts.acts()) {
          out.add(write(lane, act, after));
        }
      }
    }
    return out;
  }

  /** What was begun before and is not finished, and what only later runs may do. */
  private static int waiting(Plan plan, ArrayNode into) {
    for (Lane lane : plan.lanes()) {
      for (Gate gate : lane.gates()) {
        if (!gate.state().isEmpty()) {
          ObjectNode node = into.addObject().put("domain", lane.domain().text());
          node.putNull("until");
          node.put("gate", gate.word()).put("why", gate.awaited() + ": " + gate.state());
        }
      }
    }
    for (Forecast forecast : plan.forecasts()) {
      ObjectNode node = into.addObject().put("domain", forecast.domain().text());
      node.put("until", forecast.due() == null ? null : forecast.due().toString());
      node.put("gate", forecast.topic().word()).put("why", forecast.text());
      node.put("state", forecast.state()).put("next", forecast.next());
      node.put("held", forecast.held().isEmpty() ? null : forecast.held());
    }
    return into.size();
  }

  private static void summary(Plan plan, ObjectNode into) {
    into.put("domains", plan.domains());
    into.put("create", plan.count(Action.CREATE));
    into.put("update", plan.count(Action.UPDATE));
    into.put("delete", plan.count(Action.DELETE));
    into.put("waiting", waiting(plan, JSON.arrayNode()));
    into.put("unchanged", plan.unchanged());
  }

  private static String type(Resource resource) {
    if (resource instanceof PolicyFile) {
      return "policy_file";
    }
    if (resource instanceof PolicyHost) {
      return "policy_host";
    }
    return resource instanceof Certificate ? "certificate" : "dns_record_set";
  }

  private static @Nullable ObjectNode resource(@Nullable Resource resource) {
    if (resource instanceof PolicyFile file) {
      return policy(file);
    }
    if (resource instanceof PolicyHost host) {
      return host(host);
    }
    if (resource instanceof Certificate certificate) {
      return certificate(certificate);
    }
    return resource instanceof DnsRecordSet set ? recordSet(set) : null;
  }

  /** Terraform's way to say which fields of {@code after} are not known yet. */
  private static void unknown(@Nullable Resource after, ObjectNode into) {
    if (after != null) {
      Objects.requireNonNull(resource(after))
          .properties()
          .forEach(
              field -> {
                if (holdsUnknown(field.getValue())) {
                  into.put(field.getKey(), true);
                }
              });
    }
  }

  private static boolean holdsUnknown(JsonNode value) {
    return value.isArray()
        ? value.valueStream().anyMatch(PlanJson::holdsUnknown)
        : value.isTextual() && Unknown.in(value.textValue());
  }

  private static ObjectNode host(PolicyHost host) {
    ObjectNode node = JSON.objectNode().put("location", host.location());
    host.names().forEach(node.putArray("names")::add);
    ObjectNode settings = node.putObject("settings");
    host.settings().forEach(settings::put);
    return node.put("certificate", host.certificate()).put("target", host.target());
  }

  private static ObjectNode certificate(Certificate certificate) {
    ObjectNode node = JSON.objectNode().put("authority", certificate.authority());
    certificate.names().forEach(node.putArray("names")::add);
    return node.put("id", certificate.id());
  }

  private static ObjectNode policy(PolicyFile file) {
    ObjectNode node = JSON.objectNode().put("location", file.location());
    node.put("body", file.body());
    PolicyText text = PolicyParser.parse(file.body());
    node.put("mode", text.mode());
    text.mx().forEach(node.putArray("mx")::add);
    node.put("max_age", text.maxAge());
    node.put("id", text.extensions().get(PolicyText.ID));
    return node.put("cache_control", file.cacheControl());
  }

  private static ObjectNode recordSet(DnsRecordSet set) {
    ObjectNode node = JSON.objectNode().put("name", set.name()).put("type", set.type().name());
    node.put("ttl", set.ttl());
    set.values().forEach(node.putArray("values")::add);
    return node.put("zone", set.zone());
  }
}
