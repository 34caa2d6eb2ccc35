package org.alexnet.data;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.alexnet.data.source.ImageSource.SourceImage;

/** Whether a disk has room for what is still to be written. */
final class FreeDisk {
  /** Images that tell what the others need: their mean is then off by a tenth, about. */
  private static final int SAMPLE = 100;

  private static final double MARGIN = 1.05;

  /** The names and numbers of a record, and the header of its image. */
  private static final int BESIDE_PIXELS = 2048;

  private FreeDisk() {}

  /**
   * Checks that there is room for the files of some shards. Where there is room for their pixels,
   * which is never too little, nothing more is asked; elsewhere some images are converted.
   *
   * @param target the data set, for the error
   * @param directory a folder on its disk
   * @param shards those that are still to be written
   * @param imageSize side of their images, in pixels
   * @throws IOException if there is too little
   */
  static void require(
      Path target, Path directory, List<Shard> shards, int imageSize, ShardWriter writer)
      throws IOException {
    long free = Files.getFileStore(directory).getUsableSpace();
    long images = shards.stream().mapToLong(shard -> shard.images().size()).sum();
    long pixels = 3L * imageSize * imageSize;
    long results = shards.size() * pixels * Integer.BYTES;
    if (images * (pixels + BESIDE_PIXELS) + results > free) {
      double mean = meanByteCount(sample(shards), writer);
      require(target, free, Math.round(images * mean * MARGIN) + results);
    }
  }

  /**
   * Checks that there is room.
   *
   * @param target the data set, for the error
   * @param free bytes on its disk
   * @param needed bytes that it needs
   * @throws IOException if there is too little
   */
  static void require(Path target, long free, long needed) throws IOException {
    if (needed > free) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s needs about %s more, but its disk has %s free; make space, or name a folder on"
                  + " another disk",
              target,
              size(needed),
              size(free)));
    }
  }

  private static List<SourceImage> sample(List<Shard> shards) {
    long images = shards.stream().mapToLong(shard -> shard.images().size()).sum();
    long count = Math.min(SAMPLE, images);
    long[] places = LongStream.range(0, count).map(i -> i * images / count).toArray();
    ImmutableList.Builder<SourceImage> sample = ImmutableList.builder();
    long before = 0;
    int next = 0;
    for (Shard shard : shards) {
      long after = before + shard.images().size();
      for (; next < count && places[next] < after; next++) {
        sample.add(shard.images().get((int) (places[next] - before)));
      }
      before = after;
    }
    return sample.build();
  }

  private static double meanByteCount(List<SourceImage> images, ShardWriter writer) {
    return images.stream()
        .map(writer::byteCount)
        .flatMapToInt(count -> count.isPresent() ? IntStream.of(count.getAsInt()) : IntStream.of())
        .average()
        .orElse(0);
  }

  private static String size(long bytes) {
    return bytes >= 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f GB", bytes / 1e9)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
