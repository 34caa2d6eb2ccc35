package org.alexnet.train.cli;

import java.io.IOException;

/** A command was told to stop before its end. */
final class StoppedException extends IOException {
  private static final long serialVersionUID = 1;

  StoppedException() {
    super("Stopped before the end; nothing incomplete is left");
  }
}
