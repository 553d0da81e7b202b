package dev.mtasts.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mtasts.provider.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The adapter's page says what the adapter does. */
final class AwsPageTest {
  private static final Pattern JSON = Pattern.compile("(?s)```json\n(.*?)```");
  private static final Pattern ACTION =
      Pattern.compile("(?:\"| and )((?:s3|route53|acm|cloudfront):[A-Z]\\w+)(?=\"| and )");

  private final String page = Files.readString(Path.of("docs", "providers", "aws.md"));

  AwsPageTest() throws IOException {}

  @Test
  void everyOptionIsOnThePage() {
    List<Option> options = new ArrayList<>(AwsTesting.FACTORY.options());
    AwsTesting.FACTORY.hosts().forEach(kind -> options.addAll(kind.options()));
    options.addAll(AwsTesting.FACTORY.stateBackend().orElseThrow().options());

    for (Option option : options) {
      assertThat(page).contains("`" + option.name() + "`");
      if (option.fallback() != null) {
        assertThat(page).contains("`" + option.fallback() + "`");
      }
    }
  }

  @Test
  void thePoliciesAllowWhatTheAdapterAsksForAndNothingElse() throws IOException {
    Set<String> allowed = new TreeSet<>();
    for (Matcher json = JSON.matcher(page); json.find(); ) {
      for (JsonNode statement : new ObjectMapper().readTree(json.group(1)).get("Statement")) {
        JsonNode actions = statement.get("Action");
        if (actions.isArray()) {
          actions.forEach(action -> allowed.add(action.asText()));
        } else {
          allowed.add(actions.asText());
        }
      }
    }

    assertThat(allowed).isEqualTo(asked());
  }

  private static Set<String> asked() throws IOException {
    Set<String> asked = new TreeSet<>();
    Path sources = Path.of("src/main/java", AwsFactory.class.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.toList()) {
        for (Matcher action = ACTION.matcher(Files.readString(file)); action.find(); ) {
          asked.add(action.group(1));
        }
      }
    }
    return asked;
  }
}
