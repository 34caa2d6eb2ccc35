package org.alexnet.data.source;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import org.alexnet.common.ErrorMessages;
import org.alexnet.data.internal.FolderEntries;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * A tar archive, which is never unpacked: its headers tell where in the file each entry's bytes
 * are. An archive inside an archive is stored as it is, so its entries are parts of the same file.
 *
 * @param file the file on disk
 * @param start where the archive begins in it
 * @param size bytes of the archive
 * @param name what to call it in errors
 */
record TarArchive(Path file, long start, long size, String name) {
  private static final int RECORD = TarConstants.DEFAULT_RCDSIZE;

  /**
   * A file in an archive.
   *
   * @param name its path there
   * @param offset of its first byte in the file on disk
   * @param size number of its bytes
   */
  record Entry(String name, long offset, long size) {
    /** Returns the name without folders. */
    String fileName() {
      return name.substring(name.lastIndexOf('/') + 1);
    }
  }

  /**
   * Returns the archive in a file.
   *
   * @throws IOException if there is no such file
   */
  static TarArchive of(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file + (Files.exists(file) ? " is not a file" : " is missing"));
    }
    return new TarArchive(file, 0, Files.size(file), file.toString());
  }

  /** Returns the archive that an entry of this one is. */
  TarArchive inside(Entry entry) {
    return new TarArchive(file, entry.offset(), entry.size(), name + "/" + entry.name());
  }

  /**
   * Reads all headers.
   *
   * @return the files, by name, without what operating systems leave in folders
   * @throws IOException if it cannot be read, is no tar archive, is cut short, or holds links
   */
  ImmutableList<Entry> entries() throws IOException {
    if (size == 0) {
      throw new IOException(name + " is empty; get it again");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        TarFile tar = open(channel)) {
      ImmutableList.Builder<Entry> files = ImmutableList.builder();
      long end = 0;
      for (TarArchiveEntry entry : tar.getEntries()) {
        end = entry.getDataOffset() + entry.getSize();
        if (!entry.isCheckSumOK()) {
          throw damaged("the header of " + entry.getName() + " has a wrong checksum", null);
        }
        if (isWanted(entry)) {
          files.add(new Entry(entry.getName(), start + entry.getDataOffset(), entry.getSize()));
        }
      }
      requireEnd(channel, (end + RECORD - 1) / RECORD * RECORD);
      return files.build().stream()
          .sorted(Comparator.comparing(Entry::name))
          .collect(toImmutableList());
    }
  }

  private TarFile open(FileChannel channel) throws IOException {
    try {
      return new TarFile(new ChannelPart(channel, start, size));
    } catch (IOException | RuntimeException e) { // it parses before it checks
      String reason = ErrorMessages.firstLine(e);
      throw reason.startsWith("Truncated")
          ? cut("its last entry should have more", e)
          : damaged(reason, e);
    }
  }

  private boolean isWanted(TarArchiveEntry entry) throws IOException {
    String fileName = new Entry(entry.getName(), 0, 0).fileName();
    if (entry.isDirectory() || FolderEntries.isLitter(fileName)) {
      return false;
    }
    if (!entry.isFile() || entry.isLink() || entry.isSymbolicLink() || entry.isSparse()) {
      throw new IOException(
          name + " holds " + entry.getName() + ", which is not a plain file; pack the file itself");
    }
    return true;
  }

  /** Blocks of zeros follow the last entry, unless the archive was cut between two. */
  private void requireEnd(FileChannel channel, long end) throws IOException {
    ByteBuffer mark = ByteBuffer.allocate(RECORD);
    ChannelPart part = new ChannelPart(channel, start, size);
    part.position(end);
    while (mark.hasRemaining() && part.read(mark) >= 0) {}
    boolean zeros = true;
    for (byte one : mark.array()) {
      zeros &= one == 0;
    }
    if (mark.hasRemaining() || !zeros) {
      throw cut("blocks of zeros should end it and begin at byte " + end, null);
    }
  }

  private IOException cut(String reason, Exception cause) {
    return new IOException(
        name + " is cut short: it has " + size + " bytes, but " + reason + "; get it again", cause);
  }

  private IOException damaged(String reason, Exception cause) {
    return new IOException(
        name + " is not a tar archive, or it is damaged: " + reason + "; get it again", cause);
  }
}
