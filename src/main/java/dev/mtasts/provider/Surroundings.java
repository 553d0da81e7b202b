package dev.mtasts.provider;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * What a run stands in, handed to whoever needs it instead of being fetched from statics.
 *
 * @param env the environment variables
 * @param base the folder of the spec: relative paths start here
 * @param clock the time
 * @param progress where long work says how far it is
 */
public record Surroundings(Map<String, String> env, Path base, Clock clock, Progress progress) {}
