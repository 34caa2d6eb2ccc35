package org.alexnet.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.alexnet.common.ErrorMessages;
import org.alexnet.graph.cluster.PeerLostException;
import org.alexnet.graph.cluster.Peers;
import org.alexnet.graph.internal.Saver;
import org.alexnet.graph.savedmodel.FrozenGraph;
import org.alexnet.graph.savedmodel.SavedModelFiles;
import org.alexnet.graph.savedmodel.ServingSignature;
import org.alexnet.graph.savedmodel.StoredWeights;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Op;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TString;

/**
 * The files of a session: TensorFlow checkpoints of its variables, written, read back and restored,
 * and SavedModels. Every failure is an error that names the file.
 */
public final class SessionFiles {
  private final Session session;
  private final Optional<Peers> peers;

  SessionFiles(Session session, Optional<Peers> peers) {
    this.session = session;
    this.peers = peers;
  }

  /**
   * Runs an operation that reads a file.
   *
   * @param target the operation
   * @param subject the path that the message of a failure names
   * @param failure what it says of that, {@code cannot be restored} for example
   * @throws PeerLostException if a process of the cluster is lost
   * @throws IOException if the operation fails
   */
  public void run(Op target, Path subject, String failure) throws IOException {
    onFile(() -> session.run(target), subject, failure);
  }

  /**
   * Writes the variables to a TensorFlow checkpoint.
   *
   * @param prefix the path that the checkpoint's files begin with
   * @param subject the path that the message of a failure names
   * @throws PeerLostException if a process of the cluster is lost
   * @throws IOException if they cannot be written
   */
  public void save(Path prefix, Path subject) throws IOException {
    onFile(() -> session.save(prefix.toString()), subject, "cannot be written");
  }

  /**
   * Reads back what {@link #save} wrote and compares it with the variables, bit for bit.
   *
   * @param prefix the path that the checkpoint's files begin with
   * @param subject the path that the message of a failure names
   * @throws PeerLostException if a process of the cluster is lost
   * @throws IOException if a variable cannot be read or has other bits, with its name
   */
  public void requireSaved(Path prefix, Path subject) throws IOException {
    onFile(() -> requireSame(prefix, subject), subject, "cannot be read back");
  }

  private void requireSame(Path prefix, Path subject) throws IOException {
    try (TString file = TString.scalarOf(prefix.toString());
        Result result =
            session
                .runner()
                .feed(Saver.READ_BACK_FILE, file)
                .fetch(Saver.READ_BACK_NAMES)
                .fetch(Saver.READ_BACK_DIFFERS)
                .run()) {
      TString names = (TString) result.get(0);
      TBool differs = (TBool) result.get(1);
      for (int variable = 0; variable < names.size(); variable++) {
        if (differs.getBoolean(variable)) {
          throw new IOException(
              subject
                  + " cannot be kept: "
                  + names.getObject(variable)
                  + " was read back with other bits than it was written with; check the disk");
        }
      }
    }
  }

  /**
   * Reads the variables from a TensorFlow checkpoint by name. It may hold more of them than the
   * graph.
   *
   * @param prefix the path that the checkpoint's files begin with
   * @param subject the path that the message of a failure names
   * @throws PeerLostException if a process of the cluster is lost
   * @throws IOException if they cannot be read; then nothing changes
   */
  public void restore(Path prefix, Path subject) throws IOException {
    if (peers.isPresent()) {
      // A graph's first run waits without end for a peer that is gone, whatever the timeout.
      peers.get().await(Duration.ZERO);
    }
    onFile(() -> session.restore(prefix.toString()), subject, "cannot be restored");
  }

  /**
   * Writes a part of the graph and its parameters as a SavedModel.
   *
   * @param directory its folder, which exists
   * @param signatures how it is called: what they need of the graph is written, and no more
   * @param networks those whose parameters are saved
   * @param stored the numbers that the parameters are stored as
   * @throws PeerLostException if a process of the cluster is lost
   * @throws IOException if it cannot be written
   */
  public void export(
      Path directory,
      List<ServingSignature> signatures,
      List<ForwardPass> networks,
      StoredWeights stored)
      throws IOException {
    onFile(
        () ->
            new SavedModelFiles(session.graph(), session)
                .write(directory, signatures, variables(networks), stored),
        directory,
        "cannot be written");
  }

  /**
   * Returns a part of the graph whose parameters are constants, as converters read it.
   *
   * @param outputs what the part gives; their placeholders are its inputs
   * @param networks those whose parameters it reads
   */
  public GraphDef frozen(List<? extends Operand<?>> outputs, List<ForwardPass> networks) {
    List<String> wanted = outputs.stream().map(output -> output.op().name()).toList();
    return FrozenGraph.of(session, wanted, variables(networks));
  }

  private static List<Saver.Variable> variables(List<ForwardPass> networks) {
    return networks.stream().flatMap(network -> network.weights().saved().stream()).toList();
  }

  /** Reads or writes a file. */
  private interface FileStep {
    void run() throws IOException;
  }

  private void onFile(FileStep step, Path subject, String failure) throws IOException {
    try {
      step.run();
    } catch (TensorFlowException | IllegalArgumentException e) {
      if (peers.isPresent()) {
        peers.get().explain(e);
      }
      throw new IOException(subject + " " + failure + ": " + ErrorMessages.firstLine(e), e);
    }
  }
}
