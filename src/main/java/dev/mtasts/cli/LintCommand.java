package dev.mtasts.cli;

import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.policy.PolicyText;
import dev.mtasts.spec.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code mtasts lint policy|record|tlsrpt [FILE…]}: checks texts offline, as strictly as the
 * grammars of RFC 8461 and RFC 8460 are. What only some senders dislike is a warning and changes
 * nothing about validity.
 *
 * <p>Returns 3 where a file is invalid, else 1 where one could not be read, else 0. Every file is
 * looked at in any case. Without a file, or with {@code -}, standard input is read.
 */
@Command(
    name = "lint",
    description = "Check policy files, MTA-STS records or TLSRPT records, offline.")
public final class LintCommand {
  private static final String STDIN = "-";

  @ParentCommand private RootCommand root = Unset.ROOT;
  private byte @Nullable [] stdin;

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
      @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files; - is standard input.")
          @Nullable List<String> files) {
    return lint(
        files,
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
      @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files; - is standard input.")
          @Nullable List<String> files) {
    return lint(files, (file, bytes) -> LintReport.record(file, TxtRecords.sts(bytes)));
  }

  @Command(
      name = "tlsrpt",
      description =
          "Check the TXT records at _smtp._tls.DOMAIN (RFC 8460 §3): one RR a line, its strings"
              + " joined.")
  int tlsrpt(
      @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files; - is standard input.")
          @Nullable List<String> files) {
    return lint(files, (file, bytes) -> LintReport.tlsRpt(file, TxtRecords.tlsRpt(bytes)));
  }

  private int lint(@Nullable List<String> files, BiFunction<String, byte[], LintReport> check) {
    Shell shell = root.shell();
    int code = Exit.OK;
    for (String file : files == null || files.isEmpty() ? List.of(STDIN) : files) {
      byte[] bytes = read(file);
      if (bytes == null) {
        code = Math.max(code, Exit.FAILED);
        continue;
      }
      LintReport report = check.apply(file, bytes);
      shell.out().print(root.json() ? report.json() + "\n" : report.text());
      if (!report.valid()) {
        code = Exit.INVALID;
      }
    }
    return code;
  }

  private byte @Nullable [] read(String file) {
    try {
      return file.equals(STDIN)
          ? standardInput()
          : Files.readAllBytes(root.shell().cwd().resolve(file));
    } catch (IOException | InvalidPathException e) {
      root.shell().err().println(LintReport.unreadable(file, e).message());
      return null;
    }
  }

  /** Standard input can be read once; named twice, it says the same twice. */
  private byte[] standardInput() throws IOException {
    byte[] all = stdin == null ? root.shell().in().readAllBytes() : stdin;
    stdin = all;
    return all;
  }

  /** Reads a host name; what is none is a mistake in the command line. */
  static final class HostConverter implements ITypeConverter<DomainName> {
    @Override
    public DomainName convert(String value) {
      try {
        return Names.host(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
