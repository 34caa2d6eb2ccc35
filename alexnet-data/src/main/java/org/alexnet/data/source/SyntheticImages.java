package org.alexnet.data.source;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.alexnet.common.Seeds;
import org.apache.commons.imaging.ImageFormats;
import org.apache.commons.imaging.Imaging;

/**
 * Small images that are made up, to try a machine with as many as one likes: a few hundred
 * different ones, over and over. As in ImageNet there are up to 1,000 classes and 26 training
 * images for one of validation.
 *
 * @param count number of training images
 * @param seed seed of their pixels
 */
public record SyntheticImages(int count, long seed) implements ImageSource {
  private static final int SIDE = 32;
  private static final int DIFFERENT = 256;
  private static final int IMAGES_PER_CLASS = 1000;
  private static final int MOST_CLASSES = 1000;
  private static final int TRAINING_IMAGES_PER_VALIDATION_IMAGE = 26;

  /** Checks the count. */
  public SyntheticImages {
    checkArgument(
        count >= 2, "count must be at least 2, one image for each class, found %s", count);
  }

  @Override
  public LabelMap labels() {
    int classes = Math.min(MOST_CLASSES, Math.max(2, count / IMAGES_PER_CLASS));
    return LabelMap.of(
        IntStream.range(0, classes)
            .mapToObj(label -> String.format(Locale.ROOT, "class%04d", label))
            .toList());
  }

  @Override
  public List<SourceImage> images(Split split) throws IOException {
    List<Content> contents = contents(split);
    int classes = labels().size();
    int images =
        split == Split.TRAIN
            ? count
            : Math.max(classes, count / TRAINING_IMAGES_PER_VALIDATION_IMAGE);
    ImmutableList.Builder<SourceImage> all = ImmutableList.builderWithExpectedSize(images);
    for (int i = 0; i < images; i++) {
      String name = split.prefix() + "/" + i + ".png";
      all.add(new SourceImage(name, name, i % classes, contents.get(i % contents.size())));
    }
    return all.build();
  }

  private List<Content> contents(Split split) throws IOException {
    Random random = new Random(Seeds.derive(seed, "synthetic " + split.prefix()));
    ImmutableList.Builder<Content> contents = ImmutableList.builder();
    for (int i = 0; i < DIFFERENT; i++) {
      contents.add(new InMemory(png(random)));
    }
    return contents.build();
  }

  /** A gradient with some noise. */
  private static byte[] png(Random random) throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    int dark = random.nextInt(0x808080 + 1) & 0x7f7f7f;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int bright = ((3 * x) << 16) | ((3 * y) << 8) | random.nextInt(SIDE);
        image.setRGB(x, y, dark + bright);
      }
    }
    return Imaging.writeImageToBytes(image, ImageFormats.PNG);
  }

  @Override
  public String description() {
    return count + " synthetic images, seed " + seed;
  }

  @SuppressWarnings("ArrayRecordComponent") // it is passed on, never compared
  private record InMemory(byte[] png) implements Content {
    @Override
    public byte[] read() {
      return png;
    }

    @Override
    public OptionalLong byteCount() {
      return OptionalLong.of(png.length);
    }
  }
}
