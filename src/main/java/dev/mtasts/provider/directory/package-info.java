/**
 * Policy files in a folder that a web server serves, and the ledger in a local file: the embedded
 * default, which needs no account and no network. Not for: serving the files.
 */
@NullMarked
package dev.mtasts.provider.directory;

import org.jspecify.annotations.NullMarked;
