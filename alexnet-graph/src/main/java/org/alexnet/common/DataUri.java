package org.alexnet.common;

import com.google.common.io.BaseEncoding;

/** Images inside of pages that need no other file. */
public final class DataUri {
  /** How a PNG file begins. */
  private static final byte FIRST_OF_PNG = (byte) 0x89;

  private DataUri() {}

  /**
   * Returns the URI that holds an image.
   *
   * @param file the bytes of a JPEG or PNG file
   */
  public static String of(byte[] file) {
    String type = file.length > 0 && file[0] == FIRST_OF_PNG ? "png" : "jpeg";
    return "data:image/" + type + ";base64," + BaseEncoding.base64().encode(file);
  }
}
