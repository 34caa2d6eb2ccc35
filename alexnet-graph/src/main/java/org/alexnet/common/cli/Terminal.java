package org.alexnet.common.cli;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/** Where a command's output goes. */
public final class Terminal {
  private static final int STANDARD_ERROR = 2;

  /** Found out once: later, standard error of natives may be a pipe of our own. */
  private static final boolean ATTACHED = isTerminal();

  private Terminal() {}

  /**
   * Returns whether standard error, where progress bars are drawn, is a terminal and not a file or
   * a pipe. {@code System.console()} does not tell since JDK 22.
   */
  public static boolean isAttached() {
    return ATTACHED;
  }

  private static boolean isTerminal() {
    String isatty = Platform.isWindows() ? "_isatty" : "isatty";
    return NativeLibrary.getInstance(Platform.C_LIBRARY_NAME)
            .getFunction(isatty)
            .invokeInt(new Object[] {STANDARD_ERROR})
        != 0;
  }
}
