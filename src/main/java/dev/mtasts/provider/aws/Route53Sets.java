package dev.mtasts.provider.aws;

import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.RecordType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Record sets between Route 53's form and the engine's. Pure. */
final class Route53Sets {
  /**
   * One owner name and type.
   *
   * @param name in lower case, without the last dot
   */
  record SetKey(String name, RecordType type) {
    static SetKey of(DnsRecordSet set) {
      return new SetKey(set.name(), set.type());
    }
  }

  /** The hosted zone of every distribution (Route 53 API reference, AliasTarget). */
  private static final String CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2";

  private static final String CLOUDFRONT = ".cloudfront.net";

  private Route53Sets() {}

  /** The key of a stored set; empty for a type that this tool does not manage. */
  static Optional<SetKey> key(ResourceRecordSet stored) {
    for (RecordType type : RecordType.values()) {
      if (type.name().equals(stored.typeAsString())) {
        return Optional.of(new SetKey(Route53Text.name(stored.name()), type));
      }
    }
    return Optional.empty();
  }

  /**
   * What the sets of one name and type are to the engine.
   *
   * @param expected gives address, name, type and zone
   * @param stored what the zone holds at its name and type
   */
  static Reading<DnsRecordSet> reading(DnsRecordSet expected, List<ResourceRecordSet> stored) {
    if (stored.isEmpty()) {
      return new Reading.Absent<>();
    }
    ResourceRecordSet first = stored.get(0);
    if (stored.size() > 1 || first.setIdentifier() != null) {
      return unreadable(
          expected,
          "it is "
              + (stored.size() == 1 ? "a set" : stored.size() + " sets")
              + " with a routing policy (identifier '"
              + first.setIdentifier()
              + "'), which answers differently to different askers",
          "Replace it by one plain record set, for every sender must see the same.");
    }
    if (first.trafficPolicyInstanceId() != null) {
      return unreadable(
          expected,
          "a traffic policy instance keeps it",
          "Remove the name from the traffic policy.");
    }
    return new Reading.Live<>(decode(expected, first), null, false);
  }

  /** A stored plain or alias set in the engine's form. An alias has no TTL of its own: 0. */
  static DnsRecordSet decode(DnsRecordSet like, ResourceRecordSet stored) {
    if (stored.aliasTarget() != null) {
      String target = Route53Text.name(stored.aliasTarget().dnsName());
      return like.with(0, List.of(DnsRecordSet.ALIAS + target));
    }
    Set<String> values = new LinkedHashSet<>();
    for (ResourceRecord each : stored.resourceRecords()) {
      values.add(Route53Text.decode(like.type(), each.value()));
    }
    int ttl = stored.ttl() == null ? 0 : Math.toIntExact(stored.ttl());
    return like.with(ttl, List.copyOf(values));
  }

  /**
   * A set as it is stored. Values that are there already keep the very spelling that they have.
   *
   * @param there what is stored at the same name and type; empty where nothing is
   */
  static ResourceRecordSet encode(DnsRecordSet set, List<ResourceRecordSet> there) {
    if (alias(set)) {
      return encodeAlias(set);
    }
    List<ResourceRecord> records = new ArrayList<>();
    for (String value : set.values()) {
      String spelling = Route53Text.encode(set.type(), value);
      for (ResourceRecordSet stored : there) {
        for (ResourceRecord each : stored.resourceRecords()) {
          if (Route53Text.decode(set.type(), each.value()).equals(value)) {
            spelling = each.value();
          }
        }
      }
      records.add(ResourceRecord.builder().value(spelling).build());
    }
    return ResourceRecordSet.builder()
        .name(set.name() + ".")
        .type(RRType.fromValue(set.type().name()))
        .ttl((long) set.ttl())
        .resourceRecords(records)
        .build();
  }

  /** Whether a set is an alias, or says it were one. */
  static boolean alias(DnsRecordSet set) {
    return set.values().stream().anyMatch(value -> value.startsWith(DnsRecordSet.ALIAS));
  }

  /**
   * Why a set cannot be written anew; empty where it can. Only a distribution's hosted zone is
   * known from its name: an alias to anything else is kept or deleted as it is stored.
   */
  static Optional<Failure> unwritable(DnsRecordSet set) {
    if (!alias(set)) {
      return Optional.empty();
    }
    boolean address = set.type() == RecordType.A || set.type() == RecordType.AAAA;
    boolean plain = set.values().size() == 1 && set.ttl() == 0;
    if (address && plain && set.values().get(0).endsWith(CLOUDFRONT)) {
      return Optional.empty();
    }
    return Optional.of(
        new Failure(
            Failure.Kind.REFUSED,
            "write " + set.place() + " as " + String.join(", ", set.values()),
            address && plain
                ? "mtasts writes aliases to names below cloudfront.net only"
                : "an alias is one A or AAAA record with a TTL of 0",
            "Make this record by hand, or name addresses or a CNAME in the spec."));
  }

  private static ResourceRecordSet encodeAlias(DnsRecordSet set) {
    String target = set.values().get(0).substring(DnsRecordSet.ALIAS.length());
    return ResourceRecordSet.builder()
        .name(set.name() + ".")
        .type(RRType.fromValue(set.type().name()))
        .aliasTarget(
            a -> a.hostedZoneId(CLOUDFRONT_ZONE).dnsName(target + ".").evaluateTargetHealth(false))
        .build();
  }

  private static Reading<DnsRecordSet> unreadable(
      DnsRecordSet expected, String because, String todo) {
    return new Reading.Unread<>(
        new Failure(Failure.Kind.REFUSED, "read " + expected.place(), because, todo));
  }
}
