package dev.mtasts.verify;

import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Mode;
import dev.mtasts.policy.MxPattern;
import dev.mtasts.policy.Policy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The MX hosts: that they are, that the policy covers them, and that they speak TLS. */
final class MxChecks {
  private static final Pattern ADDRESS = Pattern.compile("[0-9]+(\\.[0-9]+){3}|.*:.*");
  private static final String NULL_MX = "RFC 7505 §3";
  private static final String NO_MAIL = "A domain without mail needs no policy, only mode none.";

  private MxChecks() {}

  static void check(Facts facts, Optional<Policy> policy, Checklist list) {
    if (facts.mx().isUnanswered()) {
      list.unknown(Rule.MX_RECORDS, "", facts.mx().reason(), DnsChecks.ASK_AGAIN);
      return;
    }
    Set<String> hosts = hosts(facts, list);
    long more = hosts.stream().filter(host -> !facts.mxHosts().containsKey(host)).count();
    if (more > 0) {
      String seen = more + " more MX hosts were not looked at";
      list.unknown(Rule.MX_ADDRESS, "", seen, "So many MX hosts help nobody; publish fewer.");
    }
    for (String host : hosts) {
      address(host, facts, list);
      policy.ifPresent(one -> covered(host, one, list));
      MxTls tls = facts.mxTls().get(host);
      if (tls != null) {
        tls(tls, policy, list);
      }
    }
  }

  /** The hosts that senders deliver to, in the order in which they try. */
  private static Set<String> hosts(Facts facts, Checklist list) {
    List<Look.Mx> records = facts.mx().values();
    Set<String> hosts = new LinkedHashSet<>();
    records.forEach(record -> hosts.add(record.host()));
    boolean none = hosts.remove(Look.Mx.NONE);
    if (none && hosts.isEmpty()) {
      add(list, Check.Status.WARNING, "a null MX: the domain takes no mail", NULL_MX, NO_MAIL);
    } else if (none) {
      String seen = "a null MX stands beside other MX records";
      add(list, Check.Status.ERROR, seen, NULL_MX, "Delete the null MX, or the others.");
    } else if (!hosts.isEmpty()) {
      List<String> shown = new ArrayList<>();
      records.forEach(record -> shown.add(record.preference() + " " + record.host()));
      list.ok(Rule.MX_RECORDS, "", Checklist.some(shown));
    } else {
      implicit(facts, hosts, list);
    }
    return hosts;
  }

  private static void add(
      Checklist list, Check.Status status, String seen, String section, String todo) {
    list.add(new Check(Rule.MX_RECORDS, status, "", seen, section, todo));
  }

  /** RFC 5321 §5.1: without MX records the domain itself is the one host. */
  private static void implicit(Facts facts, Set<String> hosts, Checklist list) {
    String fault = facts.own().fault();
    String domain = facts.domain().text();
    if (fault == null || !facts.own().addresses().isEmpty()) {
      list.warning(
          Rule.MX_RECORDS,
          "",
          "no MX record: senders deliver to " + domain + " itself",
          "Publish an MX record that says so.");
      hosts.add(domain);
    } else if (facts.own().unanswered()) {
      list.unknown(Rule.MX_RECORDS, "", "no MX record, and " + fault, DnsChecks.ASK_AGAIN);
    } else {
      list.error(
          Rule.MX_RECORDS,
          "",
          "no MX record, and " + fault + ": no mail can be delivered",
          "Publish MX records.");
    }
  }

  private static void address(String host, Facts facts, Checklist list) {
    Facts.MxHost seen = facts.mxHosts().get(host);
    if (seen == null) {
      return;
    }
    HostLook look = seen.addresses();
    String fault = look.fault();
    if (look.unanswered()) {
      list.unknown(Rule.MX_ADDRESS, host, String.valueOf(fault), DnsChecks.ASK_AGAIN);
    } else if (fault != null) {
      boolean number = ADDRESS.matcher(host).matches();
      String what = number ? "is an IP address; an MX record names a host" : fault;
      String todo = "Give it an address, or take it out of the MX records.";
      String named = "Give the host a name, and name that in the MX record.";
      list.error(Rule.MX_ADDRESS, host, what, number ? named : todo);
    } else if (!look.aliases().isEmpty() && !host.equals(facts.domain().text())) {
      list.add(
          new Check(
              Rule.MX_ADDRESS,
              Check.Status.WARNING,
              host,
              "is an alias of " + String.join(", ", look.aliases()),
              "RFC 2181 §10.3",
              "Name a host with addresses of its own in the MX record."));
    } else {
      int count = look.addresses().size();
      list.ok(Rule.MX_ADDRESS, host, count + (count == 1 ? " address" : " addresses"));
    }
  }

  private static void covered(String host, Policy policy, Checklist list) {
    if (policy.mode() == Mode.NONE) {
      return;
    }
    Optional<MxPattern> by = policy.mx().stream().filter(mx -> mx.covers(host)).findFirst();
    if (by.isPresent()) {
      String pattern = by.get().toString();
      list.ok(
          Rule.MX_COVERED,
          host,
          pattern.equals(host) ? "the policy names it" : "'" + pattern + "' covers it");
      return;
    }
    boolean enforce = policy.mode() == Mode.ENFORCE;
    list.add(
        Rule.MX_COVERED,
        enforce ? Check.Status.ERROR : Check.Status.WARNING,
        host,
        "no mx of the policy covers it" + tooDeep(host, policy) + (enforce ? "" : ", in testing"),
        name(host).isEmpty()
            ? "No policy can name it, for it is no host name: give it another in the MX record."
            : enforce
                ? "Add it to the policy, or take it out of DNS: senders do not deliver there."
                : "Add it to the policy before that goes to enforce.");
  }

  /** The mistake behind most of these: §4.1 lets a wildcard stand for one label only. */
  private static String tooDeep(String host, Policy policy) {
    return policy.mx().stream()
        .filter(mx -> mx.wildcard() && host.endsWith("." + mx.domain()))
        .findFirst()
        .map(mx -> "; the '*' of '" + mx + "' stands for one label only")
        .orElse("");
  }

  private static Optional<DomainName> name(String host) {
    try {
      return Optional.of(DomainName.parse(host));
    } catch (IllegalArgumentException notAHostName) {
      return Optional.empty();
    }
  }

  private static void tls(MxTls seen, Optional<Policy> policy, Checklist list) {
    boolean enforce = policy.filter(one -> one.mode() == Mode.ENFORCE).isPresent();
    for (MxTls.Answer answer : seen.answers()) {
      String subject = (seen.host() + " " + answer.address()).strip();
      Long days = answer.daysLeft();
      boolean soon = answer.how() == MxTls.How.GOOD && days != null && days < HostChecks.FEW_DAYS;
      Check.Status status =
          switch (answer.how()) {
            case GOOD -> soon ? Check.Status.WARNING : Check.Status.OK;
            case BAD -> enforce ? Check.Status.ERROR : Check.Status.WARNING;
            case UNKNOWN -> Check.Status.COULD_NOT_CHECK;
          };
      String todo =
          switch (answer.how()) {
            case GOOD -> soon ? "See that its certificate is renewed." : "";
            case BAD -> "Mend the mail server: under enforce, senders do not deliver there.";
            case UNKNOWN -> "Run it where port 25 is not blocked.";
          };
      String section = answer.section().isEmpty() ? Rule.MX_TLS.section() : answer.section();
      list.add(new Check(Rule.MX_TLS, status, subject, answer.seen(), section, todo));
    }
  }
}
