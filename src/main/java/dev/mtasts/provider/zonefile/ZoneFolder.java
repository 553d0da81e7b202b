package dev.mtasts.provider.zonefile;

import dev.mtasts.provider.DiskFailure;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The files of a folder at one moment, by the zones that their names stand for. */
final class ZoneFolder {
  /**
   * A zone's file.
   *
   * @param zone the zone's name
   * @param path the file, links resolved
   */
  record ZoneFile(String zone, Path path) {}

  private final Path folder;
  private final Map<String, List<Path>> byName;

  private ZoneFolder(Path folder, Map<String, List<Path>> byName) {
    this.folder = folder;
    this.byName = byName;
  }

  /**
   * Lists the folder, once.
   *
   * @throws dev.mtasts.provider.ProviderException where it is missing or cannot be listed
   */
  static ZoneFolder list(Path folder) {
    if (Files.notExists(folder)) {
      throw new Failure(
              Failure.Kind.MISSING,
              "list the zone files in " + folder,
              "the folder " + folder + " does not exist",
              "Create it, or correct 'path' of the provider.")
          .asException();
    }
    Map<String, List<Path>> byName = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(
          file ->
              byName
                  .computeIfAbsent(
                      String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT),
                      any -> new ArrayList<>())
                  .add(file));
    } catch (IOException e) {
      throw DiskFailure.of("list the zone files in " + folder, e, "nothing was changed")
          .asException();
    }
    return new ZoneFolder(folder, byName);
  }

  /**
   * The file of the zone that holds a record set: the zone that the user settled, else the longest
   * suffix of its name that has a file.
   *
   * @throws dev.mtasts.provider.ProviderException where there is none, or more than one
   */
  ZoneFile holding(DnsRecordSet set, String tried) {
    if (set.zone() != null) {
      String zone = canonical(set.zone());
      List<Path> files = candidates(zone);
      if (files.isEmpty()) {
        throw missing(tried, "the zone " + zone + " has no file in " + folder, zone);
      }
      if (!set.name().equals(zone) && !set.name().endsWith("." + zone)) {
        throw new Failure(
                Failure.Kind.REFUSED,
                tried,
                set.name() + " is not in the zone " + zone,
                "Correct or remove 'zone' in the domain's dns block.")
            .asException();
      }
      return only(zone, files, tried);
    }
    String zone = set.name();
    while (!zone.isEmpty()) {
      List<Path> files = candidates(zone);
      if (!files.isEmpty()) {
        return only(zone, files, tried);
      }
      int dot = zone.indexOf('.');
      zone = dot < 0 ? "" : zone.substring(dot + 1);
    }
    String domain = set.address().domain().text();
    throw missing(tried, "no file in " + folder + " is of a zone that holds " + set.name(), domain);
  }

  private ZoneFile only(String zone, List<Path> files, String tried) {
    if (files.size() > 1) {
      throw new Failure(
              Failure.Kind.AMBIGUOUS,
              tried,
              "several files are of the zone "
                  + zone
                  + ": "
                  + String.join(", ", files.stream().map(Path::toString).sorted().toList()),
              "Keep the one that the name server reads and move the others away.")
          .asException();
    }
    try {
      return new ZoneFile(zone, files.get(0).toRealPath());
    } catch (IOException e) {
      throw DiskFailure.of(tried, e, "nothing was changed").asException();
    }
  }

  /** Files before folders: a folder named as a zone is a clue only where there is no file. */
  private List<Path> candidates(String zone) {
    List<Path> all = new ArrayList<>();
    for (String name : List.of(zone + ".zone", zone, "db." + zone, zone + ".db")) {
      all.addAll(byName.getOrDefault(name, List.of()));
    }
    List<Path> files = all.stream().filter(Files::isRegularFile).toList();
    return files.isEmpty() ? all : files;
  }

  private static String canonical(String zone) {
    String lower = zone.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static RuntimeException missing(String tried, String because, String zone) {
    return new Failure(
            Failure.Kind.MISSING,
            tried,
            because,
            "Put the zone's master file there, as " + zone + ".zone for instance.")
        .asException();
  }
}
