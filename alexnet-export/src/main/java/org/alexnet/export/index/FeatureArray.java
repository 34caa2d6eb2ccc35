package org.alexnet.export.index;

import com.google.common.collect.Comparators;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.alexnet.common.NpyFile;

/**
 * Features as a NumPy array, float32 {@code [images, features]}. It is mapped, so it needs no
 * memory of its own.
 */
final class FeatureArray implements FeatureStore {
  private static final String NAME = "features.npy";
  private static final long MOST_BYTES_MAPPED = 1 << 30;

  private final long images;
  private final int rowsOfPart;
  private final ImmutableList<FloatBuffer> parts;

  private FeatureArray(long images, int rowsOfPart, ImmutableList<FloatBuffer> parts) {
    this.images = images;
    this.rowsOfPart = rowsOfPart;
    this.parts = parts;
  }

  static final class Writer implements FeatureStore.Writer {
    private final NpyFile.Writer array;

    Writer(Path folder, long images, int features) throws IOException {
      array = new NpyFile.Writer(folder.resolve(NAME), NpyFile.Type.FLOAT32, images, features);
    }

    @Override
    public void write(float[] features) throws IOException {
      array.write(features);
    }

    @Override
    public void close() throws IOException {
      array.close();
    }
  }

  static FeatureArray open(Path folder, long images, int features) throws IOException {
    long rowBytes = (long) Float.BYTES * features;
    int rows = Math.toIntExact(Math.max(1, MOST_BYTES_MAPPED / rowBytes));
    long start = NpyFile.header(NpyFile.Type.FLOAT32, images, features).length;
    ImmutableList.Builder<FloatBuffer> parts = ImmutableList.builder();
    try (FileChannel channel = FileChannel.open(folder.resolve(NAME))) {
      for (long first = 0; first < images; first += rows) {
        long count = Math.min(rows, images - first);
        parts.add(
            channel
                .map(MapMode.READ_ONLY, start + first * rowBytes, count * rowBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer());
      }
    }
    return new FeatureArray(images, rows, parts.build());
  }

  @Override
  public List<Neighbor> nearest(float[] features, int count) {
    return LongStream.range(0, images)
        .parallel()
        .mapToObj(image -> Neighbor.of(image, row(image, features.length), features))
        .collect(Comparators.least(count, Neighbor.NEAREST_FIRST));
  }

  private float[] row(long image, int length) {
    float[] row = new float[length];
    int place = (int) (image % rowsOfPart);
    parts.get((int) (image / rowsOfPart)).get(place * length, row);
    return row;
  }

  /** The mapped file goes with the last use of it. */
  @Override
  public void close() {}
}
