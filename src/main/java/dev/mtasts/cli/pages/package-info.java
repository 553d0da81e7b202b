/**
 * What the distribution says about the command line, written from its model when the distribution
 * is built: man pages and completions.
 *
 * <p>Not for: anything at run time; the product's jar leaves these classes out.
 */
@NullMarked
package dev.mtasts.cli.pages;

import org.jspecify.annotations.NullMarked;
