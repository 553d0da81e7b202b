package dev.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.mtasts.spec.JsonSchema;
import dev.mtasts.spec.SpecReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever spec we show to anybody must be one: by the reader and by the schema. */
class DocsTest {
  private static final Pattern FENCE = Pattern.compile("(?ms)^( *)```ya?ml\\R(.*?)^ *```");
  private static final Pattern SPEC = Pattern.compile("(?m)^version: 1\\s*(#.*)?$");

  private record Shown(String place, String text) {}

  private final SpecReader reader = new SpecReader(Providers.all(), Map.of());
  private final com.networknt.schema.JsonSchema schema =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
          .getSchema(JsonSchema.render(Providers.all()));

  @Test
  void everyExampleIsAValidSpec() throws IOException {
    List<Shown> examples = new ArrayList<>();
    for (Path file : files(Path.of("examples"), ".yaml", ".yml")) {
      examples.add(new Shown(file.toString(), Files.readString(file)));
    }

    assertThat(examples).hasSizeGreaterThanOrEqualTo(4);
    assertThat(examples).allSatisfy(this::assertValid);
  }

  @Test
  void everySpecInTheDocsIsValid() throws IOException {
    List<Shown> specs = new ArrayList<>();
    List<Path> pages = new ArrayList<>(files(Path.of("docs"), ".md"));
    if (Files.exists(Path.of("README.md"))) {
      pages.add(Path.of("README.md"));
    }
    for (Path page : pages) {
      specs.addAll(specs(page));
    }

    assertThat(specs).isNotEmpty();
    assertThat(specs).allSatisfy(this::assertValid);
  }

  private void assertValid(Shown shown) {
    var problems = reader.read(shown.text(), shown.place()).problems();
    assertThat(problems).as(shown.place()).isEmpty();
    assertThat(schema.validate(shown.text(), InputFormat.YAML)).as(shown.place()).isEmpty();
  }

  private static List<Shown> specs(Path page) throws IOException {
    List<Shown> found = new ArrayList<>();
    String text = Files.readString(page);
    Matcher fence = FENCE.matcher(text);
    while (fence.find()) {
      String yaml = fence.group(2).replaceAll("(?m)^" + fence.group(1), "");
      if (SPEC.matcher(yaml).find()) {
        long line = text.substring(0, fence.start()).lines().count() + 1;
        found.add(new Shown(page + ":" + line, yaml));
      }
    }
    return found;
  }

  private static List<Path> files(Path folder, String... endings) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> Stream.of(endings).anyMatch(end -> file.toString().endsWith(end)))
          .sorted()
          .toList();
    }
  }
}
