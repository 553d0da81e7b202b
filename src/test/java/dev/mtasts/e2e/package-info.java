/**
 * The whole program against whole worlds: the command line as a user types it, real files, a real
 * S3 server, stand-ins for the DNS services, a policy host over TLS.
 *
 * <p>Not for: what one adapter or one package promises; those tests lie beside it.
 */
package dev.mtasts.e2e;
