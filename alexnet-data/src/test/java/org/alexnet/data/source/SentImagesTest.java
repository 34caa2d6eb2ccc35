package org.alexnet.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.alexnet.data.image.TestImages;
import org.alexnet.data.source.ImageSource.SourceImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of every source, as an engine sends them to another machine that sees the same files. */
class SentImagesTest {
  private static final int CIFAR_RECORD = 1 + 3 * 32 * 32;

  @TempDir private Path folder;

  private static byte[] sent(SourceImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(image);
    }
    return bytes.toByteArray();
  }

  private static SourceImage received(byte[] bytes) throws Exception {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (SourceImage) in.readObject();
    }
  }

  /** Checks that images are read as here, and that no more than themselves is sent with them. */
  private static void assertAreSent(ImageSource source, int mostBytes) throws Exception {
    for (Split split : Split.values()) {
      List<SourceImage> images = ImmutableList.copyOf(source.images(split));
      assertThat(images).isNotEmpty();
      for (SourceImage image : images) {
        byte[] bytes = sent(image);
        assertThat(bytes).hasSizeLessThan(mostBytes);

        SourceImage received = received(bytes);

        assertThat(received.name()).isEqualTo(image.name());
        assertThat(received.location()).isEqualTo(image.location());
        assertThat(received.label()).isEqualTo(image.label());
        assertThat(received.content().read()).isEqualTo(image.content().read());
        assertThat(received.content().byteCount()).isEqualTo(image.content().byteCount());
      }
    }
  }

  @Test
  void ofClassFoldersAndASubsetOfThem() throws Exception {
    ImageSource all = ClassFolders.in(TestImages.classFolders(folder, 3, "a", "b"));

    assertAreSent(all, 1000);
    assertAreSent(new Subset(all, all.labels().select(List.of("b", "a")), 1), 1000);
  }

  @Test
  void ofAList() throws Exception {
    TestImages.classFolders(folder, 2, "a");
    Path list = folder.resolve("list.csv");
    Files.writeString(list, "path,label,split\na/image0.png,x,train\na/image1.jpg,y,validation\n");

    assertAreSent(ImageList.in(list), 1000);
  }

  @Test
  void ofTarsOfClassesInAFolderAndInATar() throws Exception {
    byte[] one = Tars.of(Map.of("1.JPEG", new byte[] {1}));
    byte[] two = Tars.of(Map.of("1.JPEG", new byte[] {2, 3}, "2.JPEG", new byte[] {4}));
    Path tars = Files.createDirectory(folder.resolve("tars"));
    Files.write(tars.resolve("a.tar"), one);
    Files.write(tars.resolve("b.tar"), two);
    Path all = Files.write(folder.resolve("all.tar"), Tars.of(Map.of("a.tar", one, "b.tar", two)));

    assertAreSent(ClassTars.in(tars), 1000);
    assertAreSent(ClassTars.in(all), 1000);
    assertThat(ClassTars.in(all).images(Split.TRAIN).get(0).content().byteCount()).hasValue(1);
  }

  @Test
  void ofTheArchivesOfIlsvrc() throws Exception {
    assertAreSent(IlsvrcArchives.in(new IlsvrcTree().write(folder)), 1000);
  }

  @Test
  void ofCifar() throws Exception {
    byte[] records = new byte[20 * CIFAR_RECORD];
    for (int i = 0; i < records.length; i++) {
      records[i] = (byte) (i % CIFAR_RECORD == 0 ? 1 : 7 * i + i / CIFAR_RECORD);
    }
    for (int batch = 1; batch <= 5; batch++) {
      Files.write(folder.resolve("data_batch_" + batch + ".bin"), records);
    }
    Files.write(folder.resolve("test_batch.bin"), records);
    Files.writeString(folder.resolve("batches.meta.txt"), "airplane\nautomobile\n");

    assertAreSent(CifarFiles.in(folder), CIFAR_RECORD + 1000);
  }

  @Test
  void ofIdxFiles() throws Exception {
    Files.write(folder.resolve("labels.txt"), List.of("a", "b"));
    for (String prefix : List.of("train", "t10k")) {
      Path images = folder.resolve(prefix + "-images-idx3-ubyte");
      try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(images))) {
        for (int field : new int[] {0x803, 1, 2, 3}) {
          out.writeInt(field);
        }
        out.write(new byte[] {0, 50, 100, (byte) 150, (byte) 200, (byte) 250});
      }
      Files.write(
          folder.resolve(prefix + "-labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 1});
    }

    assertAreSent(IdxFiles.in(folder), 1000);
  }

  @Test
  void ofSyntheticImages() throws Exception {
    assertAreSent(new SyntheticImages(2, 1), 4000);
  }
}
