package org.alexnet.graph.device;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.DeviceSpec;

/**
 * One device, {@code /GPU:0} for example, or {@code /job:tower/task:1/GPU:0} in another process.
 *
 * @param task the process; absent for this one
 * @param type what it is
 * @param index which of its type in that process, from 0
 */
public record Device(Optional<Task> task, Type type, int index) {

  private static final Pattern NAME =
      Pattern.compile("(?:/job:([A-Za-z0-9_]+)/task:(\\d{1,6}))?/(CPU|GPU):(\\d{1,6})");

  /**
   * TensorFlow makes a device with threads of its own for every CPU up to the last one named, and a
   * million of them never end; the presets divide into 32 towers at most.
   */
  private static final int LAST_CPU = 63;

  /** The types of devices. */
  public enum Type {
    /** Cores of the machine's processors. */
    CPU,
    /** A graphics processor with a memory of its own. */
    GPU
  }

  /**
   * A process of a cluster.
   *
   * @param job name of the group of processes that it is in
   * @param index which of the group, from 0
   */
  public record Task(String job, int index) {}

  /** Checks the index. */
  public Device {
    checkArgument(index >= 0, "index must not be negative, found %s", index);
    checkArgument(
        type == Type.GPU || index <= LAST_CPU,
        "a CPU must be one of /CPU:0 to /CPU:%s, found %s",
        LAST_CPU,
        name(task, type, index));
  }

  /**
   * Parses TensorFlow's name of a device.
   *
   * @param name {@code /GPU:0}, {@code /CPU:0} or {@code /job:tower/task:1/GPU:0} for example
   * @throws IllegalArgumentException if it is no such name
   */
  public static Device parse(String name) {
    Matcher parts = NAME.matcher(name);
    checkArgument(
        parts.matches(),
        "device must look like /GPU:0, /CPU:0 or /job:tower/task:1/GPU:0, found %s",
        name);
    Optional<Task> task =
        Optional.ofNullable(parts.group(1))
            .map(job -> new Task(job, Integer.parseInt(parts.group(2))));
    return new Device(task, Type.valueOf(parts.group(3)), Integer.parseInt(parts.group(4)));
  }

  /**
   * Returns a CPU of this process.
   *
   * @param index which, 0 to 63
   */
  public static Device cpu(int index) {
    return new Device(Optional.empty(), Type.CPU, index);
  }

  /**
   * Returns a GPU of this process.
   *
   * @param index which, from 0
   */
  public static Device gpu(int index) {
    return new Device(Optional.empty(), Type.GPU, index);
  }

  /** Returns whether this is a CPU. */
  public boolean isCpu() {
    return type == Type.CPU;
  }

  /** Returns whether this is a device of this process. */
  public boolean isHere() {
    return task.isEmpty();
  }

  /** Returns the device for TensorFlow's operation builders. */
  public DeviceSpec toDeviceSpec() {
    DeviceSpec.Builder spec =
        DeviceSpec.newBuilder()
            .deviceType(DeviceSpec.DeviceType.valueOf(type.name()))
            .deviceIndex(index);
    task.ifPresent(process -> spec.job(process.job()).task(process.index()));
    return spec.build();
  }

  /** Returns TensorFlow's name of the device, which {@link #parse} reads. */
  @Override
  public String toString() {
    return name(task, type, index);
  }

  private static String name(Optional<Task> task, Type type, int index) {
    return task.map(process -> "/job:" + process.job() + "/task:" + process.index()).orElse("")
        + "/"
        + type
        + ":"
        + index;
  }
}
