package dev.mtasts.plan;

import java.util.List;

/** One step of a lane. The next begins when this one has ended well. */
public sealed interface Step {

  /** Acts without an order among themselves. */
  record Acts(List<Act> acts) implements Step {
    /** Copies the acts. */
    public Acts {
      acts = List.copyOf(acts);
    }
  }

  /** A condition to wait for. */
  record Await(Gate gate) implements Step {}
}
