package dev.mtasts.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The quickstart of {@code examples}, in a folder of the test's own. */
public final class Quickstart {
  /** Its domains. */
  public static final List<String> DOMAINS = List.of("acme.example", "shop.example");

  private static final Path ORIGINAL = Path.of("examples", "quickstart");

  /** What its apply adds to the zones: the README has people run it in place. */
  private static final String ADDED =
      "(_mta-sts|_smtp\\._tls|mta-sts)\\.(acme|shop)\\.example\\. .*";

  private final Path folder;

  private Quickstart(Path folder) {
    this.folder = folder;
  }

  /** A copy of it as it is in the repository, even where somebody has applied it there. */
  public static Quickstart in(Path folder) throws IOException {
    Quickstart copy = new Quickstart(folder);
    Files.createDirectories(folder.resolve("zones"));
    Files.copy(ORIGINAL.resolve("mtasts.yaml"), copy.spec());
    for (String domain : DOMAINS) {
      Path original = ORIGINAL.resolve("zones").resolve(domain + ".zone");
      Files.writeString(
          copy.zone(domain),
          Files.readString(original)
              .lines()
              .filter(line -> !line.matches(ADDED))
              .collect(Collectors.joining("\n", "", "\n")));
    }
    return copy;
  }

  /** Its spec. */
  public Path spec() {
    return folder.resolve("mtasts.yaml");
  }

  /** Replaces a text of the spec, which must be there. */
  public void edit(String old, String now) throws IOException {
    String text = Files.readString(spec());
    if (!text.contains(old)) {
      throw new AssertionError("the quickstart no longer says '" + old + "'");
    }
    Files.writeString(spec(), text.replace(old, now));
  }

  /** The master file of a domain. */
  public Path zone(String domain) {
    return folder.resolve("zones").resolve(domain + ".zone");
  }

  /** The text of all master files. */
  public List<String> zones() throws IOException {
    return List.of(Files.readString(zone(DOMAINS.get(0))), Files.readString(zone(DOMAINS.get(1))));
  }

  /** The policy file of a domain. */
  public Path policy(String domain) {
    return folder.resolve("public").resolve(domain).resolve(".well-known/mta-sts.txt");
  }
}
