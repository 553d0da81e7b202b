package dev.mtasts.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.policy.MxPattern;
import dev.mtasts.policy.Policy;
import dev.mtasts.spec.AddressSpec;
import java.util.List;

/** The same as {@link ImportYaml} for programs; {@code docs/import.md} has the fields. */
final class ImportJson {
  /** The first number grows when a reader of an older report would be misled. */
  static final String FORMAT_VERSION = "1.0";

  private ImportJson() {}

  static ObjectNode of(Import all) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format_version", FORMAT_VERSION).put("timestamp", all.at().toString());
    spec(all, root.putObject("spec"));
    ArrayNode domains = root.putArray("domains");
    all.domains().forEach(domain -> about(domain, domains.addObject()));
    return root;
  }

  private static void spec(Import all, ObjectNode spec) {
    spec.put("version", 1);
    ObjectNode providers = spec.putObject("providers");
    providers.putObject(ImportYaml.HOST).put("type", "directory").put("root", "public");
    providers.putObject(ImportYaml.DNS).put("type", "zonefile").put("path", "zones");
    ObjectNode domains = spec.putObject("domains");
    for (Imported domain : all.domains()) {
      domain
          .policy()
          .ifPresent(policy -> stanza(domain, policy, domains.putObject(domain.name().text())));
    }
  }

  private static void stanza(Imported domain, Policy policy, ObjectNode into) {
    ObjectNode body = into.putObject("policy").put("mode", policy.mode().text());
    if (!policy.mx().isEmpty()) {
      list(policy.mx().stream().map(MxPattern::toString).toList(), body.putArray("mx"));
    }
    body.put("max_age", policy.maxAge());
    ObjectNode host = into.putObject("host").put("provider", ImportYaml.HOST);
    domain.address().ifPresent(address -> write(address, host.putObject("address")));
    ObjectNode dns = into.putObject("dns").put("provider", ImportYaml.DNS);
    domain.ttl().ifPresent(ttl -> dns.put("ttl", ttl));
    if (!domain.rua().isEmpty()) {
      list(domain.rua(), into.putObject("tls_rpt").putArray("rua"));
    }
    if (!domain.embedId()) {
      into.put("embed_id", false);
    }
  }

  private static void write(AddressSpec address, ObjectNode into) {
    address.cname().ifPresent(target -> into.put("cname", target.text()));
    if (!address.a().isEmpty()) {
      list(address.a(), into.putArray("a"));
    }
    if (!address.aaaa().isEmpty()) {
      list(address.aaaa(), into.putArray("aaaa"));
    }
  }

  private static void list(List<String> texts, ArrayNode into) {
    texts.forEach(text -> into.add(SpecText.value(text)));
  }

  private static void about(Imported domain, ObjectNode into) {
    into.put("domain", domain.name().text());
    into.put("unicode", SpecText.unicode(domain.name()).orElse(null));
    into.put("imported", domain.policy().isPresent());
    into.put("missing", domain.missing().isEmpty() ? null : Harmless.line(domain.missing()));
    into.put("id", domain.id().map(Object::toString).orElse(null));
    if (domain.guess().isPresent()) {
      HostGuess guess = domain.guess().get();
      ObjectNode node = into.putObject("host_guess");
      node.put("type", guess.provider()).put("kind", guess.kind());
      node.put("because", Harmless.line(guess.because()));
    } else {
      into.putNull("host_guess");
    }
    ArrayNode notes = into.putArray("notes");
    domain.notes().forEach(note -> notes.add(Harmless.line(note)));
    VerifyJson.write(domain.troubles(), into.putArray("checks"));
  }
}
