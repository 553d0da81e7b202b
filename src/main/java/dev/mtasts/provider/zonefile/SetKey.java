package dev.mtasts.provider.zonefile;

import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.RecordType;

/**
 * The name and type that make a record set one.
 *
 * @param name the owner name in canonical form
 * @param type one of the types that are managed
 */
record SetKey(String name, RecordType type) {
  static SetKey of(DnsRecordSet set) {
    return new SetKey(set.name(), set.type());
  }
}
