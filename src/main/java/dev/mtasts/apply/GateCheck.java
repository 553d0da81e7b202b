package dev.mtasts.apply;

import dev.mtasts.plan.Gate;
import java.util.Optional;

/** Looks whether a gate is open. Called by several threads. */
@FunctionalInterface
public interface GateCheck {
  /** Why the gate is closed, in a few words; empty where it is open. Never throws. */
  Optional<String> fault(Gate gate);
}
