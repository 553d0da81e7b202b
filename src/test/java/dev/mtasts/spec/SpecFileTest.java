package dev.mtasts.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecFileTest {
  private final SpecReader reader = new SpecReader(FakeAdapters.ALL, Map.of());
  @TempDir Path folder;

  @Test
  void pathsStayAsWrittenSoThatAnotherCheckoutPlansTheSame() throws IOException {
    Path file = folder.resolve("mtasts.yaml");
    Files.writeString(file, "\uFEFF" + SpecTexts.HEAD + "  a.example:\n");

    SpecResult result = reader.read(file);

    assertThat(result.problems()).isEmpty();
    Spec spec = java.util.Objects.requireNonNull(result.spec());
    assertThat(SpecTexts.provider(spec, "web").settings().path("root"))
        .isEqualTo(Path.of("public"));
    assertThat(SpecTexts.domain(spec, "a.example").location().file()).isEqualTo(file.toString());
  }

  @Test
  void whatCannotBeReadIsOneProblem() throws IOException {
    assertThat(message(folder.resolve("missing.yaml"))).isEqualTo("1 there is no such file");
    assertThat(message(folder)).isEqualTo("1 the file cannot be read: it is a folder");

    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, "version: 1\n# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(message(latin)).isEqualTo("2 this line is not UTF-8");

    Path cut = folder.resolve("cut.yaml");
    Files.write(cut, new byte[] {'a', '\n', (byte) 0xc3});
    assertThat(message(cut)).isEqualTo("2 this line is not UTF-8");

    Path huge = folder.resolve("huge.yaml");
    try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
      sparse.setLength(64L * 1024 * 1024 + 1);
    }
    assertThat(message(huge)).isEqualTo("1 the spec is larger than 64 MiB");
  }

  private String message(Path file) {
    SpecResult result = reader.read(file);
    assertThat(result.spec()).isNull();
    assertThat(result.problems()).hasSize(1);
    Problem problem = result.problems().get(0);
    assertThat(problem.location().file()).isEqualTo(file.toString());
    assertThat(problem.hint()).isNotEmpty();
    return problem.location().line() + " " + problem.message();
  }
}
