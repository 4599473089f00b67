"""NumPyro's NUTS on the exam's hyper-posterior: float64, compiled, chains vectorised. Prints one JSON line.

usage: python numpyro_exam.py [--seeds N] [--target 0.9] [--warmup 1000] [--draws 1000] [--chains 4]
"""

import argparse
import json
import time
import warnings

warnings.simplefilter("ignore")
import arviz
import jax
import jax.numpy as jnp
import numpy as np
import numpyro
from numpyro.infer import MCMC, NUTS

numpyro.enable_x64()

X = jnp.linspace(-1.0, 1.0, 5)
Y = jnp.sin(20 * X) + 2 * jnp.cos(14 * X) - 2 * jnp.sin(6 * X)
NOISE = 1e-4
SQUARED_DISTANCE = (X[:, None] - X[None, :]) ** 2


def potential(position):
    """Minus the log density of (ln lengthscale, ln variance), up to a constant."""
    log_lengthscale, log_variance = position
    gram = jnp.exp(log_variance - 0.5 * SQUARED_DISTANCE * jnp.exp(-2 * log_lengthscale))
    factor = jnp.linalg.cholesky(gram + NOISE * jnp.eye(5))
    whitened = jax.scipy.linalg.solve_triangular(factor, Y, lower=True)
    likelihood = -0.5 * whitened @ whitened - jnp.log(jnp.diag(factor)).sum()
    prior = -0.5 * (log_lengthscale + 1) ** 2 - 0.5 * (log_variance / 2) ** 2
    return -(likelihood + prior)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--target", type=float, default=0.9)
    parser.add_argument("--warmup", type=int, default=1000)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--chains", type=int, default=4)
    options = parser.parse_args()
    kernel = NUTS(potential_fn=potential, target_accept_prob=options.target)
    mcmc = MCMC(
        kernel,
        num_warmup=options.warmup,
        num_samples=options.draws,
        num_chains=options.chains,
        chain_method="vectorized",
        progress_bar=False,
    )
    runs = []
    for seed in range(options.seeds + 1):
        starts = np.random.default_rng(seed).uniform(-2, 2, (options.chains, 2))
        begin = time.perf_counter()
        mcmc.run(jax.random.PRNGKey(seed), init_params=jnp.asarray(starts), extra_fields=("diverging", "num_steps"))
        positions = np.exp(np.asarray(mcmc.get_samples(group_by_chain=True)))
        seconds = time.perf_counter() - begin
        extra = mcmc.get_extra_fields(group_by_chain=True)
        if seed == 0:
            continue  # the first run compiles
        ess = {
            f"{kind}_{name}": float(arviz.ess(positions[:, :, i], method=kind))
            for i, name in enumerate(("lengthscale", "variance"))
            for kind in ("bulk", "tail")
        }
        runs.append(
            {
                "seed": seed,
                "seconds": seconds,
                "divergent": int(np.asarray(extra["diverging"]).sum()),
                "steps": float(np.asarray(extra["num_steps"]).mean()),
                **ess,
            }
        )
    print(json.dumps({"library": f"numpyro {numpyro.__version__}", "runs": runs}))


main()
