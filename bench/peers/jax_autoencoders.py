"""The report's two autoencoders in JAX: an epoch of training, each step compiled once, updates by optax's Adam."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
from side import read_array, second_epoch, serve

BATCH = 128
LAYERS = {
    "vae": ("encoder.hidden1", "encoder.hidden2", "decoder.hidden1", "decoder.hidden2", "decoder.logits"),
    "cvae": ("encoder.convolution1", "encoder.convolution2", "decoder.dense", "decoder.transposed1", "decoder.transposed2"),
}
CHANNELS_LAST = ("NHWC", "HWIO", "NHWC")


def dense(p, name, x):
    return x @ p[f"{name}.weight"] + p[f"{name}.bias"]


def convolution(p, name, x):
    y = jax.lax.conv_general_dilated(x, p[f"{name}.weight"], (2, 2), ((1, 1), (1, 1)), dimension_numbers=CHANNELS_LAST)
    return y + p[f"{name}.bias"]


def transposed(p, name, x):
    """To twice the size, as the gradient of a convolution by two."""
    y = jax.lax.conv_transpose(
        x, p[f"{name}.weight"], (2, 2), ((1, 2), (1, 2)), dimension_numbers=CHANNELS_LAST, transpose_kernel=True
    )
    return y + p[f"{name}.bias"]


def dense_encoder(p, x):
    return jax.nn.relu(dense(p, "encoder.hidden2", jax.nn.relu(dense(p, "encoder.hidden1", x))))


def dense_decoder(p, z):
    hidden = jax.nn.relu(dense(p, "decoder.hidden2", jax.nn.relu(dense(p, "decoder.hidden1", z))))
    return dense(p, "decoder.logits", hidden)


def convolutional_encoder(p, x):
    maps = jax.nn.relu(convolution(p, "encoder.convolution1", x.reshape(-1, 28, 28, 1)))
    return jax.nn.relu(convolution(p, "encoder.convolution2", maps)).reshape(len(x), -1)


def convolutional_decoder(p, z):
    maps = jax.nn.relu(dense(p, "decoder.dense", z)).reshape(-1, 7, 7, 32)
    maps = jax.nn.relu(transposed(p, "decoder.transposed1", maps))
    return transposed(p, "decoder.transposed2", maps).reshape(len(z), -1)


NETWORKS = {"vae": (dense_encoder, dense_decoder), "cvae": (convolutional_encoder, convolutional_decoder)}


def epoch(kind):
    encoder, decoder = NETWORKS[kind]
    adam = optax.adam(1e-3)

    def loss(p, x, key):
        """Sum over the batch of cross-entropy and divergence, one sampled code per image."""
        features = encoder(p, x)
        mean, log_variance = dense(p, "encoder.mean", features), dense(p, "encoder.logVariance", features)
        noise = jax.random.normal(key, mean.shape)
        logits = decoder(p, mean + jnp.exp(0.5 * log_variance) * noise)
        cross_entropy = jnp.sum(jax.nn.softplus(logits) - x * logits)
        return cross_entropy - 0.5 * jnp.sum(1 + log_variance - mean**2 - jnp.exp(log_variance))

    @jax.jit
    def step(p, state, total, train, rows, key):
        value, gradients = jax.value_and_grad(loss)(p, train[rows], key)
        updates, state = adam.update(gradients, state, p)
        return optax.apply_updates(p, updates), state, total + value

    bound = jax.jit(lambda p, x, key, total: total + loss(p, x, key))

    def prepare(folder, size):
        train, test = (jnp.asarray(read_array(folder, name).astype(np.float32) / 255) for name in ("train", "test"))
        names = (*LAYERS[kind], "encoder.mean", "encoder.logVariance")
        p = {f"{name}.{part}": jnp.asarray(read_array(folder, f"{name}.{part}")) for name in names for part in ("weight", "bias")}
        reached = [p, adam.init(p), jax.random.PRNGKey(1)]

        def work():
            p, state, key = reached
            key, shuffle = jax.random.split(key)
            order = np.asarray(jax.random.permutation(shuffle, len(train)))
            total = tested = jnp.zeros(())
            for first in range(0, len(train), BATCH):
                key, noise = jax.random.split(key)
                p, state, total = step(p, state, total, train, order[first : first + BATCH], noise)
            for first in range(0, len(test), 1000):
                key, noise = jax.random.split(key)
                tested = bound(p, test[first : first + 1000], noise, tested)
            reached[:] = p, state, key
            return float(total) / len(train), float(tested) / len(test)

        return second_epoch(work)

    return prepare


serve({f"{kind}-epoch": epoch(kind) for kind in NETWORKS}, f"JAX {jax.__version__}, optax {optax.__version__}")
