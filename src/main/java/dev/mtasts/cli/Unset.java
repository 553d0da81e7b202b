package dev.mtasts.cli;

import dev.mtasts.apply.Stop;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** What picocli's injected fields hold until picocli sets them, so that none is ever null. */
final class Unset {
  static final RootCommand ROOT =
      new RootCommand(
          new Shell(
              Map.of(),
              Path.of(""),
              InputStream.nullInputStream(),
              new PrintWriter(Writer.nullWriter()),
              new PrintWriter(Writer.nullWriter()),
              false,
              Clock.systemUTC(),
              Reach.REAL,
              List.of(),
              new Stop()));

  private Unset() {}
}
