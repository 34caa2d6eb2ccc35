package org.alexnet.data.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.alexnet.data.Dataset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code prepare} says of a data set that another one left unfinished. */
class ResumeOptionTest {
  @TempDir private Path folder;
  private Path images;
  private Path out;
  private Path bad;

  /** The training images are good, so that their shard becomes complete. */
  @BeforeEach
  void makeImages() throws IOException {
    images = folder.resolve("images");
    out = folder.resolve("parent/out");
    for (String name : List.of("train/cat", "train/dog", "validation/cat", "validation/dog")) {
      Path into = Files.createDirectories(images.resolve(name));
      for (int i = 0; i < 2; i++) {
        BufferedImage image = new BufferedImage(9, 12, BufferedImage.TYPE_INT_RGB);
        image.setRGB(i, i, 0xabcdef);
        ImageIO.write(image, "png", into.resolve(i + ".png").toFile());
      }
    }
    bad = Files.createFile(images.resolve("validation/cat/bad.png"));
  }

  private CommandRun prepare(String... more) {
    Object[] args = new Object[6 + more.length];
    List<Object> first = List.of("prepare", "--images", images, "--out", out, "--image-size=8");
    System.arraycopy(first.toArray(), 0, args, 0, 6);
    System.arraycopy(more, 0, args, 6, more.length);
    return CommandRun.of(args);
  }

  private String summary() {
    return out
        + ": 4 training images in 1 shard, 4 validation images in 1 shard, 8x8 pixels, 2 classes\n";
  }

  @Test
  void whatIsCompleteStaysAndTheSameCommandGoesOn() throws IOException {
    assertThat(prepare())
        .isEqualTo(
            new CommandRun(
                1,
                "1 shard is complete; the same command with --if-exists resume goes on from"
                    + " there\n",
                "error: "
                    + bad
                    + " is empty; convert or remove it, or choose --bad-images skip\n"));
    assertThat(out).doesNotExist();
    Files.delete(bad);

    assertThat(prepare())
        .isEqualTo(
            new CommandRun(
                1,
                "",
                "error: "
                    + out
                    + " is not finished, 1 shard of it complete; choose --if-exists resume or"
                    + " --if-exists replace\n"));
    CommandRun other = prepare("--if-exists=resume", "--seed=1");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err())
        .startsWith("error: " + out + " was begun with other options or versions (class folders ")
        .hasLineCount(1);

    assertThat(prepare("--if-exists=resume"))
        .isEqualTo(new CommandRun(0, "train: 4 of 4 images are stored already\n" + summary(), ""));
    Dataset.open(out).verify();
  }

  @Test
  void aBadImageMayBeSkippedAfterAll() throws IOException {
    assertThat(prepare().code()).isEqualTo(1);

    CommandRun none = prepare("--if-exists=resume", "--bad-images=skip", "--skip-at-most=0");
    assertThat(none.err())
        .isEqualTo(
            "error: 1 image cannot be read so far, and --skip-at-most 0 allows 0; the first:"
                + " validation/cat/bad.png is empty\n");
    CommandRun skipped = prepare("--if-exists=resume", "--bad-images=skip", "--threads=1");

    assertThat(skipped.code()).isZero();
    assertThat(skipped.out())
        .isEqualTo(
            "train: 4 of 4 images are stored already\n"
                + summary()
                + "1 image could not be read:\nvalidation/cat/bad.png is empty\n");
  }

  @Test
  void replacingStartsOver() throws IOException {
    assertThat(prepare().code()).isEqualTo(1);
    Files.delete(bad);

    assertThat(prepare("--if-exists=replace")).isEqualTo(new CommandRun(0, summary(), ""));
    try (var entries = Files.list(out.getParent())) {
      assertThat(entries).containsExactly(out);
    }
  }

  @Test
  void imagesThatAreMadeUpDependOnTheSeedAlone() throws IOException {
    for (String name : List.of("a", "b")) {
      CommandRun run =
          CommandRun.of(
              "prepare",
              "--synthetic=52",
              "--seed=3",
              "--image-size=8",
              "--out",
              folder.resolve(name));
      assertThat(run.err()).isEmpty();
      assertThat(run.out())
          .endsWith(
              ": 52 training images in 1 shard, 2 validation images in 1 shard, 8x8 pixels, 2"
                  + " classes\n");
    }
    assertThat(Dataset.open(folder.resolve("a")).fingerprint())
        .isEqualTo(Dataset.open(folder.resolve("b")).fingerprint());
  }
}
