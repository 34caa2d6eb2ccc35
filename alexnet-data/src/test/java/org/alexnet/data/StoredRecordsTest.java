package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.Split;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Features;

class StoredRecordsTest {
  @TempDir private static Path folder;
  private static Dataset dataset;

  @BeforeAll
  static void prepare() throws IOException {
    for (int i = 0; i < 12; i++) {
      Path into = folder.resolve("images/validation/class" + i % 3);
      Files.createDirectories(into);
      BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
      image.setRGB(i % 8, 0, 0xffffff);
      ImageIO.write(image, "png", into.resolve("image" + i + ".png").toFile());
      Path train = Files.createDirectories(folder.resolve("images/train/class" + i % 3));
      ImageIO.write(image, "png", train.resolve(i + ".png").toFile());
    }
    dataset =
        Preparation.of(ClassFolders.in(folder.resolve("images")))
            .withImageSize(8)
            .write(folder.resolve("dataset"));
  }

  private static List<Features> all() throws IOException {
    List<Features> all = new ArrayList<>();
    for (Path shard : dataset.shards(Split.VALIDATION)) {
      try (TfRecordReader reader = TfRecordReader.open(shard)) {
        for (Optional<byte[]> next = reader.next(); next.isPresent(); next = reader.next()) {
          all.add(Example.parseFrom(next.get()).getFeatures());
        }
      }
    }
    return all;
  }

  private static ByteString bytes(Features of, String key) {
    return of.getFeatureOrThrow(key).getBytesList().getValue(0);
  }

  @Test
  void imagesAreFoundByTheirPlacesInTheOrderOfTheFiles() throws IOException {
    Map<Long, StoredRecord> found =
        StoredRecords.at(dataset, Split.VALIDATION, List.of(11L, 0L, 5L, 5L));

    assertThat(found.keySet()).containsExactly(0L, 5L, 11L);
    List<Features> all = all();
    assertThat(all).hasSize(12);
    found.forEach(
        (place, image) -> {
          Features stored = all.get(place.intValue());
          assertThat(image.encoded()).isEqualTo(bytes(stored, "image/encoded"));
          assertThat(image.name()).isEqualTo(bytes(stored, "image/filename").toStringUtf8());
          assertThat("class" + image.label())
              .isEqualTo(bytes(stored, "image/class/text").toStringUtf8());
        });
  }

  @Test
  void anImageThatIsNotThereIsAnError() {
    assertThatThrownBy(() -> StoredRecords.at(dataset, Split.VALIDATION, List.of(3L, 12L)))
        .isInstanceOf(IOException.class)
        .hasMessage(dataset.directory() + " has 12 images, so none of number 12");
  }

  @Test
  void aRecordThatIsNoImageIsAnError() {
    assertThatThrownBy(() -> StoredRecord.parse(new byte[] {1, 2, 3}, "here"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("here: the record is not an Example: ");
    assertThatThrownBy(() -> StoredRecord.parse(Example.getDefaultInstance().toByteArray(), "here"))
        .isInstanceOf(IOException.class)
        .hasMessage("here: the record lacks its image or its class");
  }
}
