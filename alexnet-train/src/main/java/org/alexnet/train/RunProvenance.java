package org.alexnet.train;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.alexnet.common.LibraryVersion;
import org.alexnet.common.Processor;
import org.alexnet.data.BadRecord;
import org.alexnet.graph.device.Device;
import org.alexnet.graph.device.LoopCompilation;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.device.ThreadPlan;
import org.tensorflow.TensorFlow;

/**
 * With what a run was made.
 *
 * @param libraryVersion version of this library
 * @param tensorFlowVersion version of the native TensorFlow
 * @param javaVersion version of the JVM
 * @param operatingSystem name and architecture
 * @param cores processor cores that the JVM may use
 * @param towerDevices device of each tower, one replica after the other
 * @param processor model of the processor; that of the architecture where the system does not tell
 * @param threads how CPUs computed, where not by the default
 * @param compilesLoops whether operations became loops for the processor, see {@link
 *     LoopCompilation}; absent where an earlier version did not tell
 * @param badRecords damaged training records whose places intact ones took
 */
public record RunProvenance(
    String libraryVersion,
    String tensorFlowVersion,
    String javaVersion,
    String operatingSystem,
    int cores,
    ImmutableList<String> towerDevices,
    String processor,
    Optional<ThreadPlan> threads,
    Optional<Boolean> compilesLoops,
    ImmutableList<BadRecord> badRecords) {

  /** Returns a copy in which these training records are damaged. */
  public RunProvenance withBadRecords(ImmutableList<BadRecord> badRecords) {
    return new RunProvenance(
        libraryVersion,
        tensorFlowVersion,
        javaVersion,
        operatingSystem,
        cores,
        towerDevices,
        processor,
        threads,
        compilesLoops,
        badRecords);
  }

  /** Returns what is here and now. */
  public static RunProvenance here(Placement placement) {
    return new RunProvenance(
        LibraryVersion.get(),
        TensorFlow.version(),
        System.getProperty("java.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        placement.towers().stream().map(Device::toString).collect(ImmutableList.toImmutableList()),
        Processor.model(),
        placement.threads(),
        Optional.of(LoopCompilation.isFor(placement)),
        ImmutableList.of());
  }
}
