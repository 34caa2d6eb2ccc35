package org.alexnet.common;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.Optional;

/** The environment as natives see it, which the JVM copies when it starts. */
public final class NativeEnvironment {
  private NativeEnvironment() {}

  /** Sets a variable unless it was set when the JVM started; does nothing on Windows. */
  public static void setIfAbsent(String name, String value) {
    if (System.getenv(name) == null && !Platform.isWindows()) {
      libc("setenv").invokeInt(new Object[] {name, value, 1});
    }
  }

  /** Returns a variable, if it is set. */
  public static Optional<String> get(String name) {
    return Platform.isWindows()
        ? Optional.ofNullable(System.getenv(name))
        : Optional.ofNullable(libc("getenv").invokeString(new Object[] {name}, false));
  }

  private static Function libc(String function) {
    return NativeLibrary.getInstance(Platform.C_LIBRARY_NAME).getFunction(function);
  }
}
