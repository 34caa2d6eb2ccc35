package org.alexnet.common;

import com.sun.jna.Platform;
import java.util.Optional;

/** Which kernels TensorFlow computes with on CPUs. */
public final class CpuKernels {
  private static final String ONE_DNN = "TF_ENABLE_ONEDNN_OPTS";

  private CpuKernels() {}

  /**
   * Lets TensorFlow compute with the kernels of oneDNN on every x86 processor. By itself it does so
   * on those with AVX-512 VNNI or later instructions alone; on one with AVX2 the paper's network
   * trains a third faster with them.
   *
   * <p>TensorFlow asks when its first class loads, and a later call changes nothing. The commands
   * call it, and so does whatever asks for devices or opens a session; a program that uses
   * TensorFlow before this library calls it first. It does nothing if the environment sets {@code
   * TF_ENABLE_ONEDNN_OPTS}, on Windows, or on other processors.
   */
  public static void useOneDnn() {
    if (Platform.isIntel()) {
      NativeEnvironment.setIfAbsent(ONE_DNN, "1");
    }
  }

  /**
   * Returns what the environment tells TensorFlow about oneDNN, 1 for on and 0 for off; nothing
   * where TensorFlow decides by itself.
   */
  public static Optional<String> oneDnn() {
    return NativeEnvironment.get(ONE_DNN);
  }
}
