package org.alexnet.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.alexnet.data.source.ImageList.Columns;
import org.alexnet.data.source.ImageSource.SourceImage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageListTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void makeImages() throws IOException {
    file = folder.resolve("list.csv");
    Files.createDirectory(folder.resolve("a"));
    for (int i = 0; i < 6; i++) {
      Files.write(folder.resolve("a/" + i + ".png"), new byte[] {(byte) i});
    }
    Files.write(folder.resolve("a, b.png"), new byte[] {6});
  }

  private ImageList list(String text) throws IOException {
    Files.writeString(file, text);
    return ImageList.in(file);
  }

  private void assertRefused(String text, String message) throws IOException {
    Files.writeString(file, text);
    assertThatThrownBy(
            () -> {
              for (Split split : Split.values()) {
                ImageList.in(file).images(split);
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage(file + message);
  }

  @Test
  void everyLineIsAnImageOfItsSplit() throws IOException {
    ImageList list =
        list(
            "\ufeffsplit,path,label,name\r\n"
                + "train,a/1.png,n01440764,\r\n"
                + "train,\"a, b.png\",cat,\"Katze, \"\"Miez\"\"\"\r\n"
                + "validation,a/0.png,cat,\"Katze, \"\"Miez\"\"\"\r\n");

    assertThat(list.labels().labels()).containsExactly("cat", "n01440764");
    assertThat(list.labels().names()).containsExactly("Katze, \"Miez\"", "tench, Tinca tinca");
    List<SourceImage> train = list.images(Split.TRAIN);
    assertThat(train)
        .extracting(SourceImage::name, SourceImage::location, SourceImage::label)
        .containsExactly(
            tuple("a, b.png", folder.resolve("a, b.png").toString(), 0),
            tuple("a/1.png", folder.resolve("a/1.png").toString(), 1));
    assertThat(train.get(0).content().read()).containsExactly(6);
    assertThat(list.images(Split.VALIDATION))
        .extracting(SourceImage::name, SourceImage::label)
        .containsExactly(tuple("a/0.png", 0));
    assertThat(list.description()).isEqualTo("list list.csv");
  }

  @Test
  void aShareOfEachClassIsForValidationWhereNoColumnSaysSo() throws IOException {
    StringBuilder text = new StringBuilder("path,label\n");
    for (int i = 0; i < 6; i++) {
      text.append("a/").append(i).append(".png,").append(i < 2 ? "x" : "y").append('\n');
    }
    ImageList list = list(text.toString()).withValidationShare(0.5).withSeed(3);

    assertThat(list.images(Split.TRAIN)).extracting(SourceImage::label).containsExactly(0, 1, 1);
    assertThat(list.images(Split.VALIDATION))
        .extracting(SourceImage::label)
        .containsExactly(0, 1, 1);
    assertThat(list.images(Split.VALIDATION))
        .extracting(SourceImage::name)
        .doesNotContainAnyElementsOf(
            list.images(Split.TRAIN).stream().map(SourceImage::name).toList());
    assertThat(list.description()).isEqualTo("list list.csv, validation share 0.5, seed 3");
  }

  @Test
  void columnsMayHaveOtherNamesAndTabsMaySeparateThem() throws IOException {
    Path tabs = folder.resolve("list.tsv");
    Files.writeString(tabs, "file\tlabel\tset\na/1.png\tx\ttrain\na/2.png\ty\tvalidation\n");

    ImageList list = ImageList.in(tabs, new Columns("file", "label", "set", "name"));

    assertThat(list.images(Split.TRAIN)).extracting(SourceImage::name).containsExactly("a/1.png");
    assertThat(list.images(Split.VALIDATION))
        .extracting(SourceImage::name)
        .containsExactly("a/2.png");
  }

  @Test
  void aLineWithoutANameLeavesTheOneThatAnotherTells() throws IOException {
    ImageList list =
        list("path,label,name\na/1.png,x,\na/2.png,x,Ex\na/3.png,x,\na/4.png,y,\na/5.png,y,\n");

    assertThat(list.labels().names()).containsExactly("Ex", "y");
  }

  @Test
  void aQuoteThatDoesNotEndIsToldInPlainWords() throws IOException {
    Files.writeString(file, "path,label\n\"a/1.png,x\n");

    assertThatThrownBy(() -> ImageList.in(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": (startline 2) EOF reached before");
  }

  @Test
  void errorsNameTheLine() throws IOException {
    assertRefused("file,label\n", " has no column path; its columns are [file, label]");
    assertRefused("path,kind\n", " has no column label; its columns are [path, kind]");
    assertRefused(
        "path,label\na/1.png,x\na/2.png\n", " line 3 has 1 fields, but the first line names 2");
    assertRefused("path,label\na/1.png,x\n,y\n", " line 3 has no path");
    assertRefused("path,label\na/1.png,x\na/2.png, \n", " line 3 has no label");
    assertRefused(
        "path,label,split\na/1.png,x,test\n",
        " line 2: split must be train or validation, found 'test'");
    assertRefused(
        "path,label\na/1.png,x\na/2.png,y\na/1.png,y\n",
        " line 4 lists a/1.png again, after line 2");
    assertRefused(
        "path,label,name\na/1.png,x,X\na/2.png,x,Y\n",
        " line 3 calls class x 'Y', and a line before it 'X'");
    assertRefused(
        "path,label\na/1.png,x\na/2.png,x\na/7.png,y\na/3.png,y\n",
        " line 4: " + folder.resolve("a/7.png") + " is missing");
    assertRefused(
        "path,label\na/1.png,x\n./a/1.png,y\n", " line 3 lists ./a/1.png again, after line 2");
    assertRefused("path,label\na/1.png,x\n", ": labels must name at least 2 classes, found [x]");
  }

  @Test
  void refusesWhatIsNoText() throws IOException {
    Files.write(file, new byte[] {'p', (byte) 0xff, '\n'});

    assertThatThrownBy(() -> ImageList.in(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " is not text in UTF-8; save it as such");
  }
}
