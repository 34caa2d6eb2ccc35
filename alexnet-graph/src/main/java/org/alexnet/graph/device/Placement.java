package org.alexnet.graph.device;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tensorflow.DeviceSpec;

/**
 * Where the network lives: a device for each tower, and one for the input and the bookkeeping. It
 * is decided before a graph is built, and the mathematics is the same wherever it is.
 *
 * @param host device of the input, the learning rate and the step count, {@code /CPU:0} for example
 * @param towers device of each tower, in order; two towers may share one
 * @param cluster the processes, where the devices are not all in this one
 * @param threads how CPUs of this process compute, where not by {@link ThreadPlan#byDefault}
 */
public record Placement(
    Device host,
    ImmutableList<Device> towers,
    Optional<Cluster> cluster,
    Optional<ThreadPlan> threads) {

  /** Checks that there is a tower, and that threads are planned for CPUs of this process alone. */
  public Placement {
    checkArgument(!towers.isEmpty(), "towers must not be empty");
    checkArgument(
        threads.isEmpty() || areCpusOfThisProcess(towers),
        "threads are planned for CPUs of this process alone, found %s",
        towers);
  }

  /**
   * Constructs a placement whose threads are the default's.
   *
   * @param host device of the input, the learning rate and the step count
   * @param towers device of each tower, in order
   * @param cluster the processes, where the devices are not all in this one
   */
  public Placement(Device host, ImmutableList<Device> towers, Optional<Cluster> cluster) {
    this(host, towers, cluster, Optional.empty());
  }

  /**
   * Constructs a placement on devices of this process, or on others' for looking at graphs.
   *
   * @param host device of the input, the learning rate and the step count
   * @param towers device of each tower, in order
   */
  public Placement(Device host, ImmutableList<Device> towers) {
    this(host, towers, Optional.empty());
  }

  /** Returns both towers of the paper on GPUs of their own: {@code /GPU:0} and {@code /GPU:1}. */
  public static Placement twoGpus() {
    return onGpus(2);
  }

  /**
   * Returns every tower on a GPU of its own: {@code /GPU:0}, {@code /GPU:1} and so on.
   *
   * @param towers number of towers
   */
  public static Placement onGpus(int towers) {
    return new Placement(
        Device.cpu(0),
        IntStream.range(0, towers).mapToObj(Device::gpu).collect(ImmutableList.toImmutableList()));
  }

  /**
   * Returns every tower on one device.
   *
   * @param device {@code /GPU:0} or {@code /CPU:0}, for example
   * @param towers number of towers
   */
  public static Placement onOneDevice(String device, int towers) {
    checkArgument(towers > 0, "towers must be positive, found %s", towers);
    return of(Collections.nCopies(towers, device).toArray(String[]::new));
  }

  /**
   * Returns a device for each tower, with {@code /CPU:0} as the host.
   *
   * @param towers one device name for each tower
   */
  public static Placement of(String... towers) {
    return new Placement(
        Device.cpu(0),
        Arrays.stream(towers).map(Device::parse).collect(ImmutableList.toImmutableList()));
  }

  /**
   * Returns the best place on this machine: a GPU for each tower where there are enough, all towers
   * on {@code /GPU:0} where there is one, and on {@code /CPU:0} otherwise.
   *
   * @param towers number of towers
   */
  public static Placement detect(int towers) {
    return detect(towers, 1).get(0);
  }

  /**
   * Returns the best places on this machine for replicas of a network: a GPU for each tower of each
   * replica where there are enough; otherwise a GPU for each replica in turn, which replicas share
   * where there are more of them than GPUs; and {@code /CPU:0} for all where there is no GPU.
   *
   * @param towers number of towers of the network
   * @param replicas number of replicas
   */
  public static ImmutableList<Placement> detect(int towers, int replicas) {
    checkArgument(towers > 0, "towers must be positive, found %s", towers);
    checkArgument(replicas > 0, "replicas must be positive, found %s", replicas);
    return replicas(towers, replicas, Devices.gpuCount(Math.multiplyExact(towers, replicas)));
  }

  static ImmutableList<Placement> replicas(int towers, int replicas, int gpus) {
    if (gpus >= towers * replicas) {
      return onGpus(towers * replicas).divided(replicas);
    }
    return IntStream.range(0, replicas)
        .mapToObj(replica -> onOneDevice(gpus > 0 ? "/GPU:" + replica % gpus : "/CPU:0", towers))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Returns replicas that take equal parts of these devices, in order.
   *
   * @param replicas how many; it divides the number of towers
   */
  public ImmutableList<Placement> divided(int replicas) {
    checkArgument(
        replicas > 0 && towers.size() % replicas == 0,
        "replicas must divide %s devices, found %s",
        towers.size(),
        replicas);
    return Lists.partition(towers, towers.size() / replicas).stream()
        .map(part -> new Placement(host, ImmutableList.copyOf(part), cluster, threads))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Returns a copy that computes by a plan.
   *
   * @param plan how many operations run at once, and with how many threads
   * @throws IllegalArgumentException if a tower is not on a CPU of this process
   */
  public Placement withThreads(ThreadPlan plan) {
    return new Placement(host, towers, cluster, Optional.of(plan));
  }

  /** Returns the host's device for TensorFlow's operation builders. */
  public DeviceSpec hostDevice() {
    return host.toDeviceSpec();
  }

  /**
   * Returns a tower's device for TensorFlow's operation builders.
   *
   * @param tower index of the tower
   */
  public DeviceSpec towerDevice(int tower) {
    return towers.get(tower).toDeviceSpec();
  }

  /** Returns whether every tower shares the memory of this machine with the JVM. */
  public boolean isOnCpusOfThisProcess() {
    return areCpusOfThisProcess(towers);
  }

  private static boolean areCpusOfThisProcess(List<Device> towers) {
    return towers.stream().allMatch(device -> device.isCpu() && device.isHere());
  }

  /**
   * Returns the distinct devices of the towers, in order.
   *
   * @return at least one device
   */
  public List<Device> distinctTowerDevices() {
    return towers.stream().distinct().toList();
  }
}
