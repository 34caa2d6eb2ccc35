package org.alexnet.graph;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.alexnet.graph.device.Cluster;

/** Takes connections, says some bytes and hangs up. */
public final class FakePeer implements AutoCloseable {
  private final ServerSocket socket;
  private volatile byte[] bytes;

  private FakePeer(ServerSocket socket, byte[] bytes) {
    this.socket = socket;
    this.bytes = bytes;
    Thread thread = new Thread(this::serve, "fake-peer");
    thread.setDaemon(true);
    thread.start();
  }

  public static FakePeer saying(int... bytes) throws IOException {
    return new FakePeer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), bytesOf(bytes));
  }

  /** Says other bytes from the next connection on. */
  public void say(int... bytes) {
    this.bytes = bytesOf(bytes);
  }

  private static byte[] bytesOf(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** Where it listens: {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  public Cluster cluster() {
    return Cluster.of("127.0.0.1:1", address()).withTimeout(Duration.ofSeconds(2));
  }

  private void serve() {
    try {
      while (true) {
        try (Socket connection = socket.accept()) {
          connection.getOutputStream().write(bytes);
        }
      }
    } catch (IOException closed) {
      assert socket.isClosed();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
