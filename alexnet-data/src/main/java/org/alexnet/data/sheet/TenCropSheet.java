package org.alexnet.data.sheet;

import com.google.common.collect.ImmutableList;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.alexnet.data.Dataset;
import org.alexnet.data.StoredRecord;
import org.alexnet.data.image.Crops;
import org.alexnet.data.image.Preprocessing;
import org.alexnet.data.image.StoredImages;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

/** An image with the places of its ten crops, and the crops. */
final class TenCropSheet {
  private static final ImmutableList<String> PLACES =
      ImmutableList.of("top left", "top right", "bottom left", "bottom right", "center");

  /** Told apart in every usual way of seeing colors: Okabe and Ito, Color Universal Design. */
  static final ImmutableList<Color> COLORS =
      ImmutableList.of(
          new Color(0xE6, 0x9F, 0x00),
          new Color(0x56, 0xB4, 0xE9),
          new Color(0x00, 0x9E, 0x73),
          new Color(0xCC, 0x79, 0xA7),
          new Color(0xD5, 0x5E, 0x00),
          new Color(0xF0, 0xE4, 0x42),
          new Color(0x00, 0x72, 0xB2));

  private TenCropSheet() {}

  static BufferedImage draw(Dataset dataset, StoredRecord image, int cropSize) throws IOException {
    BufferedImage whole;
    try (StoredImages stored = new StoredImages(dataset.storedFormat())) {
      whole = SampleSheet.picture(stored, image);
    }
    int far = dataset.imageSize() - cropSize;
    int middle = far / 2;
    int[][] corners = {{0, 0}, {0, far}, {far, 0}, {far, far}, {middle, middle}};
    List<Tile> frames = new ArrayList<>();
    frames.add(new Tile(whole, SampleSheet.caption(dataset, image)));
    frames.add(new Tile(framed(whole, Arrays.asList(corners), cropSize), "all five"));
    List<Tile> plain = new ArrayList<>();
    List<Tile> mirrored = new ArrayList<>();
    List<float[]> crops = crops(dataset, image, cropSize);
    for (int i = 0; i < 10; i++) {
      Tile tile =
          new Tile(
              Pixels.picture(crops.get(i), 0), PLACES.get(i % 5), Optional.of(COLORS.get(i % 5)));
      (i < 5 ? plain : mirrored).add(tile);
    }
    return new Sheet(5)
        .add(
            String.format(
                Locale.ROOT,
                "Image of %dx%d pixels, and where its crops of %dx%d are",
                dataset.imageSize(),
                dataset.imageSize(),
                cropSize,
                cropSize),
            frames)
        .add("The crops that the network sees at test", plain)
        .add("Their mirror images", mirrored)
        .draw();
  }

  /**
   * Returns a picture with frames in the order of the colors, so much larger that the frames are
   * clear. Every third frame is broad and lies under the others, which it may share an edge with.
   */
  static BufferedImage framed(BufferedImage picture, List<int[]> corners, int cropSize) {
    int times = Math.max(1, (2 * Sheet.TILE + picture.getWidth() - 1) / picture.getWidth());
    int side = times * picture.getWidth();
    BufferedImage framed = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D paint = framed.createGraphics();
    paint.drawImage(picture, 0, 0, side, side, null);
    int line = Math.max(2, side * 3 / (2 * Sheet.TILE));
    for (boolean broad : new boolean[] {true, false}) {
      int width = broad ? 3 * line : line;
      paint.setStroke(new BasicStroke(width));
      for (int i = 0; i < corners.size(); i++) {
        if ((i % 3 == 0) == broad) {
          paint.setColor(COLORS.get(i % COLORS.size()));
          paint.drawRect(
              times * corners.get(i)[1] + width / 2,
              times * corners.get(i)[0] + width / 2,
              times * cropSize - width,
              times * cropSize - width);
        }
      }
    }
    paint.dispose();
    return framed;
  }

  /** Returns the ten crops by the operations of evaluation, with a mean of 0. */
  private static List<float[]> crops(Dataset dataset, StoredRecord image, int cropSize) {
    int size = dataset.imageSize();
    try (Graph graph = new Graph();
        TString bytes =
            TString.tensorOfBytes(NdArrays.scalarOfObject(image.encoded().toByteArray()))) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> ten =
          Preprocessing.of(NdArrays.ofFloats(Shape.of(size, size, 3)), dataset.storedFormat())
              .cropsOfStored(tf, tf.constantOf(bytes), Crops.TEN, cropSize);
      try (Session session = new Session(graph);
          Result result = session.runner().fetch(ten).run()) {
        int each = cropSize * cropSize * 3;
        float[] all = new float[10 * each];
        ((TFloat32) result.get(0)).asRawTensor().data().asFloats().read(all);
        List<float[]> crops = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
          crops.add(Arrays.copyOfRange(all, i * each, (i + 1) * each));
        }
        return crops;
      }
    }
  }
}
