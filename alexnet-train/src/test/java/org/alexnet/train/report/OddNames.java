package org.alexnet.train.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.alexnet.data.source.ImageSource;
import org.alexnet.data.source.LabelMap;
import org.alexnet.data.source.Split;

/**
 * Seven classes of colored noise, whose names and files would break a page that took them as is.
 */
record OddNames(int training, int validation) implements ImageSource {
  static final String SCRIPT = "<script>alert(\"x\")</script>";
  static final String QUOTES = "it's \"here\" & <b>there";
  static final String FILE = "\"><img src=x onerror='alert(1)'>";

  @Override
  public LabelMap labels() {
    return LabelMap.of(
        List.of("plain", SCRIPT, QUOTES, "{{title}}", "</table>", "-->", "Grüße, 你好"));
  }

  @Override
  public List<SourceImage> images(Split split) {
    List<SourceImage> images = new ArrayList<>();
    for (int label = 0; label < labels().size(); label++) {
      for (int i = 0; i < (split == Split.TRAIN ? training : validation); i++) {
        int own = label;
        long seed = (split == Split.TRAIN ? 0 : 1000L) + 100L * label + i;
        String name = FILE + label + "-" + i;
        images.add(new SourceImage(name, name, label, () -> noise(own, seed)));
      }
    }
    return images;
  }

  @Override
  public String description() {
    return "noise";
  }

  private static byte[] noise(int label, long seed) throws IOException {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(70, 70, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 70 * 70; i++) {
      int red = 18 * label + random.nextInt(120);
      image.setRGB(i % 70, i / 70, red << 16 | random.nextInt(200) << 8 | random.nextInt(150));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }
}
