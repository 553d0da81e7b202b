/**
 * The one table of scenarios that every adapter passes, and the view of an adapter's world that the
 * scenarios need. An adapter's test implements {@code PolicyFilesContract} or {@code
 * RecordSetsContract}, makes a fresh world before each test and hands it out.
 */
package dev.mtasts.provider.contract;
