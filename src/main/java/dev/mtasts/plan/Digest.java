package dev.mtasts.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.ledger.Issued;
import dev.mtasts.policy.Sha256;
import java.nio.charset.StandardCharsets;

/**
 * What an approval is about: the ledger, the providers and their settings, the addresses, the
 * actions, the gates that were chosen, what must be live before and what is live after. A comment
 * in the spec changes nothing of that. An id minted from the clock is left out, so that the plan
 * approved at noon is the plan applied at one: {@code docs/decisions/digest.md}.
 */
public final class Digest {
  private static final String NEW_ID = "<new id>";

  private Digest() {}

  /** The digest of a plan, {@code sha256:} and 64 hex digits. */
  public static String of(Plan plan) {
    StringBuilder text = new StringBuilder("mtasts plan ").append(PlanJson.FORMAT_VERSION);
    text.append('\n').append(plan.ledger().isNew() ? "" : plan.ledger().lineage()).append('\n');
    plan.providers().forEach((name, print) -> text.append(name + ' ' + print + '\n'));
    plan.forgotten().forEach(domain -> text.append("forget ").append(domain).append('\n'));
    for (Lane lane : plan.lanes()) {
      for (ObjectNode change : PlanJson.changes(lane)) {
        String line = PlanJson.binding(change).toString();
        text.append(named(lane, line)).append('\n');
      }
    }
    return "sha256:" + Sha256.hex(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String named(Lane lane, String line) {
    Issued issued = lane.issued();
    return lane.minted() && issued != null ? line.replace(issued.id().text(), NEW_ID) : line;
  }
}
