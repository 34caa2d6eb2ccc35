package org.alexnet.graph.device;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.TensorFlow;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.KernelDef;
import org.tensorflow.proto.KernelList;
import org.tensorflow.proto.NodeDef;

/**
 * What the natives that are loaded can compute on which type of device. The natives for GPUs list
 * their kernels on a machine without one too, so a graph that is placed on GPUs can be checked
 * there.
 */
public final class Kernels {
  /** The type of kernels that run on any device, on the host's memory. */
  private static final String DEFAULT = "DEFAULT";

  private final Map<String, List<KernelDef>> byOperation = new HashMap<>();

  /** Creates a view of the natives that are loaded. */
  public Kernels() {}

  /**
   * Returns the operations of a graph that cannot run on the device that they are placed on, each
   * with its name, its kind, its types and its device. Those without a device are left to
   * TensorFlow.
   *
   * @param graph the graph; devices as {@code /device:GPU:0}
   */
  public ImmutableList<String> missing(GraphDef graph) {
    ImmutableList.Builder<String> missing = ImmutableList.builder();
    for (NodeDef node : graph.getNodeList()) {
      if (!node.getDevice().isEmpty() && !has(node, typeOf(node.getDevice()))) {
        missing.add(node.getName() + ": " + node.getOp() + types(node) + " on " + node.getDevice());
      }
    }
    return missing.build();
  }

  /**
   * Returns whether there is a kernel for an operation.
   *
   * @param node the operation with its attributes
   * @param deviceType {@code GPU} or {@code CPU}
   */
  public boolean has(NodeDef node, String deviceType) {
    return byOperation.computeIfAbsent(node.getOp(), Kernels::registered).stream()
        .filter(
            kernel ->
                kernel.getDeviceType().equals(deviceType) || kernel.getDeviceType().equals(DEFAULT))
        .anyMatch(kernel -> kernel.getConstraintList().stream().allMatch(of -> holds(of, node)));
  }

  /** Returns whether they are the build for GPUs, on whatever machine: matrices multiply there. */
  public boolean areForGpus() {
    return byOperation.computeIfAbsent("MatMul", Kernels::registered).stream()
        .anyMatch(kernel -> kernel.getDeviceType().equals("GPU"));
  }

  private static boolean holds(KernelDef.AttrConstraint constraint, NodeDef node) {
    AttrValue value = node.getAttrMap().get(constraint.getName());
    List<DataType> allowed = constraint.getAllowedValues().getList().getTypeList();
    if (value == null) {
      return false;
    }
    return value.getValueCase() == AttrValue.ValueCase.LIST
        ? allowed.containsAll(value.getList().getTypeList())
        : allowed.contains(value.getType());
  }

  @SuppressWarnings("try") // the scope frees what is not retained
  private static List<KernelDef> registered(String operation) {
    TensorFlow.version(); // loads the natives
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_Buffer buffer = tensorflow.TF_GetRegisteredKernelsForOp(operation, status);
      status.throwExceptionIfNotOK();
      byte[] bytes = new byte[Math.toIntExact(buffer.length())];
      new BytePointer(buffer.data()).get(bytes);
      tensorflow.TF_DeleteBuffer(buffer);
      return KernelList.parseFrom(bytes).getKernelList();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("TensorFlow's list of kernels of " + operation, e);
    }
  }

  /** Returns {@code GPU} of {@code /job:tower/task:1/device:GPU:0}. */
  private static String typeOf(String device) {
    String last = device.substring(device.lastIndexOf("device:") + "device:".length());
    return last.substring(0, last.indexOf(':'));
  }

  private static String types(NodeDef node) {
    return node.getAttrMap().values().stream()
        .filter(value -> value.getValueCase() == AttrValue.ValueCase.TYPE)
        .map(value -> value.getType().name())
        .sorted()
        .toList()
        .toString();
  }
}
