package org.alexnet.common;

/** Whose threads TensorFlow computes with on CPUs. */
public final class CpuThreads {
  /** TensorFlow's name of the variable, in its {@code local_device.cc}. */
  public static final String VARIABLE = "TF_OVERRIDE_GLOBAL_THREADPOOL";

  private CpuThreads() {}

  /**
   * Lets each session have the threads for one operation that it asks for. By itself TensorFlow
   * gives all sessions of a process those that the first asked for, whatever the others want.
   *
   * <p>TensorFlow asks when the first session opens, and a later call changes nothing. The commands
   * call it, and so does whatever asks for devices or opens a session of a network; a program that
   * opens others before calls it first. It does nothing if the environment sets {@code
   * TF_OVERRIDE_GLOBAL_THREADPOOL}, or on Windows.
   */
  public static void giveSessionsTheirOwn() {
    NativeEnvironment.setIfAbsent(VARIABLE, "1");
  }

  /** Returns whether the environment lets each session have threads of its own. */
  public static boolean areOfEachSession() {
    return found().equals("1") || found().equalsIgnoreCase("true");
  }

  /** Returns what the environment says of it, empty where nothing. */
  public static String found() {
    return NativeEnvironment.get(VARIABLE).orElse("");
  }
}
