package dev.mtasts.cli;

import dev.mtasts.policy.Excerpt;
import dev.mtasts.policy.MxPattern;
import dev.mtasts.policy.Policy;
import dev.mtasts.spec.AddressSpec;
import dev.mtasts.verify.Check;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A spec for what is live, as YAML with comments. Every text from outside is quoted, or stands in a
 * comment without line breaks.
 */
final class ImportYaml {
  /** Stands in for whoever keeps the policy files; DNS and HTTPS do not tell. */
  static final String HOST = "placeholder-host";

  /** Stands in for whoever keeps the records. */
  static final String DNS = "placeholder-dns";

  private static final int LONGEST_COMMENT = 300;
  private static final String HEAD =
      """
      # What public DNS and HTTPS said at %s.
      version: 1

      providers:
        # Who keeps a file or a record cannot be seen from outside, so these two stand in: a folder and
        # zone files beside this spec. Before the first apply put yours in their place, such as
        # { type: aws, region: eu-central-1 } or
        # { type: cloudflare, api_token: { env: CLOUDFLARE_API_TOKEN } },
        # and give each host what its kind needs, such as kind and bucket.
        %s: { type: directory, root: public }
        %s: { type: zonefile, path: zones }

      """;

  private final StringBuilder out = new StringBuilder();

  private ImportYaml() {}

  static String of(Import all) {
    ImportYaml yaml = new ImportYaml();
    yaml.out.append(HEAD.formatted(all.at().truncatedTo(ChronoUnit.SECONDS), HOST, DNS));
    boolean none = all.domains().stream().allMatch(one -> one.policy().isEmpty());
    yaml.out.append(none ? "domains: {}\n" : "domains:\n");
    all.domains().forEach(one -> yaml.domain(one, none));
    return yaml.out.toString();
  }

  private void domain(Imported domain, boolean none) {
    if (domain.policy().isEmpty()) {
      comment(domain.name() + " has no policy to import: " + domain.missing());
    }
    SpecText.unicode(domain.name()).ifPresent(this::comment);
    domain.id().ifPresent(id -> comment("Live id: " + id));
    domain.guess().ifPresent(guess -> comment(guess.text()));
    domain.notes().forEach(this::comment);
    for (VerifyText.Line line : VerifyText.lines(domain.troubles())) {
      Check check = line.check();
      comment(check.status().words() + ": " + check.rule().word() + ": " + line.text());
    }
    if (domain.policy().isEmpty()) {
      comment(
          "To begin with one, take the # away"
              + (none ? ", and the {} behind 'domains:' above:" : ":"));
    }
    String indent = domain.policy().isEmpty() ? "  #" : "  ";
    stanza(domain).forEach(line -> out.append(indent).append(line).append('\n'));
  }

  private void comment(String text) {
    out.append("  # ").append(Excerpt.of(text, LONGEST_COMMENT)).append('\n');
  }

  private static List<String> stanza(Imported domain) {
    List<String> lines = new ArrayList<>();
    lines.add(SpecText.scalar(domain.name().text()) + ":");
    lines.add("  policy: " + domain.policy().map(ImportYaml::policy).orElse(start(domain)));
    String address = domain.address().map(one -> ", address: " + address(one)).orElse("");
    lines.add("  host: { provider: " + HOST + address + " }");
    String ttl =
        domain.ttl().isPresent() ? ", ttl: " + SpecText.duration(domain.ttl().getAsInt()) : "";
    lines.add("  dns: { provider: " + DNS + ttl + " }");
    if (!domain.rua().isEmpty()) {
      lines.add("  tls_rpt: { rua: " + SpecText.list(domain.rua()) + " }");
    }
    if (domain.policy().isPresent() && !domain.embedId()) {
      lines.add("  embed_id: false");
    }
    return lines;
  }

  private static String policy(Policy policy) {
    List<String> mx = policy.mx().stream().map(MxPattern::toString).toList();
    return "{ mode: "
        + policy.mode()
        + (mx.isEmpty() ? "" : ", mx: " + SpecText.list(mx))
        + ", max_age: "
        + SpecText.duration(policy.maxAge())
        + " }";
  }

  private static String start(Imported domain) {
    List<String> mx = domain.mx().isEmpty() ? List.of("mx." + domain.name()) : domain.mx();
    return "{ mode: testing, mx: " + SpecText.list(mx) + ", max_age: 1d }";
  }

  private static String address(AddressSpec address) {
    if (address.cname().isPresent()) {
      return "{ cname: " + SpecText.scalar(address.cname().get().text()) + " }";
    }
    List<String> parts = new ArrayList<>();
    if (!address.a().isEmpty()) {
      parts.add("a: " + SpecText.list(address.a()));
    }
    if (!address.aaaa().isEmpty()) {
      parts.add("aaaa: " + SpecText.list(address.aaaa()));
    }
    return "{ " + String.join(", ", parts) + " }";
  }
}
