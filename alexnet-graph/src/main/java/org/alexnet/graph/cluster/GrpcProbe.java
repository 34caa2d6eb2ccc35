package org.alexnet.graph.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * Tells whether a gRPC server is there and alive. One that is says so first, with the settings of
 * HTTP/2; of a process that hangs, the operating system still takes connections.
 */
public final class GrpcProbe {
  private GrpcProbe() {}

  /**
   * Connects and waits for the first byte.
   *
   * @param timeout how long to wait for the connection, and then for the byte
   */
  public static boolean answers(String host, int port, Duration timeout) {
    int millis = (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), millis);
      socket.setSoTimeout(millis);
      return socket.getInputStream().read() >= 0;
    } catch (IOException silent) {
      return false;
    }
  }
}
