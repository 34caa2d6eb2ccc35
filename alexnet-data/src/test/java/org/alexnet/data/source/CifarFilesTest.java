package org.alexnet.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.alexnet.data.source.ImageSource.SourceImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarFilesTest {
  @TempDir private Path folder;

  /** A record, byte by byte: every plane counts its pixels from a value of its own. */
  private static void record(ByteArrayOutputStream out, int first, int... labels) {
    for (int label : labels) {
      out.write(label);
    }
    for (int start : new int[] {first, first + 50, first + 100}) {
      for (int pixel = 0; pixel < 1024; pixel++) {
        out.write(start + pixel);
      }
    }
  }

  private Path cifar10() throws IOException {
    for (int batch = 1; batch <= 5; batch++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      record(out, 10 * batch, batch % 3);
      record(out, 10 * batch + 1, 2);
      Files.write(folder.resolve("data_batch_" + batch + ".bin"), out.toByteArray());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    record(out, 7, 1);
    Files.write(folder.resolve("test_batch.bin"), out.toByteArray());
    Files.writeString(folder.resolve("batches.meta.txt"), "airplane\nautomobile\nbird\n\n");
    return folder;
  }

  private Path cifar100() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    record(out, 3, 1, 2);
    record(out, 4, 0, 1);
    record(out, 5, 0, 0);
    Files.write(folder.resolve("train.bin"), out.toByteArray());
    out.reset();
    record(out, 9, 1, 0);
    Files.write(folder.resolve("test.bin"), out.toByteArray());
    Files.writeString(folder.resolve("fine_label_names.txt"), "apple\naquarium_fish\nbaby\n");
    Files.writeString(folder.resolve("coarse_label_names.txt"), "aquatic_mammals\nfish\n");
    return folder;
  }

  private static void assertPixels(SourceImage image, int first) throws IOException {
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(image.content().read()));
    assertThat(picture.getWidth()).isEqualTo(32);
    assertThat(picture.getHeight()).isEqualTo(32);
    for (int pixel = 0; pixel < 1024; pixel++) {
      int red = first + pixel & 0xff;
      int green = first + 50 + pixel & 0xff;
      int blue = first + 100 + pixel & 0xff;
      assertThat(picture.getRGB(pixel % 32, pixel / 32) & 0xffffff)
          .as("pixel %s", pixel)
          .isEqualTo(red << 16 | green << 8 | blue);
    }
  }

  @Test
  void cifar10HasALabelAndThreePlanesARecord() throws IOException {
    CifarFiles source = CifarFiles.in(cifar10());

    List<SourceImage> train = source.images(Split.TRAIN);
    List<SourceImage> validation = source.images(Split.VALIDATION);

    assertThat(source.labels().labels()).containsExactly("airplane", "automobile", "bird");
    assertThat(train).extracting(SourceImage::label).containsExactly(1, 2, 2, 2, 0, 2, 1, 2, 2, 2);
    assertThat(train.get(3).name()).isEqualTo("data_batch_2.bin#1");
    assertPixels(train.get(0), 10);
    assertPixels(train.get(3), 21);
    assertThat(validation).extracting(SourceImage::label).containsExactly(1);
    assertPixels(validation.get(0), 7);
    assertThat(source.description()).isEqualTo("CIFAR-10");
  }

  @Test
  void cifar100HasACoarseAndAFineLabel() throws IOException {
    CifarFiles fine = CifarFiles.in(cifar100());
    CifarFiles coarse = fine.withLabels(CifarFiles.Labels.COARSE);

    assertThat(fine.labels().labels()).containsExactly("apple", "aquarium_fish", "baby");
    assertThat(fine.images(Split.TRAIN)).extracting(SourceImage::label).containsExactly(2, 1, 0);
    assertThat(coarse.labels().labels()).containsExactly("aquatic_mammals", "fish");
    assertThat(coarse.images(Split.TRAIN)).extracting(SourceImage::label).containsExactly(1, 0, 0);
    assertThat(coarse.images(Split.VALIDATION)).extracting(SourceImage::label).containsExactly(1);
    assertPixels(fine.images(Split.TRAIN).get(1), 4);
    assertPixels(coarse.images(Split.VALIDATION).get(0), 9);
    assertThat(fine.description()).isEqualTo("CIFAR-100, fine labels");
    assertThat(coarse.description()).isEqualTo("CIFAR-100, coarse labels");
  }

  @Test
  void theArchiveIsReadAsItIs() throws IOException {
    CifarFiles unpacked = CifarFiles.in(cifar100());
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("cifar-100-binary/", new byte[0]);
    for (String name :
        List.of("train.bin", "test.bin", "fine_label_names.txt", "coarse_label_names.txt")) {
      files.put("cifar-100-binary/" + name, Files.readAllBytes(folder.resolve(name)));
    }
    Path archive = folder.resolve("cifar-100-binary.tar.gz");
    byte[] bytes = Tars.gzipped(Tars.of(files));
    Files.write(archive, bytes);

    CifarFiles packed = CifarFiles.in(archive);

    assertThat(packed.labels()).isEqualTo(unpacked.labels());
    assertThat(packed.images(Split.TRAIN).get(2).content().read())
        .isEqualTo(unpacked.images(Split.TRAIN).get(2).content().read());
    Files.write(archive, Arrays.copyOf(bytes, bytes.length - 20));
    assertThatThrownBy(() -> CifarFiles.in(archive))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            archive + " is not a tar archive compressed with gzip, or it is damaged: ")
        .hasMessageEndingWith("; get it again");
  }

  @Test
  void refusesFilesThatAreMissingOrCutOrOfOtherClasses() throws IOException {
    assertThatThrownBy(() -> CifarFiles.in(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(
            folder
                + " lacks batches.meta.txt; it must be the binary version of CIFAR-10 or"
                + " CIFAR-100");
    CifarFiles.in(cifar10());
    assertThatThrownBy(() -> CifarFiles.in(folder).withLabels(CifarFiles.Labels.COARSE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(folder + " is CIFAR-10, which has no coarse labels");
    byte[] batch = Files.readAllBytes(folder.resolve("data_batch_4.bin"));
    Files.write(folder.resolve("data_batch_4.bin"), Arrays.copyOf(batch, batch.length - 1));
    assertThatThrownBy(() -> CifarFiles.in(folder).images(Split.TRAIN))
        .hasMessage(
            folder
                + "/data_batch_4.bin must be records of 3073 bytes, found 6145 bytes; get it"
                + " again");
    batch[3073] = 3;
    Files.write(folder.resolve("data_batch_4.bin"), batch);
    assertThatThrownBy(() -> CifarFiles.in(folder).images(Split.TRAIN))
        .hasMessage(folder + "/data_batch_4.bin has label 3 at 1, but there are 3 classes");
    Files.delete(folder.resolve("data_batch_4.bin"));
    assertThatThrownBy(() -> CifarFiles.in(folder).images(Split.TRAIN))
        .hasMessage(
            folder
                + " lacks data_batch_4.bin; it must be the binary version of CIFAR-10 or"
                + " CIFAR-100");
  }

  @Test
  void anArchiveWhoseChecksumIsWrongIsDamaged() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("cifar-100-binary/train.bin", new byte[3074]);
    byte[] bytes = Tars.gzipped(Tars.of(files));
    bytes[bytes.length - 8] ^= 1; // of CRC-32, behind the end of the tar archive
    Path archive = Files.write(folder.resolve("wrong.tar.gz"), bytes);

    assertThatThrownBy(() -> GzippedTar.read(archive, name -> true))
        .isInstanceOf(IOException.class)
        .hasMessage(
            archive
                + " is not a tar archive compressed with gzip, or it is damaged: Corrupt GZIP"
                + " trailer; get it again");
    Files.write(archive, Arrays.copyOf(bytes, bytes.length - 6));
    assertThatThrownBy(() -> GzippedTar.read(archive, name -> true))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("; get it again");
  }
}
