package org.alexnet.data.source;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.OptionalLong;

/** Images and their classes, as they come: from folders, archives, lists, or from yours. */
public interface ImageSource {

  /** Returns the classes, in order. */
  LabelMap labels();

  /**
   * Returns the images of a split, in an order that depends on the source alone.
   *
   * @throws IOException if the source cannot be read
   */
  List<SourceImage> images(Split split) throws IOException;

  /** Returns the source in words, without its place on this machine. */
  String description();

  /**
   * One image of a source.
   *
   * @param name its path below the root of the source, with slashes, wherever the source lies
   * @param location what to call it in errors: its path as the user gave it
   * @param label its class, counted from 0
   * @param content gives the bytes of a JPEG, PNG or GIF file
   */
  record SourceImage(String name, String location, int label, Content content)
      implements Serializable {}

  /**
   * The bytes of an image file, read when they are needed: several threads do so at once, up to the
   * end of the preparation. What the source holds open is closed by who opened it. An engine that
   * prepares on several machines sends it to them, so it should hold what can be serialized.
   */
  @FunctionalInterface
  interface Content extends Serializable {
    /** Reads them. */
    byte[] read() throws IOException;

    /**
     * Returns how many bytes there are, if that is known without reading them. A preparation that
     * is resumed notices a change by it.
     *
     * @throws IOException if it cannot be found out
     */
    default OptionalLong byteCount() throws IOException {
      return OptionalLong.empty();
    }
  }
}
