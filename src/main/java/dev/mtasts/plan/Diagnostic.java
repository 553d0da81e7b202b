package dev.mtasts.plan;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Failure;
import dev.mtasts.spec.Guard;
import dev.mtasts.spec.Location;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A remark on a plan.
 *
 * @param severity whether it stops apply
 * @param guard the guard that speaks; null where no {@code --allow} would help
 * @param failure what could not be read; null where that is not the point
 * @param domain which domain; null where it is about all
 * @param message what is so, in sentences
 * @param todo what to do, in sentences; "" where there is nothing
 * @param location where in the spec; null where it is not about the spec
 * @param source the line there, or ""
 */
public record Diagnostic(
    Severity severity,
    @Nullable Guard guard,
    Failure.@Nullable Kind failure,
    @Nullable DomainName domain,
    String message,
    String todo,
    @Nullable Location location,
    String source) {
  /** How grave. */
  public enum Severity {
    /** Apply refuses. */
    ERROR,
    /** Apply goes on. */
    WARNING
  }

  /** Whether apply refuses. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** The word in brackets behind the message, such as {@code not-ours}, if there is one. */
  public Optional<String> code() {
    return Optional.ofNullable(guard).map(Guard::word);
  }
}
