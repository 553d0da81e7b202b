/**
 * Record sets in RFC 1035 master files, one file per zone in a folder. The files belong to people:
 * they are edited as text, and what is not ours stays byte for byte.
 *
 * <p>Reading goes {@code ZoneFolder} (which file) → {@code MasterLexer} (statements) → {@code
 * MasterFile} (records); writing goes {@code ZoneDraft} (what the sets shall be) → {@code
 * MasterEditor} (the new text) → a check by reading the result → one atomic replacement. Not for:
 * telling the name server to reload.
 */
@NullMarked
package dev.mtasts.provider.zonefile;

import org.jspecify.annotations.NullMarked;
