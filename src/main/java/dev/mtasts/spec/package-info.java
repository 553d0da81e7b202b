/**
 * What the user wants: the YAML spec, read strictly, every problem located and all of them reported
 * at once.
 *
 * <p>One small record per YAML block, its Javadoc showing the YAML it reads. Names are turned into
 * A-labels, durations into seconds and defaults into values here, once; nothing downstream guesses.
 * Not for: asking any provider anything; a spec is read offline.
 */
@NullMarked
package dev.mtasts.spec;

import org.jspecify.annotations.NullMarked;
