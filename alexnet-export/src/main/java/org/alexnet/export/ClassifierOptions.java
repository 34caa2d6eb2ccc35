package org.alexnet.export;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.alexnet.data.image.Crops;
import org.alexnet.graph.device.Device;

/**
 * How a {@link Classifier} works. Instances are immutable.
 *
 * @param crops what it looks at of an image
 * @param most classes that it names of an image, the most probable; all if there are fewer
 * @param patience how long an image waits for those of other threads to go through the network with
 *     it; nothing for not at all
 * @param device where the network runs; nothing for the first GPU, or the CPUs if there is none
 * @param threads that an operation on CPUs is shared by; 0 for one on each core
 */
public record ClassifierOptions(
    Crops crops, int most, Optional<Duration> patience, Optional<Device> device, int threads) {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** Checks the values. */
  public ClassifierOptions {
    requireNonNull(crops, "crops");
    requireNonNull(device, "device");
    checkArgument(most > 0, "most must be positive, found %s", most);
    checkArgument(threads >= 0, "threads must not be negative, found %s", threads);
    patience.ifPresent(
        time ->
            checkArgument(
                !time.isNegative() && time.compareTo(LONGEST) <= 0,
                "patience must be between 0 and 10 seconds, found %s",
                time));
    device.ifPresent(
        place ->
            checkArgument(
                place.task().isEmpty(), "device must be one of this process, found %s", place));
  }

  /** The center crop, all classes, each call on its own, TensorFlow's choice of a device. */
  public static ClassifierOptions usual() {
    return new ClassifierOptions(
        Crops.CENTER, Integer.MAX_VALUE, Optional.empty(), Optional.empty(), 0);
  }

  /** Returns a copy that looks at these crops of an image. */
  public ClassifierOptions withCrops(Crops crops) {
    return new ClassifierOptions(crops, most, patience, device, threads);
  }

  /** Returns a copy that names so many classes of an image. */
  public ClassifierOptions withMost(int most) {
    return new ClassifierOptions(crops, most, patience, device, threads);
  }

  /**
   * Returns a copy that lets the images of several threads go through the network together.
   *
   * @param patience how long an image waits for others, at most 10 seconds
   */
  public ClassifierOptions withBatching(Duration patience) {
    return new ClassifierOptions(crops, most, Optional.of(patience), device, threads);
  }

  /** Returns a copy that runs on a device, {@code /CPU:0} or {@code /GPU:1} for example. */
  public ClassifierOptions withDevice(String device) {
    return new ClassifierOptions(crops, most, patience, Optional.of(Device.parse(device)), threads);
  }

  /** Returns a copy that shares an operation on CPUs among so many threads. */
  public ClassifierOptions withThreads(int threads) {
    return new ClassifierOptions(crops, most, patience, device, threads);
  }
}
