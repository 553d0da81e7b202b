package dev.mtasts.testing;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.Front;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.HostKind;
import dev.mtasts.provider.Option;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.Wanted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Policy hosts and certificates of a {@link MemoryWorld}. A certificate is issued some looks after
 * its proofs are in DNS; a host is deployed some looks after it changed, takes only issued
 * certificates, and makes room for files. Kind {@code distribution} is like a CDN with a
 * certificate of its own, kind {@code edge} keeps address and certificate itself.
 */
public final class MemoryFronts {
  /** A certificate by its names; looks count down to its being issued. */
  static final class Cert {
    final String id;
    int looks;

    Cert(String id, int looks) {
      this.id = id;
      this.looks = looks;
    }
  }

  /** A host by its location. */
  static final class Host {
    PolicyHost set;
    boolean ours;
    int looks;

    Host(PolicyHost set, boolean ours, int looks) {
      this.looks = looks;
      this.set = set;
      this.ours = ours;
    }
  }

  /** What was made here, by name; the log of {@link MemoryWorld} tells how often. */
  public final Map<List<String>, Cert> certificates = new LinkedHashMap<>();

  public final Map<String, Host> hosts = new TreeMap<>();

  /** How many looks it takes until a certificate is issued, or a host deployed. */
  public int patience = 1;

  private final MemoryWorld world;
  private int made;

  MemoryFronts(MemoryWorld world) {
    this.world = world;
  }

  /** Whether files can lie at {@code location}. */
  boolean hasRoom(String location) {
    return !location.startsWith("room:")
        || hosts.containsKey("host:" + location.substring(5).replaceFirst("/.*", ""));
  }

  /** Somebody changes a setting of a host behind our back. */
  public void drift(String location, String setting, String value) {
    Host host = Objects.requireNonNull(hosts.get(location));
    Map<String, String> settings = new TreeMap<>(host.set.settings());
    settings.put(setting, value);
    host.set = with(host.set, new TreeMap<>(settings));
  }

  /** The names that a host answers for. */
  public List<String> names(String location) {
    return Objects.requireNonNull(hosts.get(location)).set.names();
  }

  /** The authority begins anew with every certificate. */
  public void unissue() {
    certificates.values().forEach(cert -> cert.looks = 3);
  }

  /** Somebody puts other certificates in place of those that there are. */
  public void reissue() {
    certificates.replaceAll((names, cert) -> new Cert("cert-" + ++made, 0));
  }

  /** Somebody else answers for {@code domain}. */
  public void plantForeign(String domain) {
    Front front = front(new DomainName(domain), List.of(new DomainName(domain)), Settings.NONE);
    hosts.put(
        front.host().location(),
        new Host(
            with(front.host().showing("their-cert"), new TreeMap<>(Map.of("tls", "1.0"))),
            false,
            0));
  }

  private static PolicyHost with(PolicyHost host, TreeMap<String, String> settings) {
    return new PolicyHost(
        host.address(),
        host.location(),
        host.names(),
        settings,
        host.certificate(),
        host.target(),
        host.deployed(),
        host.state());
  }

  static HostKind distribution() {
    return new HostKind(
        "distribution",
        List.of(Option.optional("share", Option.Type.TEXT, "Domains behind one host.")),
        (domain, provider, host) ->
            "room:" + host.optionalText("share").orElse(domain.text()) + roomSuffix(domain, host),
        Optional.of((domain, group, provider, host) -> front(domain, group, host)));
  }

  private static String roomSuffix(DomainName domain, Settings host) {
    return host.optionalText("share").isPresent() ? "/" + domain : "";
  }

  private static Front front(DomainName domain, List<DomainName> group, Settings host) {
    List<String> names = group.stream().map(each -> each.policyHost().text()).toList();
    Address certificate = new Address(domain, Part.CERTIFICATE);
    PolicyHost wanted =
        new PolicyHost(
            new Address(domain, Part.HOST),
            "host:" + host.optionalText("share").orElse(domain.text()),
            names,
            new TreeMap<>(Map.of("tls", "1.2")),
            "(known after apply)",
            "(known after apply)",
            false,
            "");
    return new Front(
        wanted,
        Optional.of(Certificate.wanted(certificate, "memory CA", names)),
        List.of("ca.example"),
        false,
        false);
  }

  static HostKind edge() {
    return new HostKind(
        "edge",
        List.of(),
        (domain, provider, host) -> "edge-file:" + domain,
        Optional.of(
            (domain, group, provider, host) ->
                new Front(
                    new PolicyHost(
                        new Address(domain, Part.HOST),
                        "edge:" + domain,
                        List.of(domain.policyHost().text()),
                        new TreeMap<>(Map.of("script", "mta-sts")),
                        "",
                        domain.policyHost().text() + ".cdn.example",
                        false,
                        ""),
                    Optional.empty(),
                    List.of(),
                    true,
                    true)));
  }

  Handler<Certificate> certificateHandler() {
    return new Handler<>() {
      @Override
      public Map<Address, Reading<Certificate>> read(Collection<Wanted<Certificate>> wanted) {
        return world.readAll(wanted, MemoryFronts.this::certificate);
      }

      @Override
      public Map<Address, Outcome> write(Collection<Change<Certificate>> changes) {
        return world.writeAll(changes, MemoryFronts.this::request);
      }
    };
  }

  Handler<PolicyHost> hostHandler() {
    return new Handler<>() {
      @Override
      public Map<Address, Reading<PolicyHost>> read(Collection<Wanted<PolicyHost>> wanted) {
        return world.readAll(wanted, MemoryFronts.this::host);
      }

      @Override
      public Map<Address, Outcome> write(Collection<Change<PolicyHost>> changes) {
        return world.writeAll(changes, MemoryFronts.this::set);
      }
    };
  }

  private synchronized Reading<Certificate> certificate(Certificate wanted) {
    Cert cert = certificates.get(wanted.names());
    if (cert == null) {
      return new Reading.Absent<>();
    }
    if (proved(wanted.names())) {
      cert.looks = Math.max(0, cert.looks - 1);
    }
    return new Reading.Live<>(as(wanted, cert), null, true);
  }

  private boolean proved(List<String> names) {
    return names.stream()
        .allMatch(name -> world.values(proofName(name), RecordType.CNAME).equals(proofOf(name)));
  }

  private static String proofName(String host) {
    return "_proof." + host;
  }

  private static List<String> proofOf(String host) {
    return List.of("p-" + host + ".ca.example");
  }

  private static Certificate as(Certificate wanted, Cert cert) {
    List<Certificate.Proof> proofs = new ArrayList<>();
    for (String name : wanted.names()) {
      proofs.add(new Certificate.Proof(name, proofName(name), proofOf(name).get(0)));
    }
    boolean issued = cert.looks == 0;
    return new Certificate(
        wanted.address(),
        wanted.authority(),
        wanted.names(),
        cert.id,
        issued,
        issued ? "issued" : "pending since 2026-11-23T11:00:00Z",
        proofs);
  }

  private synchronized Outcome request(Change<Certificate> change) {
    Certificate after = change.after();
    if (after == null) {
      world.effect("certificate -", () -> certificates.remove(change.subject().names()));
      return new Outcome.Done(null);
    }
    Cert there = certificates.get(after.names());
    Cert cert = there != null ? there : new Cert("cert-" + ++made, patience);
    if (there == null) {
      world.effect("certificate " + cert.id, () -> certificates.put(after.names(), cert));
    }
    return new Outcome.Done(null, as(after, cert));
  }

  private synchronized Reading<PolicyHost> host(PolicyHost wanted) {
    Host host = hosts.get(wanted.location());
    if (host == null) {
      return new Reading.Absent<>();
    }
    host.looks = Math.max(0, host.looks - 1);
    return new Reading.Live<>(as(wanted, host), null, host.ours);
  }

  private static PolicyHost as(PolicyHost wanted, Host host) {
    PolicyHost set = host.set;
    boolean own = set.certificate().isEmpty();
    return new PolicyHost(
        wanted.address(),
        wanted.location(),
        set.names(),
        set.settings(),
        set.certificate(),
        own ? "" : "d-" + wanted.location().substring(5) + ".cdn.example",
        host.looks == 0,
        host.looks == 0 ? "deployed" : "in progress since 2026-11-23T11:00:00Z");
  }

  private synchronized Outcome set(Change<PolicyHost> change) {
    PolicyHost after = change.after();
    String location = change.subject().location();
    Host live = hosts.get(location);
    if (after == null) {
      world.effect("host - " + location, () -> hosts.remove(location));
      return new Outcome.Done(null);
    }
    if (live != null && live.set.sameAs(without(after))) {
      return new Outcome.Done(null, as(after, live));
    }
    PolicyHost before = change.before();
    if (live != null && (before == null || !live.set.sameAs(before))) {
      return new Outcome.Moved("host", before == null ? "none" : "as planned", "another");
    }
    boolean unissued =
        !after.certificate().isEmpty()
            && certificates.values().stream()
                .noneMatch(cert -> cert.id.equals(after.certificate()) && cert.looks == 0);
    if (unissued) {
      throw new IllegalStateException(after.certificate() + " is not issued");
    }
    Host host = new Host(without(after), true, patience);
    world.effect("host " + location, () -> put(after, host));
    return new Outcome.Done(null, as(after, host));
  }

  /** A host that is to take the place of records does so in one go. */
  private void put(PolicyHost after, Host host) {
    hosts.put(after.location(), host);
    if (after.settings().containsKey(PolicyHost.REPLACES)) {
      for (RecordType type : List.of(RecordType.CNAME, RecordType.A, RecordType.AAAA)) {
        after.names().forEach(name -> world.records.remove(name + " " + type));
      }
    }
  }

  private static PolicyHost without(PolicyHost host) {
    TreeMap<String, String> settings = new TreeMap<>(host.settings());
    settings.remove(PolicyHost.REPLACES);
    return with(host, settings);
  }
}
