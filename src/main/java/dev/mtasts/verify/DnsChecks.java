package dev.mtasts.verify;

import dev.mtasts.policy.Finding;
import dev.mtasts.policy.TlsRptRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What else DNS has to say: TLSRPT, CAA, DNSSEC and DANE. */
final class DnsChecks {
  /** What to do where DNS gave no answer. */
  static final String ASK_AGAIN = "Ask again, or ask another server with --resolver.";

  private DnsChecks() {}

  static void check(Facts facts, Checklist list) {
    tlsRpt(facts.tlsRpt(), list);
    caa(facts.caa(), list);
    if (!facts.record().isUnanswered()) {
      list.ok(
          Rule.DNSSEC,
          "",
          facts.record().authenticated()
              ? "the resolver authenticated " + facts.record().name()
              : "the resolver did not authenticate " + facts.record().name());
    }
    dane(facts, list);
  }

  private static void tlsRpt(Look<String> look, Checklist list) {
    if (look.isUnanswered()) {
      list.unknown(Rule.TLSRPT, "", look.reason(), ASK_AGAIN);
      return;
    }
    List<String> claiming = look.values().stream().filter(TlsRptRecord::claims).toList();
    if (claiming.isEmpty()) {
      list.warning(
          Rule.TLSRPT,
          "",
          "no record begins 'v=TLSRPTv1;' at " + look.name() + ": nobody reports failures",
          "Publish 'v=TLSRPTv1; rua=mailto:…;' there.");
    } else if (claiming.size() > 1) {
      list.error(
          Rule.TLSRPT,
          "",
          claiming.size() + " records begin 'v=TLSRPTv1;'; senders see none then",
          "Delete all but one.");
    } else {
      TlsRptRecord record = TlsRptRecord.parse(claiming.get(0));
      for (Finding finding : record.findings()) {
        list.add(
            Rule.TLSRPT,
            finding.isError() ? Check.Status.ERROR : Check.Status.WARNING,
            "",
            finding.message(),
            "Mend the record. 'mtasts lint tlsrpt' checks it offline.");
      }
      if (record.findings().isEmpty()) {
        list.ok(Rule.TLSRPT, "", RecordChecks.quoted(claiming.get(0)));
      }
    }
  }

  private static void caa(Look<Look.Caa> look, Checklist list) {
    if (look.isUnanswered()) {
      String todo = "An authority that gets no answer either issues no certificate. " + ASK_AGAIN;
      list.unknown(Rule.CAA, "", look.reason(), todo);
      return;
    }
    List<String> issuers = new ArrayList<>();
    for (Look.Caa record : look.values()) {
      if (record.tag().equals("issue")) {
        issuers.add(record.value().split(";", -1)[0].strip());
      }
    }
    if (issuers.isEmpty()) {
      list.ok(Rule.CAA, "", "any authority may issue for the policy host");
    } else if (issuers.stream().allMatch(String::isEmpty)) {
      list.warning(
          Rule.CAA,
          "",
          "the CAA records at " + look.name() + " forbid every authority",
          "Allow yours there before the certificate of the policy host has to be renewed.");
    } else {
      issuers.removeIf(String::isEmpty);
      String names = RecordChecks.quoted(String.join(", ", issuers));
      list.ok(Rule.CAA, "", "only " + names + " may issue, says " + look.name());
    }
  }

  private static void dane(Facts facts, Checklist list) {
    List<String> with = new ArrayList<>();
    List<String> unsigned = new ArrayList<>();
    for (Map.Entry<String, Facts.MxHost> host : new TreeMap<>(facts.mxHosts()).entrySet()) {
      Look<Look.Tlsa> tlsa = host.getValue().tlsa();
      if (tlsa.isUnanswered()) {
        list.unknown(Rule.DANE, host.getKey(), tlsa.reason(), ASK_AGAIN);
      } else if (tlsa.found()) {
        (tlsa.authenticated() ? with : unsigned).add(host.getKey());
      }
    }
    if (!with.isEmpty()) {
      list.ok(Rule.DANE, "", "authenticated TLSA records for " + Checklist.some(with));
    }
    if (!unsigned.isEmpty()) {
      String seen = "TLSA records that the resolver did not authenticate for ";
      list.ok(Rule.DANE, "", seen + Checklist.some(unsigned));
    }
    if (with.isEmpty() && unsigned.isEmpty() && !facts.mxHosts().isEmpty()) {
      list.ok(Rule.DANE, "", "no TLSA records");
    }
  }
}
