"""The paper's AlexNet in Python TensorFlow, measured as `benchmark` measures this library's; see README.md."""
import tensorflow as tf

import peer


class AlexNet(tf.Module):
    """Two towers as groups of one convolution, response normalization by the operation LRN."""

    # kernel size, channels that a filter reads, filters, stride, padding, groups, normalized, pooled
    CONVOLUTIONS = [
        (11, 3, 96, 4, "VALID", 1, True, True),
        (5, 48, 256, 1, "SAME", 2, True, True),
        (3, 256, 384, 1, "SAME", 1, False, False),
        (3, 192, 384, 1, "SAME", 2, False, False),
        (3, 192, 256, 1, "SAME", 2, False, True),
    ]
    DENSE = [(9216, 4096), (4096, 4096), (4096, 1000)]

    def __init__(self, normalized, dtype):
        self.normalized = normalized
        self.dtype = dtype
        shapes = [(k, k, read, filters) for k, read, filters, *_ in self.CONVOLUTIONS] + self.DENSE
        self.weights = [tf.Variable(0.01 * tf.random.normal(shape)) for shape in shapes]
        self.biases = [tf.Variable(tf.zeros(shape[-1])) for shape in shapes]
        self.velocities = [tf.Variable(tf.zeros_like(v)) for v in self.weights + self.biases]

    def parameters(self):
        return self.weights + self.biases

    def logits(self, images, training):
        x = tf.cast(images, self.dtype)
        layer = 0
        for _, _, _, stride, padding, groups, normalized, pooled in self.CONVOLUTIONS:
            weights = tf.cast(self.weights[layer], self.dtype)
            biases = tf.cast(self.biases[layer], self.dtype)
            parts = [
                tf.nn.conv2d(part, kernels, stride, padding)
                for part, kernels in zip(tf.split(x, groups, 3), tf.split(weights, groups, 3))
            ]
            x = tf.nn.relu(tf.nn.bias_add(tf.concat(parts, 3), biases))
            if normalized and self.normalized:
                towers = [
                    tf.nn.local_response_normalization(tf.cast(part, tf.float32), 2, 2.0, 1e-4, 0.75)
                    for part in tf.split(x, 2, 3)
                ]
                x = tf.cast(tf.concat(towers, 3), self.dtype)
            if pooled:
                x = tf.nn.max_pool2d(x, 3, 2, "VALID")
            layer += 1
        x = tf.reshape(x, [-1, 9216])
        for last in (False, False, True):
            weights = tf.cast(self.weights[layer], self.dtype)
            x = tf.nn.bias_add(x @ weights, tf.cast(self.biases[layer], self.dtype))
            if not last:
                x = tf.nn.relu(x)
                x = tf.nn.dropout(x, 0.5) if training else x
            layer += 1
        return tf.cast(x, tf.float32)

    @tf.function
    def train(self, images, labels):
        with tf.GradientTape() as tape:
            logits = self.logits(images, True)
            loss = tf.reduce_mean(
                tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
        gradients = tape.gradient(loss, self.parameters())
        for value, velocity, gradient in zip(self.parameters(), self.velocities, gradients):
            velocity.assign(0.9 * velocity - 1e-6 * (gradient + 0.0005 * value))
            value.assign_add(velocity)
        return loss

    @tf.function
    def infer(self, images):
        return tf.nn.softmax(self.logits(images, False))


def main():
    args = peer.options()
    tf.random.set_seed(0)
    model = AlexNet(not args.without_normalization, tf.as_dtype(args.precision))
    peer.require_parameters(sum(int(tf.size(p)) for p in model.parameters()))
    images = 60 * tf.random.normal([args.batch_size, 227, 227, 3])
    labels = tf.random.uniform([args.batch_size], 0, 1000, tf.int32)

    def run_of(what):
        if what == "training":
            return lambda: model.train(images, labels).numpy()
        return lambda: model.infer(images).numpy()

    peer.report("Python TensorFlow " + tf.__version__, args, run_of)


if __name__ == "__main__":
    main()
