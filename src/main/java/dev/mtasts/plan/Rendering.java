package dev.mtasts.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.policy.StsRecord;
import dev.mtasts.policy.TlsRptRecord;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.IdStrategy;
import java.time.Instant;
import java.util.Optional;

/**
 * What a domain would publish if it were published for the first time.
 *
 * @param domain the domain
 * @param id the id; a plan may find that another is in use already
 * @param policy the policy file's body
 * @param record the MTA-STS record's text
 * @param tlsRpt the TLSRPT record's text, if the spec has one
 */
public record Rendering(
    DomainSpec domain, PolicyId id, String policy, String record, Optional<String> tlsRpt) {

  /** Renders for a moment. */
  public static Rendering of(DomainSpec domain, Instant now) {
    PolicyId id =
        domain.id() == IdStrategy.CONTENT
            ? PolicyId.content(domain.policy())
            : PolicyId.timestamp(now);
    String body = domain.embedId() ? domain.policy().body(id) : domain.policy().content();
    Optional<String> tlsRpt =
        domain.tlsRpt().isEmpty()
            ? Optional.empty()
            : Optional.of(TlsRptRecord.render(domain.tlsRpt()));
    return new Rendering(domain, id, body, StsRecord.render(id), tlsRpt);
  }

  /** As text: the file under its URL, then the records as a zone file would have them. */
  public String text() {
    StringBuilder out = new StringBuilder("# ").append(domain.name().policyUrl()).append('\n');
    out.append(policy.replace("\r\n", "\n"));
    out.append("# DNS\n").append(recordLine(domain.name().recordName(), record));
    tlsRpt.ifPresent(text -> out.append(recordLine(domain.name().tlsRptName(), text)));
    return out.append('\n').toString();
  }

  /** As JSON, byte for byte. */
  public ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("domain", domain.name().text()).put("id", id.text());
    node.put("url", domain.name().policyUrl()).put("policy", policy);
    node.put("record_name", domain.name().recordName()).put("record", record);
    tlsRpt.ifPresent(
        text -> node.put("tls_rpt_name", domain.name().tlsRptName()).put("tls_rpt", text));
    return node;
  }

  private String recordLine(String name, String text) {
    int ttl = domain.dns().ttl().orElse(Resources.DEFAULT_TTL);
    return name + ". " + ttl + " IN TXT \"" + text + "\"\n";
  }
}
