package org.alexnet.graph.internal;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;

/** Turns down what TensorFlow's natives print on standard error. */
public final class NativeLog {
  private static final int STANDARD_ERROR = 2;
  private static final int WRITE_ONLY = 1;

  private NativeLog() {}

  /**
   * Loads TensorFlow without the lines that its start prints, and leaves only errors of later. Does
   * nothing if the environment sets {@code TF_CPP_MIN_LOG_LEVEL}, or on Windows. Call it before any
   * class of TensorFlow loads.
   */
  public static void quieten() {
    if (System.getenv("TF_CPP_MIN_LOG_LEVEL") != null || Platform.isWindows()) {
      return;
    }
    NativeLibrary c = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME);
    call(
        c, "setenv", "TF_CPP_MIN_LOG_LEVEL", "3", 1); // 3: fatal errors only; the others are thrown
    // Some lines heed no level; they come once, with the first session.
    int saved = call(c, "dup", STANDARD_ERROR);
    int devNull = call(c, "open", "/dev/null", WRITE_ONLY);
    call(c, "dup2", devNull, STANDARD_ERROR);
    try {
      runSomething();
    } finally {
      call(c, "dup2", saved, STANDARD_ERROR);
      call(c, "close", saved);
      call(c, "close", devNull);
    }
  }

  private static void runSomething() {
    try (Graph graph = new Graph()) {
      Op nothing = Ops.create(graph).noOp();
      try (Session session = new Session(graph)) {
        session.run(nothing);
      }
    }
  }

  private static int call(NativeLibrary library, String function, Object... arguments) {
    Function f = library.getFunction(function);
    return f.invokeInt(arguments);
  }
}
