package dev.mtasts.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mtasts.policy.Mode;
import dev.mtasts.provider.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A domain's block as one line of JSON, with all that layers, variables and fallbacks gave it. It
 * is made of what was read, not of what was typed, so that equal domains have equal blocks.
 */
final class BlockText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private BlockText() {}

  /** The block of a domain, which read again gives the domain. */
  static String of(DomainSpec domain) {
    Map<String, Object> block = Json.object(Grammar.POLICY.name(), policy(domain));
    domain.rollout().ifPresent(way -> block.put(Grammar.ROLLOUT.name(), rollout(way)));
    block.put(Grammar.CAUTION.name(), domain.caution().word());
    block.put(Grammar.HOST, host(domain.host()));
    block.put(Grammar.DNS.name(), dns(domain.dns()));
    if (!domain.tlsRpt().isEmpty()) {
      block.put(Grammar.TLS_RPT.name(), Json.object(Grammar.RUA.name(), plain(domain.tlsRpt())));
    }
    block.put(Grammar.ID.name(), domain.id().word());
    block.put(Grammar.EMBED_ID.name(), domain.embedId());
    block.put(Grammar.VERIFY.name(), domain.verify());
    block.put(Grammar.ADOPT.name(), domain.adopt());
    block.put(Grammar.PROTECT.name(), domain.protect());
    block.put(Grammar.ALLOW.name(), domain.allow().stream().map(Guard::word).toList());
    block.put(Grammar.REMOVAL.name(), domain.removal().word());
    try {
      return JSON.writeValueAsString(block);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps, lists, texts and numbers are JSON", e);
    }
  }

  /**
   * The tree of such a text, every node of it at one place; empty where it is not a JSON object.
   */
  static Optional<Node.Mapping> parse(String text, Location at) {
    try {
      return node(JSON.readTree(text), at) instanceof Node.Mapping map
          ? Optional.of(map)
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static Node node(JsonNode json, Location at) {
    if (json.isObject()) {
      Map<String, Node.Entry> entries = new LinkedHashMap<>();
      json.properties()
          .forEach(
              field -> entries.put(field.getKey(), new Node.Entry(at, node(field.getValue(), at))));
      return new Node.Mapping(at, entries);
    }
    if (json.isArray()) {
      List<Node> items = new ArrayList<>();
      json.forEach(item -> items.add(node(item, at)));
      return new Node.Sequence(at, items);
    }
    return new Node.Scalar(at, json.asText(), json.isNull());
  }

  private static Map<String, Object> policy(DomainSpec domain) {
    return Json.object(
        Grammar.MODE.name(),
        domain.policy().mode().text(),
        Grammar.MX.name(),
        domain.policy().mx().stream().map(Object::toString).toList(),
        Grammar.MAX_AGE.name(),
        domain.policy().maxAge());
  }

  /** A way to mode none has that one stage, which no spec can write; the policy says it. */
  private static Map<String, Object> rollout(Rollout way) {
    Map<String, Object> block = Json.object();
    if (way.stages().stream().noneMatch(stage -> stage.mode() == Mode.NONE)) {
      List<Map<String, Object>> stages = new ArrayList<>();
      way.stages().forEach(stage -> stages.add(stage(stage)));
      stages.get(stages.size() - 1).remove(StagesShape.HOLD.name());
      block.put(RolloutShape.STAGES.name(), stages);
    }
    block.put(RolloutShape.PAUSE.name(), way.pause());
    way.wave()
        .ifPresent(
            wave ->
                block.put(
                    RolloutShape.WAVE.name(),
                    Json.object(
                        RolloutShape.SIZE.name(), wave.size(),
                        RolloutShape.EVERY.name(), wave.every())));
    return block;
  }

  private static Map<String, Object> stage(Rollout.Stage stage) {
    return Json.object(
        StagesShape.MODE.name(), stage.mode().text(),
        StagesShape.MAX_AGE.name(), stage.maxAge(),
        StagesShape.HOLD.name(), stage.hold());
  }

  private static Map<String, Object> host(HostSpec host) {
    Map<String, Object> block =
        Json.object(
            HostShape.PROVIDER.name(), plain(host.provider()), HostShape.KIND, plain(host.kind()));
    host.settings().values().forEach((key, value) -> block.put(key, setting(value)));
    host.address().ifPresent(given -> block.put(Grammar.ADDRESS.name(), address(given)));
    return block;
  }

  private static Map<String, Object> address(AddressSpec given) {
    Map<String, Object> block = Json.object();
    given.cname().ifPresent(target -> block.put(Grammar.CNAME.name(), target.text()));
    if (!given.a().isEmpty()) {
      block.put(Grammar.A.name(), given.a());
    }
    if (!given.aaaa().isEmpty()) {
      block.put(Grammar.AAAA.name(), given.aaaa());
    }
    return block;
  }

  private static Map<String, Object> dns(DnsSpec dns) {
    Map<String, Object> block = Json.object(HostShape.PROVIDER.name(), plain(dns.provider()));
    dns.zone().ifPresent(zone -> block.put(Grammar.ZONE.name(), plain(zone)));
    dns.ttl().ifPresent(ttl -> block.put(Grammar.TTL.name(), ttl));
    return block;
  }

  private static Object setting(Object value) {
    if (value instanceof Secret secret) {
      return secret.kind() == Secret.Kind.ENV
          ? Json.object("env", secret.name())
          : Json.object("file", plain(secret.name()));
    }
    if (value instanceof Path path) {
      return path.toString().isEmpty() ? "." : plain(path.toString());
    }
    return value instanceof Boolean ? value : plain(value.toString());
  }

  private static List<String> plain(List<String> texts) {
    return texts.stream().map(BlockText::plain).toList();
  }

  /** A text in which a reader finds no variable. */
  private static String plain(String text) {
    return text.replace("$", "$$");
  }
}
