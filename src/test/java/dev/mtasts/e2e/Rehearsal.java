package dev.mtasts.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs the commands that people run most, against S3, Route 53, Cloudflare and a policy host, so
 * that a JVM started with {@code -XX:DumpLoadedClassList} sees which classes they need. {@code
 * src/main/launcher/classes.sh} starts it.
 */
final class Rehearsal {
  private Rehearsal() {}

  /** Plays every scene once; a scene that fails ends it. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("rehearsal");
    try (World aws = new AwsWorld(Files.createDirectory(folder.resolve("aws")), false)) {
      play(aws);
    }
    try (World cloudflare = new CloudflareWorld(Files.createDirectory(folder.resolve("cf")))) {
      play(cloudflare);
    }
    try (World files = new FileWorld(Files.createDirectory(folder.resolve("files")))) {
      play(files);
    }
    System.exit(0);
  }

  private static void play(World world) {
    world.spec(World.MX1, World.ACME, World.SHOP);
    expect(0, world.cli().run("validate"));
    expect(2, world.plan());
    expect(0, world.apply());
    expect(0, world.plan("--json"));
    world.spec("mx2.acme.example", World.ACME, World.SHOP);
    expect(0, world.apply());
    expect(0, world.cli().run("status"));
    expect(0, world.cli().run("version"));
    for (String options : List.of("--help", "plan --help")) {
      expect(0, world.cli().run(options.split(" ")));
    }
  }

  private static void expect(int exit, dev.mtasts.testing.Cli.Run run) {
    if (run.exit() != exit) {
      throw new IllegalStateException(run.toString());
    }
  }
}
