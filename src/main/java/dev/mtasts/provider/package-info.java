/**
 * The seam between the engine and the places where things live: what a {@linkplain
 * dev.mtasts.provider.Resource resource} is, how batches of them are read and written, and what an
 * adapter must declare about itself.
 *
 * <p>Each adapter is a sub-package with a factory and one class per kind of thing it handles; none
 * imports another. Pacing, retries and credentials live in the adapter, so the engine never sees a
 * status code. Not for: deciding what to write ({@code plan}) or in which order ({@code apply}).
 */
@NullMarked
package dev.mtasts.provider;

import org.jspecify.annotations.NullMarked;
