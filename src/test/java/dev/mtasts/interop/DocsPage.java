package dev.mtasts.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What our pages tell people to copy, so that tests run just that. */
final class DocsPage {
  private DocsPage() {}

  /** The first fenced block of a language on a page. */
  static String block(Path page, String language) throws IOException {
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(page));
    if (!block.find()) {
      throw new AssertionError(page + " has no " + language + " block");
    }
    return block.group(1);
  }
}
