package org.alexnet.graph;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.alexnet.common.GraphOps;
import org.alexnet.graph.cluster.PeerLostException;
import org.alexnet.graph.cluster.Peers;
import org.alexnet.graph.cluster.RemoteSession;
import org.alexnet.graph.device.Devices;
import org.alexnet.graph.device.Placement;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFOutOfRangeException;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.RunOptions;

/**
 * A graph with its session on the devices of a placement, in this process or across a cluster. It
 * owns both, and says what TensorFlow's errors mean. The caller closes it.
 *
 * <pre>{@code
 * try (GraphSession<ForwardPass> session =
 *     GraphSession.open(placement, tf -> new ForwardPass(tf, network, images(tf)))) {
 *   session.files().restore(checkpoint, checkpoint);
 *   try (Result result = session.run(r -> r.fetch(session.operations().logits()))) { ... }
 * }
 * }</pre>
 *
 * @param <T> what is known of the operations in the graph
 */
public final class GraphSession<T> implements AutoCloseable {
  /** Peers that are there take some milliseconds. */
  private static final Duration PEERS_AGREE = Duration.ofSeconds(5);

  private final Graph graph;
  private final Session session;
  private final T operations;
  private final Optional<Peers> peers;
  private final Explanation explanation;
  private final SessionFiles files;

  /**
   * Adds operations to an empty graph.
   *
   * @param <T> what is known of them
   */
  @FunctionalInterface
  public interface Builder<T> {
    /**
     * Adds the operations.
     *
     * @param tf builders without a device
     * @throws IOException if something that they are made from cannot be read
     */
    T build(Ops tf) throws IOException;
  }

  /** Knows what some errors of TensorFlow mean. */
  @FunctionalInterface
  public interface Explanation {
    /**
     * Throws what an error means; returns if it means nothing special.
     *
     * @param error what TensorFlow threw
     * @throws IOException if it comes from a file
     */
    void explain(RuntimeException error) throws IOException;
  }

  private GraphSession(
      Graph graph, Session session, T operations, Optional<Peers> peers, Explanation explanation) {
    this.graph = graph;
    this.session = session;
    this.operations = operations;
    this.peers = peers;
    this.explanation = explanation;
    this.files = new SessionFiles(session, peers);
  }

  /**
   * Builds a graph and opens a session on it. If either fails, nothing stays open.
   *
   * @param placement the devices; those of this process must be there
   * @param builder adds the operations
   * @throws IllegalArgumentException if a device is not there
   * @throws PeerLostException if a process of the cluster does not answer
   * @throws IOException if the builder throws it
   */
  public static <T> GraphSession<T> open(Placement placement, Builder<T> builder)
      throws IOException {
    return open(placement, error -> {}, builder);
  }

  /**
   * Builds a graph and opens a session on it. If either fails, nothing stays open.
   *
   * @param placement the devices; those of this process must be there
   * @param explanation asked when a run fails, and not because of the cluster
   * @param builder adds the operations
   * @throws IllegalArgumentException if a device is not there
   * @throws PeerLostException if a process of the cluster does not answer
   * @throws IOException if the builder throws it
   */
  public static <T> GraphSession<T> open(
      Placement placement, Explanation explanation, Builder<T> builder) throws IOException {
    Devices.requireAvailable(placement);
    Optional<Peers> peers = placement.cluster().map(Peers::new);
    Graph graph = new Graph();
    try {
      T operations = builder.build(GraphOps.of(graph));
      Session session = session(graph, placement, peers);
      return new GraphSession<>(graph, session, operations, peers, explanation);
    } catch (IOException | RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  private static Session session(Graph graph, Placement placement, Optional<Peers> peers)
      throws PeerLostException {
    if (peers.isEmpty()) {
      return new Session(graph, false, SessionConfig.of(placement));
    }
    peers.get().await(peers.get().cluster().timeout());
    String master = "grpc://" + peers.get().cluster().tasks().get(0);
    try {
      return RemoteSession.open(graph, master, SessionConfig.of(placement));
    } catch (TensorFlowException | TFInvalidArgumentException e) {
      peers.get().explain(e);
      throw e;
    }
  }

  /**
   * Runs the operation that gives the variables their initial values, and closes the session if
   * that fails.
   *
   * @param initializer finds the operation
   * @return this
   * @throws PeerLostException if a process of the cluster is lost
   * @throws IOException if the failure is explained by a file
   */
  public GraphSession<T> initialized(Function<T, Op> initializer) throws IOException {
    try {
      run(initializer.apply(operations));
      return this;
    } catch (IOException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Returns what the builder returned. */
  public T operations() {
    return operations;
  }

  /** Returns the graph, for reading. */
  public Graph graph() {
    return graph;
  }

  /**
   * Runs an operation.
   *
   * @param target the operation
   * @throws PeerLostException if a process of the cluster is lost
   * @throws IOException if the failure is explained by a file
   */
  public void run(Op target) throws IOException {
    run(runner -> runner.addTarget(target)).close();
  }

  /**
   * Runs a part of the graph.
   *
   * @param step says what is fed, run and fetched
   * @return what was fetched; the caller closes it
   * @throws PeerLostException if a process of the cluster is lost
   * @throws IOException if the failure is explained by a file
   */
  public Result run(Consumer<Session.Runner> step) throws IOException {
    return run(step, Session.Runner::run);
  }

  /**
   * Runs a part of the graph and records when each operation ran, in the result's metadata.
   *
   * @param step says what is fed, run and fetched
   * @return what was fetched; the caller closes it
   * @throws PeerLostException if a process of the cluster is lost
   * @throws IOException if the failure is explained by a file
   */
  public Result trace(Consumer<Session.Runner> step) throws IOException {
    RunOptions options =
        RunOptions.newBuilder().setTraceLevel(RunOptions.TraceLevel.FULL_TRACE).build();
    return run(step, runner -> runner.setOptions(options).runAndFetchMetadata());
  }

  private Result run(Consumer<Session.Runner> step, Function<Session.Runner, Result> run)
      throws IOException {
    Session.Runner runner = session.runner();
    step.accept(runner);
    try {
      return run.apply(runner);
    } catch (TFOutOfRangeException | TFResourceExhaustedException e) {
      throw e; // the input's end and the memory's, whatever else is true
    } catch (TensorFlowException | TFInvalidArgumentException e) {
      if (peers.isPresent()) {
        peers.get().explain(e);
      }
      explanation.explain(e);
      throw e;
    }
  }

  /** Returns what reads and writes files for this session. */
  public SessionFiles files() {
    return files;
  }

  /**
   * Closes the session and its graph. TensorFlow waits without end for a lost peer to agree; then
   * the rest is done in the background.
   */
  @Override
  public void close() {
    if (peers.isEmpty()) {
      closeBoth();
      return;
    }
    Thread closer = new Thread(this::closeBoth, "close-session");
    closer.setDaemon(true);
    closer.start();
    try {
      closer.join(PEERS_AGREE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeBoth() {
    try {
      session.close();
    } finally {
      graph.close();
    }
  }
}
