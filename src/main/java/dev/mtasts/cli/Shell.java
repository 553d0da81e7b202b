package dev.mtasts.cli;

import dev.mtasts.apply.Stop;
import dev.mtasts.provider.ProviderFactory;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * What a run is started in; a test gives its own.
 *
 * @param env environment variables
 * @param cwd where relative paths on the command line start
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param interactive whether a person sits at the terminal and can be asked
 * @param clock the time
 * @param reach how the world is reached: {@link Reach#REAL}, but for tests
 * @param factories the adapters
 * @param stop how the run is asked to end early
 */
public record Shell(
    Map<String, String> env,
    Path cwd,
    InputStream in,
    PrintWriter out,
    PrintWriter err,
    boolean interactive,
    Clock clock,
    Reach reach,
    List<ProviderFactory> factories,
    Stop stop) {}
