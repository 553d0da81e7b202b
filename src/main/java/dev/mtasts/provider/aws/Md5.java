package dev.mtasts.provider.aws;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** MD5, because an ETag is one. Only ever compared with what a store says; it protects nothing. */
final class Md5 {
  private Md5() {}

  /** The digest of {@code text} in UTF-8 as 32 lower-case hex digits, as a plain ETag has it. */
  static String hex(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has MD5", e);
    }
  }
}
