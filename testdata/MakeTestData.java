import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;

/**
 * Cuts the test data out of Fashion-MNIST: {@code java MakeTestData.java SOURCE_DIR TARGET_DIR}.
 *
 * <p>SOURCE_DIR holds the four original files. The result depends on nothing else, but for the compression, which is
 * that of the Java runtime.
 */
class MakeTestData {
  private static final List<String> LABELS =
      List.of(
          "t-shirt", "trouser", "pullover", "dress", "coat",
          "sandal", "shirt", "sneaker", "bag", "ankle-boot");
  private static final int TRAIN_PER_CLASS = 600;
  private static final int TEST_PER_CLASS = 100;

  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("usage: java MakeTestData.java SOURCE_DIR TARGET_DIR");
      System.exit(2);
    }
    Path source = Path.of(args[0]);
    Path target = Path.of(args[1]);
    Path subset = Files.createDirectories(target.resolve("fashion-mnist"));
    Path images = Files.createDirectories(target.resolve("images"));
    Idx.read(source, "train").writeFirst(TRAIN_PER_CLASS, subset, "train");
    Idx test = Idx.read(source, "t10k");
    test.writeFirst(TEST_PER_CLASS, subset, "t10k");
    Files.writeString(subset.resolve("labels.txt"), String.join("\n", LABELS) + "\n");
    for (int c = 0; c < LABELS.size(); c++) {
      // The first image of the class that is not in the subset.
      test.writePng(test.positionOf(c, TEST_PER_CLASS), images.resolve(LABELS.get(c) + ".png"));
    }
  }

  /** Images and labels of one split: {@code count} images of {@code rows * columns} bytes. */
  private record Idx(int rows, int columns, byte[] pixels, byte[] labels) {
    static Idx read(Path directory, String prefix) throws IOException {
      try (DataInputStream images = open(directory.resolve(prefix + "-images-idx3-ubyte.gz"));
          DataInputStream labels = open(directory.resolve(prefix + "-labels-idx1-ubyte.gz"))) {
        expect(images.readInt(), 0x803);
        int count = images.readInt();
        int rows = images.readInt();
        int columns = images.readInt();
        expect(labels.readInt(), 0x801);
        expect(labels.readInt(), count);
        return new Idx(rows, columns, images.readAllBytes(), labels.readAllBytes());
      }
    }

    void writeFirst(int perClass, Path directory, String prefix) throws IOException {
      ByteArrayOutputStream keptPixels = new ByteArrayOutputStream();
      ByteArrayOutputStream keptLabels = new ByteArrayOutputStream();
      int[] taken = new int[LABELS.size()];
      for (int i = 0; i < labels.length; i++) {
        if (taken[labels[i]]++ < perClass) {
          keptPixels.write(pixels, i * rows * columns, rows * columns);
          keptLabels.write(labels[i]);
        }
      }
      try (DataOutputStream out = create(directory.resolve(prefix + "-images-idx3-ubyte.gz"))) {
        out.writeInt(0x803);
        out.writeInt(keptLabels.size());
        out.writeInt(rows);
        out.writeInt(columns);
        keptPixels.writeTo(out);
      }
      try (DataOutputStream out = create(directory.resolve(prefix + "-labels-idx1-ubyte.gz"))) {
        out.writeInt(0x801);
        out.writeInt(keptLabels.size());
        keptLabels.writeTo(out);
      }
    }

    int positionOf(int label, int occurrence) {
      int seen = 0;
      for (int i = 0; i < labels.length; i++) {
        if (labels[i] == label && seen++ == occurrence) {
          return i;
        }
      }
      throw new IllegalArgumentException("class " + label + " has too few images");
    }

    void writePng(int position, Path file) throws IOException {
      BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
      image.getRaster().setDataElements(
          0, 0, columns, rows,
          java.util.Arrays.copyOfRange(
              pixels, position * rows * columns, (position + 1) * rows * columns));
      ImageIO.write(image, "png", file.toFile());
    }

    private static void expect(int found, int expected) throws IOException {
      if (found != expected) {
        throw new IOException("expected " + expected + ", found " + found);
      }
    }

    private static DataInputStream open(Path file) throws IOException {
      return new DataInputStream(new GZIPInputStream(new FileInputStream(file.toFile())));
    }

    private static DataOutputStream create(Path file) throws IOException {
      OutputStream out = Files.newOutputStream(file);
      // Java's header of a gzip file names neither a time nor a file.
      return new DataOutputStream(new GZIPOutputStream(out) {{ def.setLevel(9); }});
    }
  }
}
