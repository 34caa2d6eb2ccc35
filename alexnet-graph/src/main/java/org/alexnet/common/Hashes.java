package org.alexnet.common;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Path;

/** SHA-256 in hexadecimal, as manifests hold it. */
public final class Hashes {
  private static final int SHOWN = 12;

  private Hashes() {}

  /** Returns the beginning of a hash, with which messages tell it from others. */
  public static String brief(String hash) {
    return hash.substring(0, Math.min(SHOWN, hash.length()));
  }

  /** Returns the hash of some bytes. */
  public static String sha256(byte[] bytes) {
    return Hashing.sha256().hashBytes(bytes).toString();
  }

  /** Returns the hash of a file's content. */
  public static String sha256(Path file) throws IOException {
    HashCode hash = MoreFiles.asByteSource(file).hash(Hashing.sha256());
    return hash.toString();
  }
}
