package org.alexnet.common.cli;

import org.alexnet.common.LibraryVersion;
import org.tensorflow.TensorFlow;
import picocli.CommandLine.IVersionProvider;

/** The versions of this library, of TensorFlow and of Java. */
final class VersionText implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "AlexNet for Java " + LibraryVersion.get(),
      "TensorFlow " + TensorFlow.version(),
      "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
    };
  }
}
