package org.alexnet.data.image;

import com.google.common.base.CharMatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import org.alexnet.data.internal.FolderEntries;

/** Image files of users: which there are, and their bytes as TensorFlow's decoder may see them. */
public final class ImageFiles {
  private static final CharMatcher PATTERN = CharMatcher.anyOf("*?[{");

  private ImageFiles() {}

  /**
   * Returns each file, of each folder the files in it by name, and of each pattern in the last part
   * of a path ({@code photographs/*.jpg}) the files that match, without hidden files, {@code
   * Thumbs.db} and {@code desktop.ini}.
   *
   * @throws IOException if one is missing, or a folder holds no file or cannot be read
   */
  public static List<Path> in(List<Path> filesAndFolders) throws IOException {
    List<Path> images = new ArrayList<>();
    for (Path path : filesAndFolders) {
      if (Files.isDirectory(path)) {
        images.addAll(some(path, FolderEntries.of(path), "holds no image"));
      } else if (Files.exists(path)) {
        images.add(path);
      } else if (isPattern(path)) {
        images.addAll(matching(path));
      } else {
        throw new NoSuchFileException(path + " does not exist");
      }
    }
    return List.copyOf(images);
  }

  private static boolean isPattern(Path path) {
    return path.getFileName() != null && PATTERN.matchesAnyOf(path.getFileName().toString());
  }

  /** What a shell does where there is one. */
  private static List<Path> matching(Path pattern) throws IOException {
    Path folder = pattern.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(pattern + " does not exist");
    }
    PathMatcher matcher = folder.getFileSystem().getPathMatcher("glob:" + pattern.getFileName());
    return some(
        pattern,
        FolderEntries.of(folder).stream()
            .filter(file -> matcher.matches(file.getFileName()))
            .map(file -> pattern.resolveSibling(file.getFileName()))
            .toList(),
        "matches no file");
  }

  private static List<Path> some(Path named, List<Path> entries, String otherwise)
      throws IOException {
    List<Path> files = entries.stream().filter(Files::isRegularFile).toList();
    if (files.isEmpty()) {
      throw new NoSuchFileException(named + " " + otherwise);
    }
    return files;
  }

  /**
   * Reads a file as {@link #decodable} does.
   *
   * @throws BadImageException if it cannot be read or is no such image
   */
  public static byte[] read(Path image) throws BadImageException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(image);
    } catch (IOException e) { // its message may be the path alone
      throw new BadImageException(
          image.toString(), "cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
    return decodable(bytes, image.toString());
  }

  /**
   * Returns the bytes to decode: of a JPEG or PNG file as they are, of a GIF file as PNG, since
   * TensorFlow's own decoder of GIF has no bound, and of a JPEG file whose EXIF orientation says
   * that it is not upright as PNG that is, since the decoder does not know of it.
   *
   * @param bytes a JPEG, PNG or one-frame GIF file
   * @param name what to call it in an error
   * @throws BadImageException if it is no such image, or has more than 64 megapixels
   */
  public static byte[] decodable(byte[] bytes, String name) throws BadImageException {
    ImageInspector image = ImageInspector.inspect(bytes, name);
    return decodable(bytes, name, image, ImageTraits.of(bytes, name, image.format()));
  }

  static byte[] decodable(byte[] bytes, String name, ImageInspector image, ImageTraits traits)
      throws BadImageException {
    if (traits.orientation() != 1) {
      return UprightImage.toPng(bytes, name, traits.orientation());
    }
    return image.format().equals("GIF") ? GifImage.toPng(bytes, name, image) : bytes;
  }
}
