package dev.mtasts.apply;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Failure;
import org.jspecify.annotations.Nullable;

/**
 * How a lane ended.
 *
 * @param domain whose
 * @param how well or not
 * @param message why, and what is unharmed; "" where it ended well
 * @param failure what sort of trouble; null where it was none of a provider's
 */
public record LaneEnd(DomainName domain, How how, String message, Failure.@Nullable Kind failure) {
  /** The ways to end. */
  public enum How {
    /** All steps done. */
    DONE,
    /** A step failed. */
    FAILED,
    /** The world was not as planned, so a step was not taken. */
    MOVED,
    /** A gate stayed closed for as long as the user wanted to wait. */
    CLOSED,
    /** The run was stopped before the lane could end. */
    STOPPED
  }
}
