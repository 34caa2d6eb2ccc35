package org.alexnet.data.source;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.Lists;
import com.google.common.primitives.ImmutableIntArray;
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
    int[] own = source.labels().labels().stream().mapToInt(labels.labels()::indexOf).toArray();
    List<SourceImage> all = source.images(split);
    ImmutableIntArray.Builder kept = ImmutableIntArray.builder();
    for (int i = 0; i < all.size(); i++) {
      int label = own[all.get(i).label()];
      if (label >= 0 && counts[label] < most) {
        counts[label]++;
        kept.add(i);
      }
    }
    return Lists.transform(
        kept.build().asList(),
        i -> {
          SourceImage image = all.get(i);
          return new SourceImage(
              image.name(), image.location(), own[image.label()], image.content());
        });
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
