package org.alexnet.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.alexnet.data.source.ImageSource.SourceImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassTarsTest {
  @TempDir private Path folder;

  private static byte[] images(String synset, int count) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = count; i > 0; i--) {
      files.put(synset + "_" + i + ".JPEG", new byte[] {(byte) i});
    }
    return Tars.of(files);
  }

  private Path write() throws IOException {
    Path tars = Files.createDirectory(folder.resolve("fall11"));
    Files.write(tars.resolve("n02119789.tar"), images("n02119789", 9));
    Files.write(tars.resolve("n00001740.tar"), images("n00001740", 1));
    Files.write(tars.resolve("n01440764.tar"), images("n01440764", 5));
    return tars;
  }

  private static List<String> names(ImageSource source, Split split) throws IOException {
    return source.images(split).stream().map(SourceImage::name).toList();
  }

  @Test
  void bothSplitsTogetherAreAllImagesOnce() throws IOException {
    ClassTars source = ClassTars.in(write()).withValidationShare(0.3).withSeed(4);

    List<String> train = names(source, Split.TRAIN);
    List<String> validation = names(source, Split.VALIDATION);

    assertThat(source.labels().labels()).containsExactly("n00001740", "n01440764", "n02119789");
    assertThat(train).hasSize(1 + 3 + 6).startsWith("n00001740.tar/n00001740_1.JPEG").isSorted();
    assertThat(validation).hasSize(2 + 3).isSorted();
    assertThat(Stream.concat(train.stream(), validation.stream())).doesNotHaveDuplicates();
    assertThat(source.images(Split.TRAIN))
        .extracting(SourceImage::label)
        .containsExactly(0, 1, 1, 1, 2, 2, 2, 2, 2, 2);
    for (Split split : Split.values()) {
      for (SourceImage image : source.images(split)) {
        String name = image.name();
        byte number = (byte) (name.charAt(name.length() - 6) - '0');
        assertThat(image.content().read()).containsExactly(number);
      }
    }
  }

  @Test
  void theSplitIsThatOfClassFolders() throws IOException {
    Path folders = folder.resolve("folders");
    for (String synset : List.of("n01440764", "n02119789")) {
      Files.createDirectories(folders.resolve(synset));
      for (int i = 1; i <= (synset.equals("n01440764") ? 5 : 9); i++) {
        Files.createFile(folders.resolve(synset).resolve(synset + "_" + i + ".JPEG"));
      }
    }
    List<String> unpacked =
        names(ClassFolders.in(folders).withSeed(7).withValidationShare(0.4), Split.VALIDATION);

    assertThat(names(ClassTars.in(write()).withSeed(7).withValidationShare(0.4), Split.VALIDATION))
        .isEqualTo(unpacked.stream().map(name -> name.replace("/", ".tar/")).toList());
  }

  @Test
  void theArchivesMayBeInOneArchive() throws IOException {
    Path tars = write();
    Map<String, byte[]> all = new LinkedHashMap<>();
    for (String name : List.of("n02119789.tar", "n00001740.tar", "n01440764.tar")) {
      all.put(name, Files.readAllBytes(tars.resolve(name)));
    }
    Path whole = Files.write(folder.resolve("whole.tar"), Tars.of(all));

    ClassTars source = ClassTars.in(whole);

    assertThat(names(source, Split.TRAIN)).isEqualTo(names(ClassTars.in(tars), Split.TRAIN));
    SourceImage last = source.images(Split.VALIDATION).get(1);
    assertThat(last.location()).startsWith(whole + "/n02119789.tar/n02119789_");
    assertThat(last.content().read()).hasSize(1);
    assertThat(source.description())
        .isEqualTo("class tars whole.tar, validation share 0.1, seed 0");
  }

  @Test
  void namesAreThoseOfIlsvrcAndOfTheList() throws IOException {
    Path list = folder.resolve("words.txt");
    Files.writeString(list, "n00001740\tentity\nn01440764\tsome fish\nn00002137\tabstraction\n");
    ClassTars source = ClassTars.in(write());

    assertThat(source.labels().names())
        .containsExactly("n00001740", "tench, Tinca tinca", "kit fox, Vulpes macrotis");
    assertThat(source.withNames(list).labels().names())
        .containsExactly("entity", "tench, Tinca tinca", "kit fox, Vulpes macrotis");
  }

  @Test
  void refusesWhatIsNoArchiveOfAClass() throws IOException {
    Path tars = write();
    Files.createFile(tars.resolve("list.txt"));
    assertThatThrownBy(() -> ClassTars.in(tars))
        .isInstanceOf(IOException.class)
        .hasMessage(
            tars + " holds list.txt, but must hold nothing but a .tar archive for each class");
    Files.delete(tars.resolve("list.txt"));
    Files.write(tars.resolve("n00001740.tar"), Tars.of(Map.of()));
    assertThatThrownBy(() -> ClassTars.in(tars).images(Split.TRAIN))
        .hasMessage(tars.resolve("n00001740.tar") + " is empty: every class needs images");
    Files.delete(tars.resolve("n00001740.tar"));
    Files.delete(tars.resolve("n01440764.tar"));
    assertThatThrownBy(() -> ClassTars.in(tars))
        .hasMessage(
            tars + " must hold a tar archive for each of at least 2 classes, found [n02119789]");
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> ClassTars.in(none)).hasMessage(none + " is missing");
  }

  @Test
  void refusesLinesThatAreNoSynset() throws IOException {
    ClassTars source = ClassTars.in(write());
    Path list = folder.resolve("words.txt");
    assertList(
        source, list, "n1 x\n", " line 1 must begin with a synset like n01440764, found 'n1 x'");
    assertList(source, list, "n00000001\n\nn00000001\n", " line 3 names n00000001 again");
    assertList(source, list, "n00000001 5\nn00000002 5 x\n", " line 2 uses number 5 again");
    assertList(source, list, "# nothing\nn00000001\n", " must name at least 2 synsets, found 1");
  }

  private static void assertList(ClassTars source, Path list, String text, String message)
      throws IOException {
    Files.writeString(list, text);
    assertThatThrownBy(() -> source.withNames(list))
        .isInstanceOf(IOException.class)
        .hasMessage(list + message);
  }
}
