package org.alexnet.graph.device;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.alexnet.graph.spec.AlexNetSpec;
import org.tensorflow.DeviceSpec;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

/**
 * Where the network lives: a device for each tower, and one for the input and the bookkeeping. It
 * is decided before a graph is built, and the mathematics is the same wherever it is.
 *
 * @param host device of the input, the learning rate and the step count, {@code /CPU:0} for example
 * @param towers device of each tower, in order; two towers may share one
 * @param cluster the processes, where the devices are not all in this one
 */
public record Placement(String host, ImmutableList<String> towers, Optional<Cluster> cluster) {

  private static final Pattern DEVICE =
      Pattern.compile("(?:/job:([A-Za-z0-9_]+)/task:(\\d{1,6}))?/(CPU|GPU):(\\d{1,6})");

  /**
   * TensorFlow makes a device with threads of its own for every CPU up to the last one named, and a
   * million of them never end; the presets divide into 32 towers at most.
   */
  private static final int LAST_CPU = 63;

  /** Peers that are there take some milliseconds. */
  private static final Duration PEERS_AGREE = Duration.ofSeconds(5);

  /** Checks that the names are TensorFlow device names. */
  public Placement {
    checkArgument(!towers.isEmpty(), "towers must not be empty");
    Stream.concat(Stream.of(host), towers.stream()).forEach(Placement::match);
  }

  /** Devices of this process, or names of others' for looking at graphs. */
  public Placement(String host, ImmutableList<String> towers) {
    this(host, towers, Optional.empty());
  }

  /** Both towers of the paper on GPUs of their own: {@code /GPU:0} and {@code /GPU:1}. */
  public static Placement twoGpus() {
    return of("/GPU:0", "/GPU:1");
  }

  /**
   * Every tower on one device.
   *
   * @param device {@code /GPU:0} or {@code /CPU:0}, for example
   * @param towers number of towers
   */
  public static Placement onOneDevice(String device, int towers) {
    checkArgument(towers > 0, "towers must be positive, found %s", towers);
    return new Placement(
        "/CPU:0",
        Stream.generate(() -> device).limit(towers).collect(ImmutableList.toImmutableList()));
  }

  /**
   * A device for each tower, with {@code /CPU:0} as the host.
   *
   * @param towers one device name for each tower
   */
  public static Placement of(String... towers) {
    return new Placement("/CPU:0", ImmutableList.copyOf(towers));
  }

  /**
   * The best place on this machine: a GPU for each tower where there are enough, all towers on
   * {@code /GPU:0} where there is one, and on {@code /CPU:0} otherwise.
   *
   * @param towers number of towers
   */
  public static Placement detect(int towers) {
    checkArgument(towers > 0, "towers must be positive, found %s", towers);
    int gpus = Devices.gpuCount(towers);
    if (gpus >= towers) {
      return new Placement(
          "/CPU:0",
          Stream.iterate(0, i -> i + 1)
              .limit(towers)
              .map(i -> "/GPU:" + i)
              .collect(ImmutableList.toImmutableList()));
    }
    return onOneDevice(gpus > 0 ? "/GPU:0" : "/CPU:0", towers);
  }

  /**
   * Checks that there is a device for each tower of a network.
   *
   * @param spec the network
   * @return this
   * @throws IllegalArgumentException if the numbers of towers differ
   */
  public Placement requireFits(AlexNetSpec spec) {
    checkArgument(
        towers.size() == spec.towers(),
        "placement has %s devices, but the network has %s towers",
        towers.size(),
        spec.towers());
    return this;
  }

  /**
   * Checks that the devices of this process are there; those of other processes are not looked for.
   *
   * @return this
   * @throws IllegalArgumentException if there is no such device
   */
  public Placement requireAvailable() {
    for (String device : distinctTowerDevices()) {
      Matcher parts = match(device);
      boolean ownGpu = parts.group(1) == null && parts.group(3).equals("GPU");
      if (ownGpu) {
        int index = Integer.parseInt(parts.group(4));
        int gpus = Devices.gpuCount(index + 1);
        checkArgument(
            index < gpus,
            "there is no %s here; found /CPU:0%s",
            device,
            Stream.iterate(0, i -> i + 1).limit(gpus).map(i -> " /GPU:" + i).collect(joining()));
      }
    }
    return this;
  }

  /** The host's device for TensorFlow's operation builders. */
  public DeviceSpec hostDevice() {
    return deviceSpec(host);
  }

  /**
   * A tower's device for TensorFlow's operation builders.
   *
   * @param tower index of the tower
   */
  public DeviceSpec towerDevice(int tower) {
    return deviceSpec(towers.get(tower));
  }

  /**
   * The configuration of a session that has these devices and no others to fall back on.
   *
   * <p>On CPUs a tower gets an equal share of the cores. GPU memory is taken as it is needed.
   */
  public ConfigProto sessionConfig() {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setAllowSoftPlacement(false)
            .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true))
            .putDeviceCount("CPU", cpuCount());
    if (towers.stream().map(Placement::match).allMatch(device -> device.group(3).equals("CPU"))) {
      int cores = Runtime.getRuntime().availableProcessors();
      config
          .setInterOpParallelismThreads(Math.max(2, Math.min(towers.size(), cores)))
          .setIntraOpParallelismThreads(Math.max(1, cores / towers.size()));
    }
    return config.build();
  }

  /**
   * Opens a session on these devices; the caller closes it.
   *
   * @param graph a graph that was built for them
   * @throws PeerLostException if a process of the cluster does not answer
   */
  public Session openSession(Graph graph) throws PeerLostException {
    if (cluster.isEmpty()) {
      return new Session(graph, false, sessionConfig());
    }
    cluster.get().awaitPeers(cluster.get().timeout());
    ConfigProto config =
        sessionConfig().toBuilder()
            .clearDeviceCount()
            .setIsolateSessionState(true) // sessions of a server would share their variables
            .setOperationTimeoutInMs(cluster.get().timeout().toMillis())
            .build();
    return RemoteSession.open(graph, "grpc://" + cluster.get().tasks().get(0), config);
  }

  /**
   * Closes a session that {@link #openSession} opened, and its graph. TensorFlow waits without end
   * for a lost peer to agree; then the rest is done in the background.
   */
  public void closeSession(Session session, Graph graph) {
    Runnable close =
        () -> {
          session.close();
          graph.close();
        };
    if (cluster.isEmpty()) {
      close.run();
      return;
    }
    Thread closer = new Thread(close, "close-session");
    closer.setDaemon(true);
    closer.start();
    try {
      closer.join(PEERS_AGREE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether every tower shares the memory of this machine with the JVM. */
  public boolean isOnCpusOfThisProcess() {
    return towers.stream()
        .map(Placement::match)
        .allMatch(device -> device.group(1) == null && device.group(3).equals("CPU"));
  }

  private int cpuCount() {
    return Stream.concat(Stream.of(host), towers.stream())
        .map(Placement::match)
        .filter(device -> device.group(3).equals("CPU"))
        .mapToInt(device -> Integer.parseInt(device.group(4)) + 1)
        .max()
        .orElse(1);
  }

  private static Matcher match(String device) {
    Matcher matcher = DEVICE.matcher(device);
    checkArgument(
        matcher.matches(),
        "device must look like /GPU:0, /CPU:0 or /job:tower/task:1/GPU:0, found %s",
        device);
    checkArgument(
        matcher.group(3).equals("GPU") || Integer.parseInt(matcher.group(4)) <= LAST_CPU,
        "a CPU must be one of /CPU:0 to /CPU:%s, found %s",
        LAST_CPU,
        device);
    return matcher;
  }

  private static DeviceSpec deviceSpec(String device) {
    Matcher matcher = match(device);
    DeviceSpec.Builder spec =
        DeviceSpec.newBuilder()
            .deviceType(DeviceSpec.DeviceType.valueOf(matcher.group(3)))
            .deviceIndex(Integer.parseInt(matcher.group(4)));
    if (matcher.group(1) != null) {
      spec.job(matcher.group(1)).task(Integer.parseInt(matcher.group(2)));
    }
    return spec.build();
  }

  /**
   * The distinct devices of the towers, in order.
   *
   * @return at least one device name
   */
  public List<String> distinctTowerDevices() {
    return towers.stream().distinct().toList();
  }
}
