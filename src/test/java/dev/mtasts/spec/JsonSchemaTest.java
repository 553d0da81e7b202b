package dev.mtasts.spec;

import static dev.mtasts.spec.SpecTexts.HEAD;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the schema accepts what the reader accepts is asserted with every good spec elsewhere. */
class JsonSchemaTest {
  @Test
  void theSchemaIsADraft7Schema() {
    var draft7 =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
            .getSchema(SchemaLocation.of("http://json-schema.org/draft-07/schema#"));

    assertThat(draft7.validate(JsonSchema.render(FakeAdapters.ALL), InputFormat.JSON)).isEmpty();
    assertThat(draft7.validate(JsonSchema.render(List.of()), InputFormat.JSON)).isEmpty();
  }

  @Test
  void itPrintsTheSameEveryTimeAndShowsWhatAdaptersSay() {
    String schema = JsonSchema.render(FakeAdapters.ALL);

    assertThat(schema).isEqualTo(JsonSchema.render(FakeAdapters.ALL));
    assertThat(schema).endsWith("}\n").startsWith("{\n  \"$schema\"");
    assertThat(schema).contains("The folder that is served.", "\"default\" : \"{domain}.txt\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.example: { polcy: {} }",
        "a.example: { policy: { mods: none } }",
        "a.example: { policy: { mode: off } }",
        "a.example: { policy: { mx: mx.a.example } }",
        "a.example: { policy: { mx: [mx.a.example.] } }",
        "a.example: { policy: { mx: [a.example, a.example] } }",
        "a.example: { policy: { max_age: 1y } }",
        "a.example: { policy: { max_age: 31557601 } }",
        "a.example: { host: { provider: web, buckets: x } }",
        "a.example: { host: { kind: bucket, file: x } }",
        "a.example: { host: { kind: nothing } }",
        "a.example: { host: { address: { mx: 1 } } }",
        "a.example: { host: { address: {} } }",
        "a.example: { host: { address: { a: [localhost] } } }",
        "a.example: { dns: { zones: x } }",
        "a.example: { dns: { ttl: -1 } }",
        "a.example: { tls_rpt: { ruas: [] } }",
        "a.example: { tls_rpt: { rua: ['http://a.example'] } }",
        "a.example: { tls_rpt: off }",
        "a.example: { verify: maybe }",
        "a.example: { id: random }",
        "a.example: { allow: [everything] }",
        "a.example: { allow: not-ours }",
        "a.example: { removal: forget }",
        "a.example: { caution: none }",
        "a.example: { rollout: slow }",
        "a.example: { rollout: {} }",
        "a.example: { rollout: { stages: [] } }",
        "a.example: { rollout: { stages: { mode: testing, max_age: 1d } } }",
        "a.example: { rollout: { stages: [{ mode: none, max_age: 1d }] } }",
        "a.example: { rollout: { stages: [{ mode: enforce }] } }",
        "a.example: { rollout: { stages: [{ mode: testing, max_age: 1d, wait: 1d }] } }",
        "a.example: { rollout: { pause: later } }",
        "a.example: { rollout: { wave: 50 } }",
        "a.example: { rollout: { wave: { size: 0, every: 1d } } }",
        "a.example: 5",
        "a.example: []"
      })
  void whatIsWrongInADomainIsWrongForTheEditorToo(String domain) {
    assertBothRefuse(HEAD + "  " + domain + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version: 1\nproviders: {}\n",
        "version: 1\ndomains: {}\n",
        "providers: {}\ndomains: {}\n",
        "version: 2\nproviders: {}\ndomains: {}\n",
        "version: 1\nproviders: {}\ndomains: {}\nmore: 1\n",
        "version: 1\nproviders: { a: {} }\ndomains: {}\n",
        "version: 1\nproviders: { a: { type: gopher } }\ndomains: {}\n",
        "version: 1\nproviders: { a: { type: web } }\ndomains: {}\n",
        "version: 1\nproviders: { a: { type: web, root: '' } }\ndomains: {}\n",
        "version: 1\nproviders: { a: { type: web, root: '~/x' } }\ndomains: {}\n",
        "version: 1\nproviders: { a: { type: web, root: x, endpoint: 'https://e' } }\ndomains: {}\n",
        "version: 1\nproviders: { a: { type: names, endpoint: 'ftp://e' } }\ndomains: {}\n",
        "version: 1\nproviders: { a: { type: names, endpoint: 'https://e/path' } }\ndomains: {}\n",
        "version: 1\nproviders: { a: { type: names, dry: 1 } }\ndomains: {}\n",
        "version: 1\nproviders: {}\ndomains: {}\nstate: { backend: gopher }\n",
        "version: 1\nproviders: {}\ndomains: {}\nstate: { backend: store }\n",
        "version: 1\nproviders: {}\ndomains: {}\nstate: { path: x }\n",
        "version: 1\nproviders: {}\ndomains: {}\nstate: { backend: local, bucket: x }\n",
        "version: 1\nproviders: {}\ndomains: {}\nprofiles: { a: { profile: b } }\n",
        "version: 1\nproviders: {}\ndomains: {}\nprofiles: { a: { nothing: 1 } }\n",
        "version: 1\nproviders: {}\ndomains: {}\ndefaults: { nothing: 1 }\n"
      })
  void whatIsWrongElsewhereIsWrongForTheEditorToo(String text) {
    assertBothRefuse(text);
  }

  private static void assertBothRefuse(String text) {
    assertThat(SpecTexts.read(text).problems()).as(text).isNotEmpty();
    assertThat(SpecTexts.bySchema(text)).as(text).isNotEmpty();
  }
}
