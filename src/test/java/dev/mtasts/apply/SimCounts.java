package dev.mtasts.apply;

/** What happened in simulated years. */
final class SimCounts {
  long years;
  long runs;
  long plans;
  long refusedPlans;
  long acts;
  long promotions;
  long crashes;
  long failures;
  long closedGates;
  long lostSaves;
  long edits;
  long mxAdded;
  long mxRemoved;
  long retired;
  long byHand;
  long lostLedgers;
  long deliveries;
  long enforced;
  long spared;
  long refused;

  @Override
  public String toString() {
    return """
        simulated years                                   %,9d
        runs of the tool                                  %,9d
          that had something new to look at               %,9d
          that a guard or a failed read refused           %,9d
          that crashed                                    %,9d
          whose ledger could not be saved                 %,9d
          with a gate that stayed closed                  %,9d
        acts on providers                                 %,9d
          that failed, done or not                        %,9d
        stages of rollouts begun                          %,9d
        domains retired to the end                        %,9d
        edits of the spec                                 %,9d
        MX hosts that entered DNS                         %,9d
        MX hosts that left DNS                            %,9d
        files and records edited by hand                  %,9d
        ledgers lost                                      %,9d
        deliveries                                        %,9d
          under a policy of mode enforce                  %,9d
          of others than caution waits for, not counted   %,9d
          refused because of us                           %,9d
        """
        .formatted(
            years,
            runs,
            plans,
            refusedPlans,
            crashes,
            lostSaves,
            closedGates,
            acts,
            failures,
            promotions,
            retired,
            edits,
            mxAdded,
            mxRemoved,
            byHand,
            lostLedgers,
            deliveries,
            enforced,
            spared,
            refused);
  }
}
