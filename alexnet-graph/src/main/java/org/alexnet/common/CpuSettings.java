package org.alexnet.common;

import com.sun.jna.Platform;
import java.util.Optional;

/** How TensorFlow computes on CPUs, as far as the environment decides it. */
public final class CpuSettings {
  /**
   * TensorFlow's name of what gives each session threads of its own, in its {@code
   * local_device.cc}.
   */
  public static final String SESSION_THREADS = "TF_OVERRIDE_GLOBAL_THREADPOOL";

  private static final String ONE_DNN = "TF_ENABLE_ONEDNN_OPTS";

  private CpuSettings() {}

  /**
   * Lets TensorFlow compute with the kernels of oneDNN on every x86 processor, and lets each
   * session have the threads that it asks for.
   *
   * <p>By itself TensorFlow uses oneDNN on processors with AVX-512 VNNI or later instructions
   * alone; on one with AVX2 the paper's network trains a third faster with it. And it gives all
   * sessions of a process the threads that the first asked for, whatever the others want.
   *
   * <p>TensorFlow asks when its first class loads and when the first session opens, and a later
   * call changes nothing. The commands call it, and so does whatever prepares images, asks for
   * devices or opens a session of a network; a program that uses TensorFlow before this library
   * calls it first. What the environment sets is left as it is, and on Windows everything.
   */
  public static void apply() {
    if (Platform.isIntel()) {
      NativeEnvironment.setIfAbsent(ONE_DNN, "1");
    }
    NativeEnvironment.setIfAbsent(SESSION_THREADS, "1");
  }

  /**
   * Returns what the environment tells TensorFlow about oneDNN, 1 for on and 0 for off; nothing
   * where TensorFlow decides by itself.
   */
  public static Optional<String> oneDnn() {
    return NativeEnvironment.get(ONE_DNN);
  }

  /** Returns what the environment says of {@link #SESSION_THREADS}, empty where nothing. */
  public static String sessionThreads() {
    return NativeEnvironment.get(SESSION_THREADS).orElse("");
  }

  /** Returns whether the environment lets each session have threads of its own. */
  public static boolean areThreadsOfEachSession() {
    return sessionThreads().equals("1") || sessionThreads().equalsIgnoreCase("true");
  }
}
