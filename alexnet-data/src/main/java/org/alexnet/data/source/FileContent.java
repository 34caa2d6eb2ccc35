package org.alexnet.data.source;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.alexnet.data.source.ImageSource.Content;

/** The content of a file, by its name: what is kept for each of a million must be small. */
final class FileContent {
  private FileContent() {}

  /** Returns the content of a file. */
  public static Content of(Path file) {
    return file.getFileSystem().equals(FileSystems.getDefault())
        ? new OnDisk(file.toString())
        : new Elsewhere(file.toUri());
  }

  private record OnDisk(String file) implements Content {
    @Override
    public byte[] read() throws IOException {
      return Files.readAllBytes(Path.of(file));
    }

    @Override
    public OptionalLong byteCount() throws IOException {
      return OptionalLong.of(Files.size(Path.of(file)));
    }
  }

  /** In an archive, for example. */
  private record Elsewhere(URI file) implements Content {
    @Override
    public byte[] read() throws IOException {
      return Files.readAllBytes(Path.of(file));
    }

    @Override
    public OptionalLong byteCount() throws IOException {
      return OptionalLong.of(Files.size(Path.of(file)));
    }
  }
}
