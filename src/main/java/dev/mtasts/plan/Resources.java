package dev.mtasts.plan;

import dev.mtasts.provider.Address;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.RecordType;
import dev.mtasts.spec.DomainSpec;
import java.util.List;

/** A domain's resources, named, placed and set as the spec says. */
final class Resources {
  /**
   * In seconds, where neither the spec nor a live record says another: an id travels in minutes.
   */
  static final int DEFAULT_TTL = 300;

  private Resources() {}

  /** The policy file of {@code domain} with {@code body}, where the spec wants it. */
  static PolicyFile policyFile(DomainSpec domain, String body) {
    String cache = domain.host().settings().optionalText("cache_control").orElse("");
    Address address = new Address(domain.name(), Part.POLICY);
    return new PolicyFile(address, domain.host().location(), body, cache);
  }

  /** A record set of {@code domain} where the spec wants it, with the TTL for new ones. */
  static DnsRecordSet recordSet(DomainSpec domain, Part part, List<String> values) {
    return recordSet(domain, part, ownerName(domain, part), values);
  }

  /** The CNAME that proves to a certificate's authority whose the policy host is. */
  static DnsRecordSet proof(DomainSpec domain, String name, String target) {
    return recordSet(domain, Part.VALIDATION, name, List.of(target));
  }

  /** A record set of another name than the one that its part has. */
  static DnsRecordSet recordSet(DomainSpec domain, Part part, String name, List<String> values) {
    return new DnsRecordSet(
        new Address(domain.name(), part),
        name,
        type(part),
        ttl(domain, values),
        values,
        domain.dns().zone().orElse(null));
  }

  /** An alias has no time to live of its own. */
  private static int ttl(DomainSpec domain, List<String> values) {
    boolean alias = values.stream().anyMatch(value -> value.startsWith(DnsRecordSet.ALIAS));
    return alias ? 0 : domain.dns().ttl().orElse(DEFAULT_TTL);
  }

  private static String ownerName(DomainSpec domain, Part part) {
    return switch (part) {
      case TLSRPT -> domain.name().tlsRptName();
      case RECORD -> domain.name().recordName();
      default -> domain.name().policyHost().text();
    };
  }

  private static RecordType type(Part part) {
    return switch (part) {
      case ADDRESS_CNAME, VALIDATION, OLD_VALIDATION -> RecordType.CNAME;
      case ADDRESS_A -> RecordType.A;
      case ADDRESS_AAAA -> RecordType.AAAA;
      default -> RecordType.TXT;
    };
  }
}
