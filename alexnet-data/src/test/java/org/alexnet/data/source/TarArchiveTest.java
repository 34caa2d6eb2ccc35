package org.alexnet.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.alexnet.data.source.TarArchive.Entry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarArchiveTest {
  @TempDir private Path folder;

  private TarArchive archive(byte[] bytes) throws IOException {
    return TarArchive.of(Files.write(folder.resolve("a.tar"), bytes));
  }

  private static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("folder/", new byte[0]);
    files.put("b", new byte[513]);
    files.put("folder/._b", new byte[7]);
    files.put("folder/a", new byte[512]);
    files.put("x".repeat(200), new byte[1]);
    files.put("empty", new byte[0]);
    return files;
  }

  @Test
  void filesAreFoundByNameAtTheirPlaces() throws IOException {
    // Each header takes 512 bytes, contents whole blocks of 512; the long name takes two more
    // blocks.
    assertThat(archive(Tars.of(files())).entries())
        .extracting(Entry::name, Entry::offset, Entry::size)
        .containsExactly(
            tuple("b", 1024L, 513L),
            tuple("empty", 6656L, 0L),
            tuple("folder/a", 3584L, 512L),
            tuple("x".repeat(200), 5632L, 1L));
  }

  @Test
  void anArchiveInsideAnArchiveIsAPartOfTheSameFile() throws IOException {
    Map<String, byte[]> outer = new LinkedHashMap<>();
    outer.put("first", new byte[3]);
    outer.put("inner.tar", Tars.of(Map.of("file", new byte[] {4, 5, 6})));
    TarArchive whole = archive(Tars.of(outer));

    TarArchive inner = whole.inside(whole.entries().get(1));

    assertThat(inner.name()).isEqualTo(folder.resolve("a.tar") + "/inner.tar");
    Entry file = inner.entries().get(0);
    assertThat(file.offset()).isEqualTo(512 + 512 + 512 + 512);
    assertThat(new FileRange(inner.file(), file.offset(), (int) file.size()).read())
        .containsExactly(4, 5, 6);
  }

  @Test
  void everyCutIsNoticed() throws IOException {
    byte[] whole = Tars.of(files());
    int end = 6656; // then zeros
    int step = 37;
    for (int size = 0; size < end + 512; size += step) {
      TarArchive cut = archive(Arrays.copyOf(whole, size));
      assertThatThrownBy(cut::entries)
          .as("%s bytes", size)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(folder.resolve("a.tar") + " is ")
          .hasMessageEndingWith("; get it again");
    }
    assertThat(archive(Arrays.copyOf(whole, end + 512)).entries()).hasSize(4);

    assertThatThrownBy(archive(Arrays.copyOf(whole, 1500))::entries)
        .hasMessage(
            folder.resolve("a.tar")
                + " is cut short: it has 1500 bytes, but its last entry should have more;"
                + " get it again");
    assertThatThrownBy(archive(Arrays.copyOf(whole, 2048))::entries)
        .hasMessage(
            folder.resolve("a.tar")
                + " is cut short: it has 2048 bytes, but blocks of zeros should end it and"
                + " begin at byte 2048; get it again");
    assertThatThrownBy(archive(new byte[0])::entries)
        .hasMessage(folder.resolve("a.tar") + " is empty; get it again");
  }

  @Test
  void aHeaderThatWasChangedIsNoticed() throws IOException {
    byte[] whole = Tars.of(files());
    whole[512] ^= 1; // the name of the second entry

    assertThatThrownBy(archive(whole)::entries)
        .isInstanceOf(IOException.class)
        .hasMessage(
            folder.resolve("a.tar")
                + " is not a tar archive, or it is damaged: the header of c has a wrong checksum;"
                + " get it again");
  }

  @Test
  void linksAreRefused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry link = new TarArchiveEntry("link", TarConstants.LF_SYMLINK);
      link.setLinkName("/etc/passwd");
      out.putArchiveEntry(link);
      out.closeArchiveEntry();
    }

    assertThatThrownBy(archive(bytes.toByteArray())::entries)
        .isInstanceOf(IOException.class)
        .hasMessage(
            folder.resolve("a.tar")
                + " holds link, which is not a plain file; pack the file itself");
  }

  @Test
  void anImageKnowsThatItsFileBecameShorter() throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[10]);

    assertThat(new FileRange(file, 4, 6).read()).hasSize(6);
    assertThatThrownBy(() -> new FileRange(file, 4, 7).read())
        .isInstanceOf(IOException.class)
        .hasMessage(file + " became shorter while it was in use");
  }

  @Test
  void manyImagesTakeLittleMoreThanTheirNames() throws IOException {
    ArchivedImages.Builder images = new ArchivedImages.Builder();
    TarArchive archive = new TarArchive(Path.of("x.tar"), 0, 1, "at/x.tar");
    int groups = 100;
    for (int group = 0; group < groups; group++) {
      images.in(archive, "empty/").in(archive, "g" + group + "/");
      for (int i = 0; i < 50; i++) {
        images.add(new Entry("i" + i, 1L << 40 | i, i), group);
      }
    }
    ArchivedImages all = images.build();

    assertThat(all).hasSize(5000);
    for (int i : List.of(0, 49, 50, 2525, 4999)) {
      assertThat(all.get(i).name()).isEqualTo("g" + i / 50 + "/i" + i % 50);
      assertThat(all.get(i).location()).isEqualTo("at/x.tar/i" + i % 50);
      assertThat(all.get(i).label()).isEqualTo(i / 50);
    }
    assertThatThrownBy(() -> all.get(5000)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> images.add(new Entry("big", 0, (1L << 30) + 1), 0))
        .hasMessage("at/x.tar/big has 1073741825 bytes; an image has at most 1073741824");
  }
}
