package org.alexnet.export.internal;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import org.alexnet.data.StoredFormatCodec;
import org.alexnet.data.image.Preprocessing;
import org.alexnet.data.source.LabelMap;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.proto.DatasetProto;

/**
 * The checkpoints whose networks a model averages. They see images alike: what is resized, cropped
 * and subtracted is the same, and so are the classes.
 *
 * @param checkpoints at least one
 */
public record ModelParts(ImmutableList<Checkpoint> checkpoints) {

  /**
   * Checks that they go together.
   *
   * @throws IllegalArgumentException if one has other classes or sees images in another way, with
   *     its folder
   */
  public ModelParts {
    checkArgument(!checkpoints.isEmpty(), "checkpoints must not be empty");
    Checkpoint first = checkpoints.get(0);
    for (Checkpoint other : checkpoints) {
      requireSame(first, other, "classes", first.labels(), other.labels());
      requireSame(first, other, "input size", first.spec().imageSize(), other.spec().imageSize());
      requireSame(first, other, "stored size", stored(first), stored(other));
      requireSame(
          first,
          other,
          "place of the mean",
          first.recipe().augmentation().mean(),
          other.recipe().augmentation().mean());
    }
  }

  private static Object stored(Checkpoint checkpoint) {
    DatasetProto dataset = checkpoint.manifest().getDataset();
    return StoredFormatCodec.fromProto(dataset.getImageSize(), dataset.getStoredFormat());
  }

  private static void requireSame(
      Checkpoint first, Checkpoint other, String what, Object ofFirst, Object ofOther) {
    checkArgument(
        ofFirst.equals(ofOther),
        "%s cannot be averaged with %s in one model: its %s is %s, not %s",
        other.directory(),
        first.directory(),
        what,
        ofOther,
        ofFirst);
  }

  /** Returns the classes. */
  public LabelMap labels() {
    return checkpoints.get(0).labels();
  }

  /** Returns the side of the networks' input, in pixels. */
  public int imageSize() {
    return checkpoints.get(0).spec().imageSize();
  }

  /**
   * Returns what turns files into what the networks see.
   *
   * @throws IOException if a mean cannot be read
   * @throws IllegalArgumentException if the means differ, with a folder
   */
  public Preprocessing preprocessing() throws IOException {
    Checkpoint first = checkpoints.get(0);
    for (Checkpoint other : checkpoints) {
      checkArgument(
          Files.mismatch(first.meanFile(), other.meanFile()) < 0,
          "%s cannot be averaged with %s in one model: it subtracts another mean; average their"
              + " predictions instead",
          other.directory(),
          first.directory());
    }
    DatasetProto dataset = first.manifest().getDataset();
    return Preprocessing.read(
            first.meanFile(),
            StoredFormatCodec.fromProto(dataset.getImageSize(), dataset.getStoredFormat()))
        .withMeanAt(first.recipe().augmentation().mean());
  }
}
