package org.alexnet.data.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.alexnet.data.Dataset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandTest {
  @TempDir private Path folder;
  private String images;
  private String out;

  @BeforeEach
  void makeImages() throws IOException {
    for (String name : new String[] {"cat", "dog"}) {
      Path into = Files.createDirectories(folder.resolve("images/" + name));
      for (int i = 0; i < 4; i++) {
        BufferedImage image = new BufferedImage(9, 12, BufferedImage.TYPE_INT_RGB);
        image.setRGB(i, i, 0xabcdef);
        ImageIO.write(image, "png", into.resolve(i + ".png").toFile());
      }
    }
    images = folder.resolve("images").toString();
    out = folder.resolve("out").toString();
  }

  private CommandRun prepare(String... more) {
    return CommandRun.of(
        Stream.concat(
                Stream.of("prepare", "--images", images, "--out", out, "--image-size", "8"),
                Stream.of(more))
            .toArray());
  }

  @Test
  void preparesVerifiesAndInspects() {
    CommandRun prepared = prepare();
    assertThat(prepared.err()).isEmpty();
    assertThat(prepared.code()).isZero();
    assertThat(prepared.out())
        .isEqualTo(
            out
                + ": 6 training images in 1 shard, 2 validation images in 1 shard, 8x8 pixels, 2 classes\n");

    assertThat(CommandRun.of("verify", out).out()).isEqualTo(out + " is whole: 8 images read\n");

    assertThat(CommandRun.of("inspect", out).out())
        .contains(out + ": class folders images, validation share 0.1, seed 0, 8x8 pixels, seed 0")
        .containsPattern("cat +3 +1\n")
        .containsPattern("all +6 +2\n");
  }

  @Test
  void continuesReplacesOrFailsAsAskedWhereADataSetIs() throws IOException {
    prepare();
    String first = Dataset.open(Path.of(out)).fingerprint();

    CommandRun failed = prepare();
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err())
        .isEqualTo(
            "error: "
                + out
                + " exists already; choose --if-exists resume or --if-exists replace\n");

    CommandRun continued = prepare("--if-exists", "resume");
    assertThat(continued.code()).isZero();
    assertThat(continued.out()).startsWith(out + " is prepared already\n");
    assertThat(Dataset.open(Path.of(out)).fingerprint()).isEqualTo(first);

    CommandRun other = prepare("--if-exists", "resume", "--seed", "4");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains(out + " was made with other options").endsWith("replace\n");

    assertThat(prepare("--if-exists", "replace", "--seed", "4").code()).isZero();
    assertThat(Dataset.open(Path.of(out)).fingerprint()).isNotEqualTo(first);
  }

  @Test
  void replacesNothingButADataSet() throws IOException {
    Path precious = Files.writeString(Files.createDirectory(Path.of(out)).resolve("thesis"), "x");

    CommandRun refused = prepare("--if-exists", "replace");

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .isEqualTo(
            "error: "
                + precious
                + " is no part of a data set, so its folder is not replaced; move it away\n");
    assertThat(precious).exists();
  }

  @Test
  void refusesABadImageInOneLineAndLeavesNothing() throws IOException {
    Path bad = Files.writeString(folder.resolve("images/cat/0.png"), "text");

    CommandRun refused = prepare();

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).startsWith("error: " + bad + " is not a JPEG, PNG or GIF image");
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(Path.of(out)).doesNotExist();
  }

  @Test
  void skipsBadImagesIfAskedToAndSaysSo() throws IOException {
    Files.writeString(folder.resolve("images/cat/0.png"), "text");

    CommandRun skipped = prepare("--bad-images", "skip");

    assertThat(skipped.code()).isZero();
    assertThat(skipped.out()).contains("1 image could not be read:\ncat/0.png is not a JPEG");
  }

  @Test
  void wantsOneSource() {
    CommandRun none = CommandRun.of("prepare", "--out", out);
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err().lines()).hasSize(1);

    CommandRun both = CommandRun.of("prepare", "--images", images, "--idx", images, "--out", out);
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err().lines()).hasSize(1);
  }
}
