"""The mixture of full Gaussians by gmmx, on JAX: single precision, the only one it has; the whole fit one compiled program."""

import os
from importlib.metadata import version

# in a pool of two threads XLA's Cholesky factors of several matrices wait for each other for ever
os.environ["NPROC"] = "8"

import gmmx  # noqa: E402
import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402
from side import read_array, serve, timed  # noqa: E402


def em_fit(folder, size):
    labels = read_array(folder, "labels")
    rows = jnp.asarray(read_array(folder, "images").astype(np.float32))
    regularization = 1e-2 if size == "full" else 1.0
    shares = jnp.asarray(np.eye(int(labels.max()) + 1, dtype=np.float32)[labels])
    start = gmmx.GaussianMixtureModelJax.from_responsibilities(
        rows[:, None, :, None], shares[:, :, None, None], reg_covar=regularization, covariance_type="full"
    )
    fitter = gmmx.EMFitter(reg_covar=regularization)

    def run(_):
        ms, result = timed(lambda: jax.block_until_ready(fitter.fit(rows, start)))
        return ms, {"lower bound": float(result.log_likelihood), "iterations": int(result.n_iter)}

    return run


serve({"em-fit": em_fit}, f"gmmx {version('gmmx')}, JAX {jax.__version__}")
