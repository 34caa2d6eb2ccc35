package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.alexnet.common.cli.CommandLineTool;
import org.alexnet.data.Preparation;
import org.alexnet.data.source.IdxFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Output reads the same wherever the machine is set up. */
class LocaleTest {
  @TempDir private Path folder;

  @Test
  void countsOfImagesAreWrittenTheSameInGermany() throws IOException {
    Preparation.of(IdxFiles.in(idxFiles(folder.resolve("idx"))))
        .withImageSize(32)
        .write(folder.resolve("dataset"));

    assertThat(
            inGermany(
                () ->
                    CommandLineTool.execute(
                        new TrainCommand(),
                        "train",
                        "--data=" + folder.resolve("dataset"),
                        "--out=" + folder.resolve("run"),
                        "--preset=cifar10",
                        "--width-divided-by=8",
                        "--epochs=1",
                        "--batch-size=1000")))
        .contains("1,000 training images, 1,000 validation images")
        .containsPattern("[0-9],[0-9]{3} parameters");
  }

  /** A thousand black pixels for training and as many for validation, of two classes. */
  private static Path idxFiles(Path folder) throws IOException {
    byte[] images =
        ByteBuffer.allocate(1016).putInt(0x803).putInt(1000).putInt(1).putInt(1).array();
    byte[] labels = ByteBuffer.allocate(1008).putInt(0x801).putInt(1000).put((byte) 1).array();
    Files.createDirectory(folder);
    Files.writeString(folder.resolve("labels.txt"), "zero\none\n");
    for (String split : List.of("train", "t10k")) {
      Files.write(folder.resolve(split + "-images-idx3-ubyte"), images);
      Files.write(folder.resolve(split + "-labels-idx1-ubyte"), labels);
    }
    return folder;
  }

  private static String inGermany(Runnable command) {
    Locale locale = Locale.getDefault();
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Locale.setDefault(Locale.GERMANY);
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      command.run();
      return bytes.toString(StandardCharsets.UTF_8);
    } finally {
      Locale.setDefault(locale);
      System.setOut(out);
    }
  }
}
