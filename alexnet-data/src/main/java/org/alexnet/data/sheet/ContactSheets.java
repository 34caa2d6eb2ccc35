package org.alexnet.data.sheet;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.alexnet.common.AtomicFile;
import org.alexnet.data.Dataset;
import org.alexnet.data.StoredRecord;

/**
 * Pictures of a data set for whoever wants to see what a network will: some images with their
 * classes, one image under every augmentation, its ten crops, and the principal components of
 * color. They are a function of the data set, the crop and the seed; memory is that of some dozens
 * of images, however large the data set is.
 *
 * <pre>{@code
 * ContactSheets.of(dataset).write(Path.of("sheets"));
 * }</pre>
 */
public final class ContactSheets {
  private static final int SAMPLES = 40;

  private final Dataset dataset;
  private final int cropSize;
  private final long seed;

  private ContactSheets(Dataset dataset, int cropSize, long seed) {
    this.dataset = dataset;
    this.cropSize = cropSize;
    this.seed = seed;
  }

  /**
   * Returns the sheets of a data set, with seed 0 and crops in the proportion of 227 pixels to 256
   * (paper, section 4.1).
   */
  public static ContactSheets of(Dataset dataset) {
    int cropSize = (int) Math.max(1, Math.round(dataset.imageSize() * 227 / 256.0));
    return new ContactSheets(dataset, cropSize, 0);
  }

  /**
   * Returns a copy with crops of this side.
   *
   * @param cropSize side of a crop, at most that of the stored images, in pixels
   */
  public ContactSheets withCropSize(int cropSize) {
    checkArgument(
        cropSize > 0 && cropSize <= dataset.imageSize(),
        "cropSize must be between 1 and %s, the image size of %s, found %s",
        dataset.imageSize(),
        dataset.directory(),
        cropSize);
    return new ContactSheets(dataset, cropSize, seed);
  }

  /** Returns a copy that draws other images and augmentations. */
  public ContactSheets withSeed(long seed) {
    return new ContactSheets(dataset, cropSize, seed);
  }

  /** Returns whether there are fonts here; without any, sheets have no text. */
  public static boolean hasText() {
    return Lettering.of(Font.PLAIN, 12).isThere();
  }

  /**
   * Writes the sheets as PNG files, each whole or not at all; files of these names are replaced.
   *
   * @param folder a folder that exists
   * @return the files
   * @throws IOException if the data set cannot be read or a file not be written
   */
  public ImmutableList<Path> write(Path folder) throws IOException {
    ImmutableList<StoredRecord> images = SampledImages.of(dataset, seed, SAMPLES);
    StoredRecord one = images.get(0);
    return ImmutableList.of(
        png(folder.resolve("samples.png"), SampleSheet.draw(dataset, images)),
        png(
            folder.resolve("augmentation.png"),
            AugmentationSheet.draw(dataset, one, cropSize, seed)),
        png(folder.resolve("ten-crops.png"), TenCropSheet.draw(dataset, one, cropSize)),
        png(folder.resolve("colors.png"), ColorSheet.draw(dataset, one)));
  }

  private static Path png(Path file, BufferedImage sheet) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.setUseCache(false); // no files for what is in memory
    ImageIO.write(sheet, "png", bytes);
    AtomicFile.write(file, bytes.toByteArray());
    return file;
  }
}
