"""The mixture of full Gaussians by gmmx, on JAX: single precision, the only one it has; the whole fit one compiled program."""

from importlib.metadata import version

import gmmx
import jax
import jax.numpy as jnp
import numpy as np
from side import read_array, serve, timed


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
        ms, result = timed(lambda: fitter.fit(rows, start))
        return ms, {"lower bound": float(result.log_likelihood), "iterations": int(result.n_iter)}

    return run


serve({"em-fit": em_fit}, f"gmmx {version('gmmx')}, JAX {jax.__version__}")
