package org.alexnet.data.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The parts of a PNG file. */
final class PngChunks {
  /** Bytes before the first chunk. */
  private static final int SIGNATURE = 8;

  /** Bytes of a chunk beside its data: its length, its type and a checksum. */
  private static final int BESIDE_DATA = 12;

  private PngChunks() {}

  /** Returns whether a file, damaged or not, has a chunk of a type before its pixels. */
  static boolean hasBeforePixels(byte[] bytes, String type) {
    ByteBuffer file = ByteBuffer.wrap(bytes);
    byte[] name = new byte[4];
    for (long at = SIGNATURE; at + 8 <= bytes.length; ) {
      file.get((int) at + 4, name);
      String found = new String(name, StandardCharsets.US_ASCII);
      if (found.equals(type) || found.equals("IDAT")) {
        return found.equals(type);
      }
      at += BESIDE_DATA + Integer.toUnsignedLong(file.getInt((int) at));
    }
    return false;
  }
}
