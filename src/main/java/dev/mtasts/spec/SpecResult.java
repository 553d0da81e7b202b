package dev.mtasts.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What reading a spec gave.
 *
 * @param spec the spec, or null where there is any problem
 * @param problems everything wrong with it, in the order of the file
 */
public record SpecResult(@Nullable Spec spec, List<Problem> problems) {}
