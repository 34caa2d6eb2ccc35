package org.alexnet.data.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Output reads the same wherever the machine is set up. */
class LocaleTest {
  @TempDir private Path folder;

  @Test
  void countsOfImagesAreWrittenTheSameInGermany() throws IOException {
    String idx = idxFiles(folder.resolve("idx")).toString();
    String out = folder.resolve("out").toString();

    assertThat(inGermany("prepare", "--idx", idx, "--out", out, "--image-size=8"))
        .contains(": 1,000 training images in 1 shard, 1,000 validation images in 1 shard");
    assertThat(inGermany("inspect", out)).containsPattern("all +1,000 +1,000\n");
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

  private static String inGermany(String... args) {
    Locale locale = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      return CommandRun.of((Object[]) args).out();
    } finally {
      Locale.setDefault(locale);
    }
  }
}
