package dev.mtasts.spec;

import dev.mtasts.provider.ProviderFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reads specs, strictly. Nothing is asked of any provider, nothing is looked up; every problem that
 * can be seen in the text alone is reported, all at once.
 */
public final class SpecReader {
  private static final long LARGEST = 64L * 1024 * 1024;

  private final Grammar grammar;
  private final Map<String, String> env;

  /**
   * A reader.
   *
   * @param factories the adapters whose blocks a spec may have
   * @param env the environment variables that {@code ${…}} stands for
   */
  public SpecReader(List<ProviderFactory> factories, Map<String, String> env) {
    this.grammar = new Grammar(factories);
    this.env = Map.copyOf(env);
  }

  /** Reads a file of UTF-8. Where it cannot be read, that is the one problem. */
  public SpecResult read(Path file) {
    return read(file, file.toString());
  }

  /** Reads a file that messages call {@code name}, as the user did. */
  public SpecResult read(Path file, String name) {
    byte[] bytes;
    try {
      if (Files.size(file) > LARGEST) {
        return unreadable(name, 1, "the spec is larger than 64 MiB", "Split it into several.");
      }
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return unreadable(
          name, 1, "there is no such file", "Create it, or name another with --file.");
    } catch (IOException e) {
      String why = Files.isDirectory(file) ? "it is a folder" : "the system refuses";
      return unreadable(name, 1, "the file cannot be read: " + why, "Check its path and mode.");
    }
    Utf8 text = Utf8.decode(bytes);
    if (text.badLine() > 0) {
      return unreadable(name, text.badLine(), "this line is not UTF-8", "Save the file in UTF-8.");
    }
    return read(text.text(), name);
  }

  /**
   * Reads a text.
   *
   * @param fileName what messages call it
   */
  public SpecResult read(String text, String fileName) {
    Source source = new Source(fileName, text);
    Problems problems = new Problems(source);
    Node root = YamlTree.parse(source, problems);
    Context context = Context.whole(problems, new Variables(env));
    Spec spec = root == null ? null : new SpecBuilder(grammar, source, context).build(root);
    return problems.isEmpty()
        ? new SpecResult(spec, List.of())
        : new SpecResult(null, problems.sorted());
  }

  private static SpecResult unreadable(String file, int line, String message, String hint) {
    Problem problem = new Problem(new Location(file, line, 1, ""), "", message, hint);
    return new SpecResult(null, List.of(problem));
  }
}
