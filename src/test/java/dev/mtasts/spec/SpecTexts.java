package dev.mtasts.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.mtasts.policy.DomainName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads spec texts as tests write them. */
final class SpecTexts {
  static final Map<String, String> ENV =
      Map.of("MODE", "enforce", "EMPTY", "", "ROOT", "/srv", "SECRET_VALUE", "hunter2secret");

  /** What every domain needs and most tests do not care about; ends where domains begin. */
  static final String HEAD =
      """
      version: 1
      providers:
        web: { type: web, root: public }
        ns: { type: names }
      defaults:
        policy: { mode: testing, mx: [mx.acme.example], max_age: 1d }
        host: { provider: web }
        dns: { provider: ns }
      domains:
      """;

  private static final com.networknt.schema.JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
          .getSchema(JsonSchema.render(FakeAdapters.ALL));

  private SpecTexts() {}

  static SpecResult read(String text) {
    return new SpecReader(FakeAdapters.ALL, ENV).read(text, "mtasts.yaml");
  }

  /** The spec of a text that reader and schema accept. */
  static Spec good(String text) {
    SpecResult result = read(text);
    assertThat(lines(result)).as(text).isEmpty();
    assertThat(bySchema(text)).as(text).isEmpty();
    return Objects.requireNonNull(result.spec());
  }

  /** The only domain of a text that has one. */
  static DomainSpec goodDomain(String text) {
    return good(text).domains().values().iterator().next();
  }

  static DomainSpec domain(Spec spec, String name) {
    return Objects.requireNonNull(spec.domains().get(new DomainName(name)));
  }

  /** The domain without its place in a text. */
  static DomainSpec anywhere(DomainSpec domain) {
    return new DomainSpec(
        domain.name(),
        new Location("", 1, 1, ""),
        "",
        domain.policy(),
        domain.id(),
        domain.embedId(),
        domain.host(),
        domain.dns(),
        domain.tlsRpt(),
        domain.verify(),
        domain.adopt(),
        domain.protect(),
        domain.allow(),
        domain.removal(),
        domain.rollout(),
        domain.caution(),
        domain.block());
  }

  static ProviderSpec provider(Spec spec, String name) {
    return Objects.requireNonNull(spec.providers().get(name));
  }

  /** Asserts that exactly these problems are found: {@code line:column message}, in order. */
  static List<Problem> bad(String text, String... problems) {
    SpecResult result = read(text);
    assertThat(lines(result)).as(text).containsExactly(problems);
    assertThat(result.spec()).isNull();
    return result.problems();
  }

  static Set<ValidationMessage> bySchema(String text) {
    return SCHEMA.validate(text, InputFormat.YAML);
  }

  static List<String> lines(SpecResult result) {
    return result.problems().stream()
        .map(p -> p.location().line() + ":" + p.location().column() + " " + p.message())
        .toList();
  }
}
