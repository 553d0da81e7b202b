package dev.mtasts.cli;

import dev.mtasts.verify.PolicyFetcher;
import dev.mtasts.verify.Resolver;
import java.util.function.Supplier;

/**
 * How a run looks at what senders see. Made only when there is something to look at.
 *
 * @param resolver public DNS
 * @param fetcher policies over HTTPS
 */
record Outside(Supplier<Resolver> resolver, Supplier<PolicyFetcher> fetcher) {}
