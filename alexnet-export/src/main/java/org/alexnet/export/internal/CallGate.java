package org.alexnet.export.internal;

import com.google.common.util.concurrent.Monitor;

/** Lets calls in until it is closed, which waits for those that are in. Threads may share one. */
public final class CallGate {
  private final Monitor monitor = new Monitor();
  private final Monitor.Guard idle = monitor.newGuard(() -> callsUnderWay() == 0);
  private final String name;
  private final Runnable release;
  private int underWay;
  private boolean closed;
  private boolean released;

  /**
   * Constructs an open gate.
   *
   * @param name what is closed, as the subject of a sentence
   * @param release frees what the calls use; runs once, after the last of them
   */
  public CallGate(String name, Runnable release) {
    this.name = name;
    this.release = release;
  }

  /**
   * Begins a call, which {@link #leave} ends.
   *
   * @throws IllegalStateException if the gate is closed
   */
  public void enter() {
    monitor.enter();
    try {
      if (closed) {
        throw new IllegalStateException(name + " is closed");
      }
      underWay++;
    } finally {
      monitor.leave();
    }
  }

  /** Ends a call. */
  public void leave() {
    monitor.enter();
    try {
      underWay--;
    } finally {
      monitor.leave();
    }
  }

  private int callsUnderWay() {
    return underWay;
  }

  /** Lets no call in any more, waits for those under way, and releases; again, does nothing. */
  public void close() {
    monitor.enter();
    try {
      closed = true;
      monitor.waitForUninterruptibly(idle);
      if (!released) {
        released = true;
        release.run();
      }
    } finally {
      monitor.leave();
    }
  }
}
