/**
 * What users type and read: one class per command, and the texts and JSON that commands print. The
 * only package that writes to the terminal. Not for: deciding anything about domains; commands ask
 * the other packages and show what these say.
 */
@NullMarked
package dev.mtasts.cli;

import org.jspecify.annotations.NullMarked;
