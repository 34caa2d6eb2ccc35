package org.alexnet.data.source;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.ByteStreams;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.alexnet.common.ErrorMessages;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Files in a {@code .tar.gz} archive, which must be read from its beginning. */
final class GzippedTar {
  /** CIFAR-100's training images have 150 MB. */
  private static final int LARGEST = 1 << 28;

  private GzippedTar() {}

  /**
   * Reads some files into memory.
   *
   * @param wanted which, by their paths in the archive
   * @return their contents by these paths
   * @throws IOException if it is missing, is no such archive or is damaged
   */
  static ImmutableMap<String, byte[]> read(Path archive, Predicate<String> wanted)
      throws IOException {
    if (!Files.isRegularFile(archive)) {
      throw new NoSuchFileException(archive + " is missing");
    }
    ImmutableMap.Builder<String, byte[]> files = ImmutableMap.builder();
    try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
        GZIPInputStream unzipped = new GZIPInputStream(file, 1 << 16);
        TarArchiveInputStream entries = new TarArchiveInputStream(unzipped)) {
      for (TarArchiveEntry entry = entries.getNextEntry();
          entry != null;
          entry = entries.getNextEntry()) {
        if (entry.isFile() && wanted.test(entry.getName())) {
          files.put(entry.getName(), content(entries, entry));
        }
      }
      ByteStreams.exhaust(unzipped); // the checksum of all stands at the end
      return files.buildOrThrow();
    } catch (IOException | RuntimeException e) { // it parses before it checks
      throw new IOException(
          archive
              + " is not a tar archive compressed with gzip, or it is damaged: "
              + ErrorMessages.firstLine(e)
              + "; get it again",
          e);
    }
  }

  private static byte[] content(InputStream entries, TarArchiveEntry entry) throws IOException {
    byte[] content = entries.readNBytes(LARGEST);
    if (content.length != entry.getSize()) {
      throw new IOException(
          String.format(
              "%s has %s bytes, found %s", entry.getName(), entry.getSize(), content.length));
    }
    return content;
  }
}
