package org.alexnet.export.cli;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.alexnet.data.StoredRecord;
import org.alexnet.export.Prediction;
import org.alexnet.export.index.Neighbor;

/**
 * An image, what it is taken for, and those nearest to it.
 *
 * @param file its path
 * @param bytes its content
 * @param predictions the most probable classes
 * @param nearest the nearest images, in order
 * @param found those, by their numbers
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record NearestRow(
    Path file,
    byte[] bytes,
    List<Prediction> predictions,
    List<Neighbor> nearest,
    ImmutableMap<Long, StoredRecord> found) {
  /** Features of narrow networks are near each other. */
  static String distance(Neighbor neighbor) {
    return String.format(
        Locale.ROOT, neighbor.distance() < 1 ? "%.4f" : "%.1f", neighbor.distance());
  }
}
