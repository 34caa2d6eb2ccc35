package org.alexnet.data.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.alexnet.data.internal.FolderEntries;

/** Image files of users: which there are, and their bytes as TensorFlow's decoder may see them. */
public final class ImageFiles {
  private ImageFiles() {}

  /**
   * Returns each file, and of each folder the files in it by name, without hidden files, {@code
   * Thumbs.db} and {@code desktop.ini}.
   *
   * @throws IOException if one is missing, or a folder holds no file or cannot be read
   */
  public static List<Path> in(List<Path> filesAndFolders) throws IOException {
    List<Path> images = new ArrayList<>();
    for (Path path : filesAndFolders) {
      if (Files.isDirectory(path)) {
        List<Path> inside = FolderEntries.of(path).stream().filter(Files::isRegularFile).toList();
        if (inside.isEmpty()) {
          throw new NoSuchFileException(path + " holds no image");
        }
        images.addAll(inside);
      } else if (Files.exists(path)) {
        images.add(path);
      } else {
        throw new NoSuchFileException(path + " does not exist");
      }
    }
    return List.copyOf(images);
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
