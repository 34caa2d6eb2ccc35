package org.alexnet.graph.cluster;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import org.alexnet.graph.device.Cluster;
import org.tensorflow.Server;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.ClusterDef;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.JobDef;
import org.tensorflow.proto.ServerDef;

/**
 * One task of a cluster in this process, by TensorFlow's gRPC server.
 *
 * <p><b>It listens on every interface of the machine, whatever address the cluster names, with no
 * authentication and no encryption: whoever reaches the port can run code here.</b> Start it only
 * where a firewall, a private network or a tunnel keeps all but the peers away.
 *
 * <p>TensorFlow cannot stop a server: it ends with the process.
 */
public final class TowerServer {
  private final Server server;

  private TowerServer(Server server) {
    this.server = server;
  }

  /**
   * Starts a task, on a network that the caller vouches for.
   *
   * @param cluster all tasks
   * @param task index of this one
   * @throws IOException if its port cannot be listened on
   */
  public static TowerServer startOnTrustedNetwork(Cluster cluster, int task) throws IOException {
    checkArgument(
        task >= 0 && task < cluster.tasks().size(),
        "task must be 0 to %s, found %s",
        cluster.tasks().size() - 1,
        task);
    JobDef.Builder job = JobDef.newBuilder().setName(Cluster.JOB);
    for (int i = 0; i < cluster.tasks().size(); i++) {
      job.putTasks(i, cluster.tasks().get(i).toString());
    }
    HostAndPort own = cluster.tasks().get(task);
    try {
      Server server =
          new Server(
              ServerDef.newBuilder()
                  .setCluster(ClusterDef.newBuilder().addJob(job))
                  .setJobName(Cluster.JOB)
                  .setTaskIndex(task)
                  .setProtocol("grpc")
                  .setDefaultSessionConfig(
                      ConfigProto.newBuilder()
                          .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true)))
                  .build());
      server.start();
      return new TowerServer(server);
    } catch (TensorFlowException e) {
      throw new IOException(
          "port " + own.getPort() + " cannot be listened on: " + e.getMessage(), e);
    }
  }

  /** Waits until the process ends. */
  public void join() {
    server.join();
  }
}
