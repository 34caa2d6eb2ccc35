package org.alexnet.graph.cluster;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.ConfigProto;

/**
 * Sessions on the master of a cluster. TensorFlow Java has all that it takes, but not in public:
 * the target of a session cannot be given, and the constructor that takes a native session is
 * hidden.
 */
public final class RemoteSession {
  private RemoteSession() {}

  /**
   * Opens a session.
   *
   * @param graph the graph; every operation's device names a job and a task
   * @param target the master, {@code grpc://host:port}
   * @param config the session's configuration
   */
  @SuppressWarnings("try") // the scope frees what is not retained
  public static Session open(Graph graph, String target, ConfigProto config) {
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
      tensorflow.TF_SetTarget(options, target);
      BytePointer bytes = new BytePointer(config.toByteArray());
      tensorflow.TF_SetConfig(options, bytes, bytes.capacity(), status);
      status.throwExceptionIfNotOK();
      TF_Session session = TF_Session.newSession(nativeOf(graph), options, status);
      status.throwExceptionIfNotOK();
      return Hidden.session(graph, session.retainReference());
    }
  }

  private static TF_Graph nativeOf(Graph graph) {
    try (AutoCloseable reference = Hidden.reference(graph)) {
      return Hidden.nativeHandle(reference);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("TensorFlow Java is not the version that was tried", e);
    }
  }

  /** Members of TensorFlow Java that are not public. */
  private static final class Hidden {
    private static final MethodHandle NEW_SESSION;
    private static final MethodHandle REFERENCE;
    private static final MethodHandle NATIVE_HANDLE;

    static {
      try {
        Class<?> reference = Class.forName("org.tensorflow.Graph$Reference");
        NEW_SESSION =
            MethodHandles.privateLookupIn(Session.class, MethodHandles.lookup())
                .findConstructor(
                    Session.class,
                    MethodType.methodType(void.class, Graph.class, TF_Session.class));
        REFERENCE =
            MethodHandles.privateLookupIn(Graph.class, MethodHandles.lookup())
                .findVirtual(Graph.class, "ref", MethodType.methodType(reference));
        NATIVE_HANDLE =
            MethodHandles.privateLookupIn(reference, MethodHandles.lookup())
                .findVirtual(reference, "nativeHandle", MethodType.methodType(TF_Graph.class));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("TensorFlow Java is not the version that was tried", e);
      }
    }

    static Session session(Graph graph, TF_Session session) {
      return call(() -> (Session) NEW_SESSION.invoke(graph, session));
    }

    static AutoCloseable reference(Graph graph) {
      return call(() -> (AutoCloseable) REFERENCE.invoke(graph));
    }

    static TF_Graph nativeHandle(AutoCloseable reference) {
      return call(() -> (TF_Graph) NATIVE_HANDLE.invoke(reference));
    }

    private interface Call<T> {
      T run() throws Throwable;
    }

    private static <T> T call(Call<T> call) {
      try {
        return call.run();
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException("TensorFlow Java is not the version that was tried", e);
      }
    }
  }
}
