/** What the interop tests share: finding programs that other people wrote. */
package dev.mtasts.interop;
