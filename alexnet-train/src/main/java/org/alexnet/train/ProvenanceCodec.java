package org.alexnet.train;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.alexnet.data.BadRecord;
import org.alexnet.graph.device.ThreadPlan;
import org.alexnet.train.proto.BadRecordProto;
import org.alexnet.train.proto.ProvenanceProto;
import org.alexnet.train.proto.ThreadsProto;

/** Provenances as they are written to manifests. */
final class ProvenanceCodec {
  private ProvenanceCodec() {}

  /** Returns the message of a provenance. */
  public static ProvenanceProto toProto(RunProvenance provenance) {
    ProvenanceProto.Builder proto =
        ProvenanceProto.newBuilder()
            .setLibraryVersion(provenance.libraryVersion())
            .setTensorflowVersion(provenance.tensorFlowVersion())
            .setJavaVersion(provenance.javaVersion())
            .setOperatingSystem(provenance.operatingSystem())
            .setCores(provenance.cores())
            .addAllTowerDevices(provenance.towerDevices())
            .setProcessor(provenance.processor());
    provenance
        .threads()
        .ifPresent(
            plan ->
                proto.setThreads(
                    ThreadsProto.newBuilder()
                        .setOperations(plan.operations())
                        .setThreadsEach(plan.threadsEach())));
    provenance.compilesLoops().ifPresent(proto::setCompilesLoops);
    for (BadRecord bad : provenance.badRecords()) {
      proto.addBadRecords(
          BadRecordProto.newBuilder()
              .setFile(bad.file())
              .setNumber(bad.number())
              .setReason(bad.reason()));
    }
    return proto.build();
  }

  /** Returns the provenance of a message. */
  public static RunProvenance fromProto(ProvenanceProto proto) {
    return new RunProvenance(
        proto.getLibraryVersion(),
        proto.getTensorflowVersion(),
        proto.getJavaVersion(),
        proto.getOperatingSystem(),
        proto.getCores(),
        ImmutableList.copyOf(proto.getTowerDevicesList()),
        proto.getProcessor(),
        threads(proto),
        proto.hasCompilesLoops() ? Optional.of(proto.getCompilesLoops()) : Optional.empty(),
        proto.getBadRecordsList().stream()
            .map(bad -> new BadRecord(bad.getFile(), bad.getNumber(), bad.getReason()))
            .collect(ImmutableList.toImmutableList()));
  }

  /** Returns the threads that a provenance names. */
  private static Optional<ThreadPlan> threads(ProvenanceProto proto) {
    return proto.hasThreads()
        ? Optional.of(
            new ThreadPlan(proto.getThreads().getOperations(), proto.getThreads().getThreadsEach()))
        : Optional.empty();
  }
}
