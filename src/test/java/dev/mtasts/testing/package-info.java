/**
 * Stand-ins for services that no test can reach: stateful, and as strict as their documentation.
 * Not for: anything that shortens a test by hiding what it is about.
 */
@NullMarked
package dev.mtasts.testing;

import org.jspecify.annotations.NullMarked;
