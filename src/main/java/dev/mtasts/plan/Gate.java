package dev.mtasts.plan;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Resource;
import dev.mtasts.provider.Unknown;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A condition between two steps of a lane. */
public sealed interface Gate {
  /** The mail domain. */
  DomainName domain();

  /** The name of this kind of gate in plans. */
  String word();

  /** What is awaited, as a noun phrase: {@code the certificate of mta-sts.acme.example}. */
  String awaited();

  /** What is so once it is open, as a clause: {@code the certificate is issued}. */
  String opened();

  /** What its closedness spares, and what to do when it never opens: sentences. */
  String meanwhile();

  /** How what is awaited stands already, with the service's word and since when; "" for not yet. */
  default String state() {
    return "";
  }

  /** How long it may take when all is well, with some to spare. */
  Duration usual();

  /**
   * This gate with what earlier acts of its lane brought.
   *
   * @param made what they made, by part
   */
  default Gate knowing(Map<Part, Resource> made) {
    return this;
  }

  /**
   * The certificate can be used.
   *
   * @param provider the name of the provider that it comes from
   * @param certificate as it was when the plan was made
   */
  record Issued(DomainName domain, String provider, Certificate certificate) implements Gate {
    @Override
    public String word() {
      return "issued";
    }

    @Override
    public String awaited() {
      return "the certificate of " + String.join(" ", certificate.names());
    }

    @Override
    public String opened() {
      return "the certificate is issued";
    }

    @Override
    public String meanwhile() {
      return "Nothing that senders see was touched. Check that the validation record resolves and"
          + " that no CAA record forbids "
          + certificate.authority()
          + ", then run apply again; it goes on from here.";
    }

    @Override
    public String state() {
      return certificate.state();
    }

    @Override
    public Duration usual() {
      return Duration.ofMinutes(30);
    }
  }

  /**
   * The policy host answers everywhere as stated.
   *
   * @param provider the name of the provider that runs it
   * @param host as it was when the plan was made
   */
  record Deployed(DomainName domain, String provider, PolicyHost host) implements Gate {
    @Override
    public String word() {
      return "deployed";
    }

    @Override
    public String awaited() {
      return "the policy host " + host.place();
    }

    @Override
    public String opened() {
      return "the host is deployed";
    }

    @Override
    public String meanwhile() {
      return "The record was not touched, so senders keep the policy that they have. Run apply"
          + " again; it goes on from here.";
    }

    @Override
    public String state() {
      return host.deployed() ? "" : host.state();
    }

    @Override
    public Duration usual() {
      return Duration.ofMinutes(30);
    }
  }

  /**
   * The place to which the address of the policy host is about to move serves {@code body} already,
   * as a sender would fetch it once it is led there.
   *
   * @param body what must be served, byte for byte
   * @param targets host names and addresses, any of which senders may be led to; {@link
   *     Unknown#TEXT} stands for the target of a host that is yet to be made
   */
  record ServedThere(DomainName domain, String body, List<String> targets) implements Gate {
    static final String WORD = "served-there";

    /** Copies the list. */
    public ServedThere {
      targets = List.copyOf(targets);
    }

    @Override
    public String word() {
      return WORD;
    }

    @Override
    public String awaited() {
      return String.join(" ", targets) + " to serve the policy of " + domain;
    }

    @Override
    public String opened() {
      return "the new place serves the policy";
    }

    @Override
    public String meanwhile() {
      return "No address was touched, so senders are led to where the policy was served so far. Mend"
          + " the new place and run apply again; it goes on from here.";
    }

    @Override
    public Duration usual() {
      return Duration.ofMinutes(10);
    }

    @Override
    public Gate knowing(Map<Part, Resource> made) {
      return made.get(Part.HOST) instanceof PolicyHost host && !host.target().isEmpty()
          ? new ServedThere(
              domain,
              body,
              targets.stream().map(text -> text.replace(Unknown.TEXT, host.target())).toList())
          : this;
    }
  }

  /**
   * Public DNS leads senders to where the address of the policy host has moved: what a provider
   * took on may still wait for a person who loads the zone, or for a server that lags behind.
   *
   * @param targets host names and addresses that senders are to be led to
   */
  record LedThere(DomainName domain, List<String> targets) implements Gate {
    static final String WORD = "led-there";

    /** Copies the list. */
    public LedThere {
      targets = List.copyOf(targets);
    }

    @Override
    public String word() {
      return WORD;
    }

    @Override
    public String awaited() {
      return "public DNS to lead " + domain.policyHost() + " to " + String.join(" ", targets);
    }

    @Override
    public String opened() {
      return "public DNS leads to the new place";
    }

    @Override
    public String meanwhile() {
      return "Both places serve the policy, and the old one stays. See that the zone's servers have"
          + " the new address (a zone file has to be loaded), wait until the old record's TTL is"
          + " over and run apply again; it goes on from here.";
    }

    @Override
    public Duration usual() {
      return Duration.ofMinutes(10);
    }
  }

  /**
   * Every address of the policy host serves {@code body}, as a sender would fetch it. RFC 8461
   * §8.1: only then may the record announce the new policy.
   *
   * @param body what must be served, byte for byte
   */
  record Served(DomainName domain, String body) implements Gate {
    static final String WORD = "served";

    @Override
    public String word() {
      return WORD;
    }

    @Override
    public String awaited() {
      return domain.policyUrl() + " to serve the policy";
    }

    @Override
    public String opened() {
      return "the policy is served";
    }

    @Override
    public String meanwhile() {
      return "The record was not touched, so senders keep the policy that they have. Mend the host"
          + " and run apply again; it goes on from here.";
    }

    @Override
    public Duration usual() {
      return Duration.ofMinutes(10);
    }
  }
}
