package org.alexnet.graph;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/** Takes connections, says some bytes and hangs up. */
final class FakePeer implements AutoCloseable {
  private final ServerSocket socket;

  private FakePeer(ServerSocket socket, byte[] bytes) {
    this.socket = socket;
    Thread thread = new Thread(() -> serve(bytes), "fake-peer");
    thread.setDaemon(true);
    thread.start();
  }

  static FakePeer saying(int... bytes) throws IOException {
    byte[] said = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      said[i] = (byte) bytes[i];
    }
    return new FakePeer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), said);
  }

  Cluster cluster() {
    return Cluster.of("127.0.0.1:1", "127.0.0.1:" + socket.getLocalPort())
        .withTimeout(Duration.ofSeconds(2));
  }

  private void serve(byte[] bytes) {
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
