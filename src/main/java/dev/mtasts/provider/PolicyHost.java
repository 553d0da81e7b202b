package dev.mtasts.provider;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What answers HTTPS for policy hosts: a distribution, a custom domain of a Worker. Several domains
 * may share one.
 *
 * @param address its name in plans
 * @param location what it is, in the form that the adapter's {@link HostKind} computes: {@code
 *     cloudfront:acme.example}, {@code worker:mta-sts/mta-sts.acme.example}
 * @param names the host names that it answers for, sorted
 * @param settings what decides how it answers, by name, for people and for comparison: the adapter
 *     reads the same names back
 * @param certificate the {@linkplain Certificate#id() id} of the certificate that it shows; {@link
 *     Unknown#TEXT} before that exists; "" where it sees to its own
 * @param target the name that an address record must lead to; {@link Unknown#TEXT} before the host
 *     exists; "" where it keeps its address record itself
 * @param deployed whether all of it is as stated, everywhere it answers from
 * @param state how it stands, in the service's words and since when; "" in a wish
 */
public record PolicyHost(
    Address address,
    String location,
    List<String> names,
    SortedMap<String, String> settings,
    String certificate,
    String target,
    boolean deployed,
    String state)
    implements Resource {
  /**
   * The setting that names records in the way: a host that is to be put in their place has it, and
   * no other. Never read back.
   */
  public static final String REPLACES = "replaces";

  /** Copies the collections. */
  public PolicyHost {
    names = names.stream().sorted().toList();
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  /** Whether both answer alike: names, settings and certificate. */
  public boolean sameAs(PolicyHost other) {
    return names.equals(other.names)
        && settings.equals(other.settings)
        && certificate.equals(other.certificate);
  }

  /** The same host under another domain's address. */
  public PolicyHost at(Address other) {
    return new PolicyHost(other, location, names, settings, certificate, target, deployed, state);
  }

  /** The same host, as the service has set it up. */
  public PolicyHost standing(String newTarget, boolean complete, String newState) {
    return new PolicyHost(
        address, location, names, settings, certificate, newTarget, complete, newState);
  }

  /** The same host with other settings. */
  public PolicyHost with(SortedMap<String, String> newSettings) {
    return new PolicyHost(
        address, location, names, newSettings, certificate, target, deployed, state);
  }

  /** The same host with another certificate. */
  public PolicyHost showing(String newCertificate) {
    return new PolicyHost(
        address, location, names, settings, newCertificate, target, deployed, state);
  }

  /** The same host, told to take the place of {@code records}. */
  public PolicyHost replacing(String records) {
    SortedMap<String, String> more = new TreeMap<>(settings);
    more.put(REPLACES, records);
    return with(more);
  }

  @Override
  public String place() {
    return location;
  }
}
