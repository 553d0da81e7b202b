/**
 * What users type and read: one class per command, and the views that turn a plan and a run into
 * text, Markdown and JSON. The only package that prints.
 *
 * <p>Not for: knowing any provider, or deciding what a plan holds.
 */
@NullMarked
package dev.mtasts.cli;

import org.jspecify.annotations.NullMarked;
