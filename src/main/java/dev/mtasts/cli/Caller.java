package dev.mtasts.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/** Who runs this, for the lock's other readers. */
final class Caller {
  private Caller() {}

  static String name(Map<String, String> env) {
    String user = env.getOrDefault("USER", System.getProperty("user.name", "unknown"));
    return user + "@" + host(env) + " (process " + ProcessHandle.current().pid() + ")";
  }

  private static String host(Map<String, String> env) {
    String known = env.getOrDefault("HOSTNAME", "");
    if (!known.isEmpty()) {
      return known;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
