package org.alexnet.faults;

import java.util.Arrays;
import java.util.Random;

/** Ways in which the bytes of a file go wrong. */
enum Damage {
  ONE_BIT {
    @Override
    byte[] of(byte[] bytes, Random random) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      return bytes;
    }
  },
  SOME_BYTES {
    @Override
    byte[] of(byte[] bytes, Random random) {
      for (int i = random.nextInt(16); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      return bytes;
    }
  },
  /** Sizes and counts stand near the beginning. */
  HUGE_NUMBER {
    @Override
    byte[] of(byte[] bytes, Random random) {
      int at = random.nextInt(Math.min(bytes.length, 64));
      int until = Math.min(bytes.length, at + 1 + random.nextInt(8));
      Arrays.fill(bytes, at, until, (byte) (random.nextBoolean() ? 0xff : 0x7f));
      return bytes;
    }
  },
  ZEROS {
    @Override
    byte[] of(byte[] bytes, Random random) {
      int from = random.nextInt(bytes.length);
      Arrays.fill(bytes, from, from + random.nextInt(bytes.length - from) + 1, (byte) 0);
      return bytes;
    }
  },
  CUT_OFF {
    @Override
    byte[] of(byte[] bytes, Random random) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
  },
  TOO_LONG {
    @Override
    byte[] of(byte[] bytes, Random random) {
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(64));
      for (int i = bytes.length; i < longer.length; i++) {
        longer[i] = (byte) random.nextInt(256);
      }
      return longer;
    }
  },
  TURNED_AROUND {
    @Override
    byte[] of(byte[] bytes, Random random) {
      int cut = random.nextInt(bytes.length);
      byte[] turned = Arrays.copyOfRange(bytes, cut, cut + bytes.length);
      System.arraycopy(bytes, 0, turned, bytes.length - cut, cut);
      return turned;
    }
  },
  OF_ANOTHER_KIND {
    @Override
    byte[] of(byte[] bytes, Random random) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      return noise;
    }
  };

  /** What becomes of the bytes, of which there is at least one. */
  abstract byte[] of(byte[] bytes, Random random);

  /** Damages a copy. */
  static byte[] any(byte[] bytes, Random random) {
    return values()[random.nextInt(values().length)].of(bytes.clone(), random);
  }
}
