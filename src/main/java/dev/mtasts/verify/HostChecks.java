package dev.mtasts.verify;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The policy host: its addresses, and the fetch from each of them. RFC 8461 §3.3. */
final class HostChecks {
  /** Below this many days a certificate is warned of: renewals should be over by then. */
  static final long FEW_DAYS = 14;

  private static final Duration SLOW = Duration.ofSeconds(20);

  private HostChecks() {}

  static void check(Facts facts, Checklist list) {
    addresses(facts, list);
    facts.visits().forEach(visit -> visit(visit, facts, list));
    int more = facts.host().addresses().size() - facts.visits().size();
    if (more > 0) {
      String seen = more + " more addresses of " + facts.host().a().name() + " were not looked at";
      list.unknown(Rule.POLICY_CONNECT, "", seen, "So many addresses help nobody; publish fewer.");
    }
    long bodies =
        facts.visits().stream()
            .map(visit -> visit.fetched().body())
            .filter(java.util.Objects::nonNull)
            .distinct()
            .count();
    if (bodies > 1) {
      list.warning(
          Rule.POLICY_SAME,
          "",
          "the addresses serve " + bodies + " different policies",
          "Bring all servers, or the caches in front of them, to the same policy.");
    }
  }

  private static void addresses(Facts facts, Checklist list) {
    HostLook host = facts.host();
    List<String> found = host.addresses().stream().map(InetAddress::getHostAddress).toList();
    String by = host.aliases().isEmpty() ? "" : " by way of " + String.join(", ", host.aliases());
    if (!found.isEmpty()) {
      list.ok(Rule.POLICY_ADDRESS, "", Checklist.some(found) + by);
    }
    String fault = host.fault();
    if (fault == null) {
      return;
    }
    if (host.unanswered()) {
      list.unknown(Rule.POLICY_ADDRESS, "", fault, DnsChecks.ASK_AGAIN);
    } else {
      list.error(
          Rule.POLICY_ADDRESS,
          "",
          fault + by,
          "Give it an address record or a CNAME to the web server of the policy.");
    }
  }

  private static void visit(Visit visit, Facts facts, Checklist list) {
    String at = visit.address();
    Rule broken = visit.broken();
    String fault = visit.fetched().fault();
    if (visit.connected()) {
      list.ok(Rule.POLICY_CONNECT, at, "connected");
    } else if (broken == null) {
      String todo = "Run it where such addresses can be reached.";
      list.unknown(Rule.POLICY_CONNECT, at, String.valueOf(fault), todo);
      return;
    }
    // An expired certificate of another host is two faults: what the handshake broke off at hides
    // the others, so the certificate is judged from what was shown.
    if (visit.tls() != null && broken != Rule.POLICY_TLS) {
      list.ok(Rule.POLICY_TLS, at, visit.tls());
    }
    if (visit.certificate() != null) {
      certificate(visit, visit.certificate(), facts, list);
    }
    if (visit.status() != null && visit.status() == 200) {
      list.ok(Rule.POLICY_STATUS, at, "200");
    }
    if (visit.mediaType() != null && visit.size() != null) {
      list.ok(Rule.POLICY_MEDIA_TYPE, at, RecordChecks.quoted(visit.mediaType()));
    }
    if (broken == null && fault == null) {
      list.ok(Rule.POLICY_SIZE, at, visit.size() + " bytes");
      time(visit, list);
    } else if (broken == null) {
      list.unknown(Rule.POLICY_ANSWER, at, String.valueOf(fault), "Run it again.");
    } else if (!ofCertificate(broken)) {
      Check check =
          new Check(
              broken,
              Check.Status.ERROR,
              at,
              String.valueOf(fault),
              visit.fetched().section(),
              todo(broken));
      list.add(check);
    }
  }

  private static void time(Visit visit, Checklist list) {
    String took = visit.took().toMillis() + " ms";
    if (visit.took().compareTo(SLOW) > 0) {
      list.warning(
          Rule.POLICY_TIME,
          visit.address(),
          took,
          "Senders give up after a minute, some sooner. Serve the file without delay.");
    } else {
      list.ok(Rule.POLICY_TIME, visit.address(), took);
    }
  }

  private static boolean ofCertificate(Rule rule) {
    return rule == Rule.CERTIFICATE_CHAIN
        || rule == Rule.CERTIFICATE_SAN
        || rule == Rule.CERTIFICATE_EXPIRY;
  }

  private static void certificate(
      Visit visit, ServerCertificate shown, Facts facts, Checklist list) {
    String at = visit.address();
    String fault = String.valueOf(visit.fetched().fault());
    if (shown.distrust() != null) {
      String todo = "Install a certificate of a public authority, with its intermediates.";
      list.error(Rule.CERTIFICATE_CHAIN, at, shown.distrust(), todo);
    } else if (visit.broken() != Rule.CERTIFICATE_EXPIRY) {
      list.ok(Rule.CERTIFICATE_CHAIN, at, "issued by " + RecordChecks.quoted(shown.issuer()));
    }
    String host = facts.host().a().name();
    if (shown.named()) {
      list.ok(Rule.CERTIFICATE_SAN, at, "names " + host);
    } else {
      String names =
          shown.names().isEmpty()
              ? "certificate names no DNS host in its subject alternative names"
              : "certificate is for " + RecordChecks.quoted(String.join(", ", shown.names()));
      list.error(
          Rule.CERTIFICATE_SAN,
          at,
          visit.broken() == Rule.CERTIFICATE_SAN ? fault : names + ", not " + host,
          "Have a certificate issued that has " + host + " among its DNS names.");
    }
    expiry(visit, shown, facts.at(), list);
  }

  private static void expiry(Visit visit, ServerCertificate shown, Instant now, Checklist list) {
    String at = visit.address();
    long days = shown.daysLeft(now);
    String left = "expires " + shown.until() + ", in " + days + (days == 1 ? " day" : " days");
    if (visit.broken() == Rule.CERTIFICATE_EXPIRY) {
      String fault = String.valueOf(visit.fetched().fault());
      list.error(Rule.CERTIFICATE_EXPIRY, at, fault, "Renew it, and see why that did not happen.");
    } else if (now.isAfter(shown.until())) {
      String when = "certificate expired " + shown.until();
      list.error(Rule.CERTIFICATE_EXPIRY, at, when, "Renew it, and see why that did not happen.");
    } else if (days < FEW_DAYS) {
      list.warning(Rule.CERTIFICATE_EXPIRY, at, left, "See that it is renewed.");
    } else {
      list.ok(Rule.CERTIFICATE_EXPIRY, at, left);
    }
  }

  private static String todo(Rule broken) {
    return switch (broken) {
      case POLICY_CONNECT ->
          "Open port 443 at this address, or take the address out of DNS: senders that meet it"
              + " get no policy.";
      case POLICY_TLS -> "Enable TLS 1.2 and 1.3 at this address.";
      case POLICY_STATUS -> "Serve the policy there with status 200, to any client.";
      case POLICY_REDIRECT -> "Serve the policy at that very address, without a redirect.";
      case POLICY_MEDIA_TYPE -> "Have the web server send 'Content-Type: text/plain'.";
      case POLICY_SIZE -> "Serve the policy, and nothing but it.";
      case POLICY_TIME -> "Senders give up after a minute. Serve the file without delay.";
      default -> "Look into the web server's log.";
    };
  }
}
