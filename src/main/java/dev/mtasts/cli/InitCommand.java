package dev.mtasts.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.provider.DiskFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code init}: writes a first spec, commented; never over a file that is there. */
@Command(
    name = "init",
    description = "Write a commented spec to begin with, or one for what is live (--from).")
public final class InitCommand implements Callable<Integer> {
  @ParentCommand private RootCommand root = Unset.ROOT;

  @Option(
      names = "--from",
      paramLabel = "DOMAIN",
      arity = "1..*",
      description = "Fill it with what is live of these domains, as import does.")
  private List<String> from = new ArrayList<>();

  @Mixin private LiveOptions live = new LiveOptions();

  @Override
  public Integer call() {
    Path file = root.file();
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw taken();
    }
    @Nullable Import found = from.isEmpty() ? null : live.look(root, from);
    write(file, StarterSpec.HEAD + (found == null ? StarterSpec.BODY : ImportYaml.of(found)));
    tell(found);
    return found == null ? Exit.OK : found.exit();
  }

  private void tell(@Nullable Import found) {
    Shell shell = root.shell();
    if (root.json()) {
      ObjectNode told = JsonNodeFactory.instance.objectNode().put("file", root.fileName());
      if (found != null) {
        told.set("domains", ImportJson.of(found).path("domains"));
      }
      shell.out().println(told.toPrettyString());
    } else {
      shell.out().println("Wrote " + root.fileName() + ". Edit it, then: mtasts validate");
      shell.out().println("For your editor: mtasts schema > " + StarterSpec.SCHEMA);
    }
    shell.out().flush();
    if (found != null) {
      found.warn(shell.err());
    }
  }

  private CommandFailure taken() {
    return new CommandFailure(
        Exit.REFUSED,
        root.fileName()
            + " exists, and init writes over nothing. Move it away, or name another file with -f;"
            + " 'mtasts import' prints domains to add to it.");
  }

  private void write(Path file, String text) {
    try {
      Files.write(file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw taken();
    } catch (IOException e) {
      throw new CommandFailure(
          Exit.FAILED,
          "Tried to write "
              + root.fileName()
              + " but failed because "
              + DiskFailure.reason(e)
              + ". Name a file in a folder that exists and that you may write to, with -f.");
    }
  }
}
