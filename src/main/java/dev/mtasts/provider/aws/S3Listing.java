package dev.mtasts.provider.aws;

import dev.mtasts.provider.ProviderException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Decides between one listing and single reads, and lists.
 *
 * <p>A listing answers 1,000 objects with one request, but a bucket may hold millions that are not
 * ours. So one or two keys are read directly, and a longer look gives up once its pages have cost
 * more than a few per cent of the single reads that they may save.
 */
final class S3Listing {
  /**
   * What a listing showed.
   *
   * @param etags of the keys asked for, without quotes
   * @param complete whether a key that is not among them does not exist
   */
  record Seen(Map<String, String> etags, boolean complete) {}

  private static final int READ_DIRECTLY = 2;
  private static final int KEYS_PER_PAGE_TO_SPEND = 50;

  private final S3Objects objects;

  S3Listing(S3Objects objects) {
    this.objects = objects;
  }

  /**
   * What a listing knows of {@code keys}; nothing where single reads are cheaper.
   *
   * @throws ProviderException where the bucket cannot be listed
   */
  Seen look(String bucket, List<String> keys) {
    Map<String, String> etags = new HashMap<>();
    if (keys.size() <= READ_DIRECTLY) {
      return new Seen(etags, false);
    }
    Set<String> wanted = new HashSet<>(keys);
    String prefix = commonPrefix(keys);
    int budget = 1 + keys.size() / KEYS_PER_PAGE_TO_SPEND;
    String token = null;
    for (int page = 0; page < budget && etags.size() < wanted.size(); page++) {
      ListObjectsV2Response answer = objects.page(bucket, prefix, token);
      for (S3Object object : answer.contents()) {
        if (wanted.contains(object.key())) {
          etags.put(object.key(), S3Objects.bare(object.eTag()));
        }
      }
      token = answer.nextContinuationToken();
      if (!Boolean.TRUE.equals(answer.isTruncated())) {
        return new Seen(etags, true);
      }
      if (token == null) {
        break; // A store that knows the first version of listings only: there is more.
      }
    }
    return new Seen(etags, false);
  }

  /** What all keys begin with: a narrower listing holds fewer strangers. */
  static String commonPrefix(Collection<String> keys) {
    String prefix = null;
    for (String key : keys) {
      if (prefix == null) {
        prefix = key;
      }
      int same = 0;
      int most = Math.min(prefix.length(), key.length());
      while (same < most && prefix.charAt(same) == key.charAt(same)) {
        same++;
      }
      prefix = prefix.substring(0, same);
    }
    return prefix == null ? "" : prefix;
  }
}
