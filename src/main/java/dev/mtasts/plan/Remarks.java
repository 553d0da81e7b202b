package dev.mtasts.plan;

import dev.mtasts.provider.Failure;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Guard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the diagnostics of one domain, leaving out what the user has allowed. */
final class Remarks {
  private final DomainSpec spec;
  private final Set<Guard> allowed;
  private final List<Diagnostic> list = new ArrayList<>();

  Remarks(DomainSpec spec, Set<Guard> allowedForAll) {
    this.spec = spec;
    this.allowed = allowedForAll;
  }

  List<Diagnostic> list() {
    return list;
  }

  /** A guard speaks, unless it is allowed. */
  void guard(Guard guard, String message, String todo) {
    speak(
        guard,
        guard.isError() ? Diagnostic.Severity.ERROR : Diagnostic.Severity.WARNING,
        message,
        todo);
  }

  /** A guard gives notice of what it would stop later on, unless it is allowed. */
  void warn(Guard guard, String message, String todo) {
    speak(guard, Diagnostic.Severity.WARNING, message, todo);
  }

  /** Something to know, whatever is allowed. */
  void note(String message, String todo) {
    list.add(
        new Diagnostic(
            Diagnostic.Severity.WARNING,
            null,
            null,
            spec.name(),
            message,
            todo,
            spec.location(),
            spec.source()));
  }

  /** Whether the user has answered {@code guard}. */
  boolean allows(Guard guard) {
    return allowed.contains(guard) || spec.allow().contains(guard);
  }

  private void speak(Guard guard, Diagnostic.Severity severity, String message, String todo) {
    boolean adopted = guard == Guard.SEVERAL_RECORDS && spec.adopt();
    if (adopted || allows(guard)) {
      return;
    }
    list.add(
        new Diagnostic(
            severity, guard, null, spec.name(), message, todo, spec.location(), spec.source()));
  }

  /** Missing credentials are one trouble, however many domains they keep from being read. */
  static List<Diagnostic> together(List<Diagnostic> all) {
    Map<String, List<Diagnostic>> same = new LinkedHashMap<>();
    for (Diagnostic one : all) {
      boolean shared = one.failure() == Failure.Kind.CREDENTIALS;
      String key = shared ? one.message() + one.todo() : "#" + same.size();
      same.computeIfAbsent(key, text -> new ArrayList<>()).add(one);
    }
    return same.values().stream().map(Remarks::asOne).toList();
  }

  private static Diagnostic asOne(List<Diagnostic> same) {
    Diagnostic first = same.get(0);
    if (same.size() == 1) {
      return first;
    }
    return new Diagnostic(
        first.severity(),
        first.guard(),
        first.failure(),
        null,
        first.message()
            + " This concerns "
            + same.size()
            + " domains, "
            + first.domain()
            + " first.",
        first.todo(),
        first.location(),
        first.source());
  }

  /** Something that no {@code --allow} helps against. */
  void error(String message, String todo) {
    list.add(
        new Diagnostic(
            Diagnostic.Severity.ERROR,
            null,
            null,
            spec.name(),
            message,
            todo,
            spec.location(),
            spec.source()));
  }

  /** Something could not be read, so nothing can be said about the domain. */
  void unread(Failure failure) {
    boolean known = list.stream().anyMatch(d -> d.message().contains(failure.because()));
    if (known) {
      return; // The same trouble behind another of the domain's parts.
    }
    list.add(
        new Diagnostic(
            Diagnostic.Severity.ERROR,
            null,
            failure.kind(),
            spec.name(),
            "Tried to " + failure.tried() + " but failed because " + failure.because() + ".",
            failure.todo(),
            spec.location(),
            spec.source()));
  }
}
