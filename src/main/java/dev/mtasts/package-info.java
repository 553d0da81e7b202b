/**
 * The way in: {@link dev.mtasts.Main} builds the command line, {@link dev.mtasts.Providers} names
 * the adapters. Nothing else belongs here.
 */
@NullMarked
package dev.mtasts;

import org.jspecify.annotations.NullMarked;
