package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
                    "train",
                    "--data=" + folder.resolve("dataset"),
                    "--out=" + folder.resolve("run"),
                    "--preset=cifar10",
                    "--width-divided-by=8",
                    "--epochs=1",
                    "--batch-size=1000")
                .out())
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

  private static CommandRun inGermany(Object... args) {
    Locale locale = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      return CommandRun.of(args);
    } finally {
      Locale.setDefault(locale);
    }
  }
}
