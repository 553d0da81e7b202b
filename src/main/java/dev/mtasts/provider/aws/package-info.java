/**
 * Amazon Web Services: policy files and the ledger in S3 (and in stores that speak its protocol),
 * DNS record sets in Route 53, policy hosts in CloudFront with their certificates in ACM.
 *
 * <p>Start at {@link dev.mtasts.provider.aws.AwsFactory}. Everything that talks HTTP is the SDK's;
 * everything that decides what to send is here: when a listing is cheaper than single reads, how a
 * change becomes a compare-and-set, what an error code means to the user.
 *
 * <p>Not for: retrying a plan. A change whose outcome is unclear is reported, and the next plan
 * reads the world again.
 */
@NullMarked
package dev.mtasts.provider.aws;

import org.jspecify.annotations.NullMarked;
