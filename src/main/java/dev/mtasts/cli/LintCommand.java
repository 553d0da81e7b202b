package dev.mtasts.cli;

import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.policy.PolicyText;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code mtasts lint policy|record|tlsrpt [FILE…]}: checks texts offline, as strictly as the
 * grammars of RFC 8461 and RFC 8460 are. What only some senders dislike is a warning and changes
 * nothing about validity.
 *
 * <p>Returns 0 where every file is valid, 3 where one is not, and 1 where one could not be read:
 * then nothing is known about it, so 1 is returned even if another is invalid. Every file is looked
 * at in any case. Without a file, or with {@code -}, standard input is read.
 */
@Command(
    name = "lint",
    description = "Check policy files, MTA-STS records or TLSRPT records, offline.")
public final class LintCommand {
  private static final int VALID = 0;
  private static final int UNREADABLE = 1;
  private static final int INVALID = 3;
  private static final String STDIN = "-";

  private final PrintWriter out;
  private final PrintWriter err;
  private final InputStream in;
  private byte @Nullable [] stdin;

  /** Takes the streams of the process, or a test's. */
  public LintCommand(PrintWriter out, PrintWriter err, InputStream in) {
    this.out = out;
    this.err = err;
    this.in = in;
  }

  @Command(
      name = "policy",
      description = "Check policy files as they lie at /.well-known/mta-sts.txt (RFC 8461 §3.2).")
  int policy(
      @Option(
              names = "--covers",
              paramLabel = "HOST",
              converter = HostConverter.class,
              description = "Also say whether the policy covers this MX host.")
          @Nullable DomainName covers,
      @Option(names = "--json", description = "Print one JSON object a line for each file.")
          boolean json,
      @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files; - is standard input.")
          @Nullable List<String> files) {
    return lint(
        files,
        json,
        (file, bytes) -> {
          PolicyText text = PolicyParser.parse(bytes);
          return LintReport.policy(file, text, covers);
        });
  }

  @Command(
      name = "record",
      description =
          "Check the TXT records at _mta-sts.DOMAIN (RFC 8461 §3.1): one RR a line, its strings"
              + " joined.")
  int record(
      @Option(names = "--json", description = "Print one JSON object a line for each file.")
          boolean json,
      @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files; - is standard input.")
          @Nullable List<String> files) {
    return lint(files, json, (file, bytes) -> LintReport.record(file, TxtRecords.sts(bytes)));
  }

  @Command(
      name = "tlsrpt",
      description =
          "Check the TXT records at _smtp._tls.DOMAIN (RFC 8460 §3): one RR a line, its strings"
              + " joined.")
  int tlsrpt(
      @Option(names = "--json", description = "Print one JSON object a line for each file.")
          boolean json,
      @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files; - is standard input.")
          @Nullable List<String> files) {
    return lint(files, json, (file, bytes) -> LintReport.tlsRpt(file, TxtRecords.tlsRpt(bytes)));
  }

  private int lint(
      @Nullable List<String> files, boolean json, BiFunction<String, byte[], LintReport> check) {
    int code = VALID;
    for (String file : files == null || files.isEmpty() ? List.of(STDIN) : files) {
      byte[] bytes = read(file);
      if (bytes == null) {
        code = UNREADABLE;
        continue;
      }
      LintReport report = check.apply(file, bytes);
      out.print(json ? report.json() + "\n" : report.text());
      if (!report.valid() && code == VALID) {
        code = INVALID;
      }
    }
    out.flush();
    err.flush();
    return code;
  }

  private byte @Nullable [] read(String file) {
    try {
      return file.equals(STDIN) ? standardInput() : Files.readAllBytes(Path.of(file));
    } catch (IOException | InvalidPathException e) {
      err.println(LintReport.unreadable(file, e).message());
      return null;
    }
  }

  /** Standard input can be read once; named twice, it says the same twice. */
  private byte[] standardInput() throws IOException {
    byte[] all = stdin == null ? in.readAllBytes() : stdin;
    stdin = all;
    return all;
  }

  /** Reads a host name; what is none is a mistake in the command line. */
  static final class HostConverter implements ITypeConverter<DomainName> {
    @Override
    public DomainName convert(String value) {
      try {
        return DomainName.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
