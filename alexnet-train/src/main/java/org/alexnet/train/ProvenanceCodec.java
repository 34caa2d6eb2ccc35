package org.alexnet.train;

import com.google.common.collect.ImmutableList;
import org.alexnet.train.proto.ProvenanceProto;

/** Provenances as they are written to manifests. */
final class ProvenanceCodec {
  private ProvenanceCodec() {}

  /** Returns the message of a provenance. */
  public static ProvenanceProto toProto(RunProvenance provenance) {
    return ProvenanceProto.newBuilder()
        .setLibraryVersion(provenance.libraryVersion())
        .setTensorflowVersion(provenance.tensorFlowVersion())
        .setJavaVersion(provenance.javaVersion())
        .setOperatingSystem(provenance.operatingSystem())
        .setCores(provenance.cores())
        .addAllTowerDevices(provenance.towerDevices())
        .setProcessor(provenance.processor())
        .build();
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
        proto.getProcessor());
  }
}
