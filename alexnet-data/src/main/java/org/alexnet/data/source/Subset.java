package org.alexnet.data.source;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.List;

/**
 * Some classes of a source, or few images of each.
 *
 * @param source the whole
 * @param labels the classes that are left, in the order in which they are numbered here
 * @param imagesPerClass the most training images of a class, the first ones of the source; {@link
 *     Integer#MAX_VALUE} for all
 */
public record Subset(ImageSource source, LabelMap labels, int imagesPerClass)
    implements ImageSource {

  /** Checks the values. */
  public Subset {
    labels.labels().forEach(source.labels()::indexOf);
    checkArgument(imagesPerClass > 0, "imagesPerClass must be positive, found %s", imagesPerClass);
  }

  @Override
  public List<SourceImage> images(Split split) throws IOException {
    int most = split == Split.TRAIN ? imagesPerClass : Integer.MAX_VALUE;
    int[] counts = new int[labels.size()];
    ImmutableList.Builder<SourceImage> images = ImmutableList.builder();
    for (SourceImage image : source.images(split)) {
      int label = labels.labels().indexOf(source.labels().label(image.label()));
      if (label >= 0 && counts[label] < most) {
        counts[label]++;
        images.add(new SourceImage(image.name(), image.location(), label, image.content()));
      }
    }
    return images.build();
  }

  @Override
  public String description() {
    return source.description()
        + (labels.equals(source.labels()) ? "" : ", classes " + String.join(", ", labels.labels()))
        + (imagesPerClass == Integer.MAX_VALUE
            ? ""
            : ", at most " + imagesPerClass + " training images a class");
  }
}
