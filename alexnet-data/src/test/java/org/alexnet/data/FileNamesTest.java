package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.alexnet.data.internal.Examples;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Example;

class FileNamesTest {
  @TempDir private Path folder;

  private Dataset dataset() throws IOException {
    for (String split : List.of("train", "validation")) {
      for (String name : List.of("a", "b")) {
        Path into = Files.createDirectories(folder.resolve("images").resolve(split).resolve(name));
        for (int i = 0; i < 3; i++) {
          BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
          ImageIO.write(image, "png", into.resolve(split + "-" + name + i + ".png").toFile());
        }
      }
    }
    return Preparation.of(ClassFolders.in(folder.resolve("images")))
        .withImageSize(8)
        .write(folder.resolve("dataset"));
  }

  @Test
  void areThoseOfTheSplitInTheOrderOfTheShards() throws IOException {
    Dataset dataset = dataset();

    List<String> names = FileNames.of(dataset, Split.VALIDATION);

    assertThat(names)
        .containsExactlyInAnyOrder(
            "validation-a0.png",
            "validation-a1.png",
            "validation-a2.png",
            "validation-b0.png",
            "validation-b1.png",
            "validation-b2.png");
    try (TfRecordReader reader = TfRecordReader.open(dataset.shards(Split.VALIDATION).get(0))) {
      for (String name : names) {
        assertThat(new String(reader.next().orElseThrow(), StandardCharsets.ISO_8859_1))
            .contains(name);
      }
    }
    assertThat(FileNames.of(dataset, Split.TRAIN)).hasSize(6).contains("train-b1.png");
  }

  @Test
  void aRecordWithoutOneHasAnEmptyName() throws IOException {
    assertThat(Examples.fileName(Example.getDefaultInstance().toByteArray())).isEmpty();
    assertThat(
            Examples.fileName(
                Examples.of(new byte[0], "PNG", 8, "x.png", 0, "a", "a").toByteArray()))
        .isEqualTo("x.png");
  }

  @Test
  void refusesARecordThatIsNoExample() throws IOException {
    Dataset dataset = dataset();
    Path shard = dataset.shards(Split.TRAIN).get(0);
    try (TfRecordWriter writer = TfRecordWriter.create(shard)) {
      writer.write(new byte[] {(byte) 0xff, 1, 2});
    }

    assertThatThrownBy(() -> FileNames.of(dataset, Split.TRAIN))
        .isInstanceOf(IOException.class)
        .hasMessage(shard + " has a record that is no example");
  }
}
