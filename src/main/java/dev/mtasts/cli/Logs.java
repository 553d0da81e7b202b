package dev.mtasts.cli;

/** Tells the libraries how much to log. Before the first of them asks for a logger. */
final class Logs {
  private static final String PREFIX = "org.slf4j.simpleLogger.";

  private Logs() {}

  static void at(RootCommand.LogLevel level) {
    System.setProperty(PREFIX + "defaultLogLevel", level.name());
    // What the SDK says at debug level about requests and signatures is nobody's business.
    System.setProperty(PREFIX + "log.software.amazon.awssdk.auth", "off");
  }
}
