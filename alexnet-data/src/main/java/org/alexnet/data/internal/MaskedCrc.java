package org.alexnet.data.internal;

import java.util.zip.CRC32C;

/** The checksum of TFRecord: CRC-32C, masked because the data may hold checksums itself. */
public final class MaskedCrc {
  private static final int MASK_DELTA = 0xa282ead8; // TensorFlow, tsl/lib/hash/crc32c.h

  private MaskedCrc() {}

  /** Returns the masked checksum of some bytes. */
  public static int of(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }
}
