package org.alexnet.graph.cluster;

import java.io.IOException;

/** A process that holds a tower is gone; a new session is needed once it is back. */
public final class PeerLostException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message which peer
   * @param cause what was seen of it; may be null
   */
  public PeerLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
