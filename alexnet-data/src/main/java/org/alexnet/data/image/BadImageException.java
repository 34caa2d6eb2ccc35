package org.alexnet.data.image;

import java.io.IOException;

/** Thrown when the content of an image cannot be used. */
public final class BadImageException extends IOException {
  private static final long serialVersionUID = 1;

  private final String name;
  private final String reason;

  /**
   * Constructs an exception whose message is the name followed by the reason.
   *
   * @param name what the image is called
   * @param reason what is wrong with it, as the rest of a sentence; it names no path
   */
  public BadImageException(String name, String reason) {
    this(name, reason, null);
  }

  /**
   * Constructs an exception with a cause.
   *
   * @param name what the image is called
   * @param reason what is wrong with it, as the rest of a sentence; it names no path
   * @param cause what a parser or the file system threw, or null
   */
  public BadImageException(String name, String reason, Throwable cause) {
    super(name + " " + reason, cause);
    this.name = name;
    this.reason = reason;
  }

  /** Returns what the image is called. */
  public String name() {
    return name;
  }

  /** Returns what is wrong with the image, as the rest of a sentence. */
  public String reason() {
    return reason;
  }
}
