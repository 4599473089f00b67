"""NUTS of NumPyro and of BlackJAX: float64, compiled before it is timed, chains vectorised."""

import arviz
import blackjax
import jax
import jax.numpy as jnp
import numpy as np
import numpyro
from numpyro.infer import MCMC
from numpyro.infer import NUTS as NumpyroNuts
from side import serve, timed

jax.config.update("jax_enable_x64", True)
CHAINS, TARGET = 4, 0.9

X = jnp.linspace(-1.0, 1.0, 5)
Y = jnp.sin(20 * X) + 2 * jnp.cos(14 * X) - 2 * jnp.sin(6 * X)
SQUARED_DISTANCE = (X[:, None] - X[None, :]) ** 2
EFFECTS = jnp.array([28.0, 8, -3, 7, -1, 1, 18, 12])
ERRORS = jnp.array([15.0, 10, 16, 11, 9, 11, 10, 18])
DEVIATIONS = jnp.arange(1, 51) / 50


def exam(position):
    """Log density of (ln lengthscale, ln variance) given the exam's five points, up to a constant."""
    log_lengthscale, log_variance = position
    gram = jnp.exp(log_variance - 0.5 * SQUARED_DISTANCE * jnp.exp(-2 * log_lengthscale))
    factor = jnp.linalg.cholesky(gram + 1e-4 * jnp.eye(5))
    whitened = jax.scipy.linalg.solve_triangular(factor, Y, lower=True)
    likelihood = -0.5 * whitened @ whitened - jnp.log(jnp.diag(factor)).sum()
    return likelihood - 0.5 * (log_lengthscale + 1) ** 2 - 0.5 * (log_variance / 2) ** 2


def schools(position):
    """Eight schools, not centred: (mu, ln tau, z_1 .. z_8)."""
    mu, log_tau, z = position[0], position[1], position[2:]
    residual = (EFFECTS - mu - jnp.exp(log_tau) * z) / ERRORS
    hyper = -0.5 * (mu / 5) ** 2 - jnp.log1p((jnp.exp(log_tau) / 5) ** 2) + log_tau
    return hyper - 0.5 * (residual @ residual + z @ z)


def gaussian(position):
    return -0.5 * jnp.sum((position / DEVIATIONS) ** 2)


TARGETS = {
    "exam": (exam, 2, {"ln lengthscale": 0, "ln variance": 1}),
    "schools": (schools, 10, {"mu": 0, "ln tau": 1, "z of the first school": 2}),
    "gaussian": (gaussian, 50, {"the first coordinate": 0, "the last coordinate": 49}),
}


def with_numpyro(density, dimension, length):
    mcmc = MCMC(
        NumpyroNuts(potential_fn=lambda position: -density(position), target_accept_prob=TARGET),
        num_warmup=length, num_samples=length, num_chains=CHAINS, chain_method="vectorized", progress_bar=False,
    )

    def sample(seed, starts):
        mcmc.run(jax.random.PRNGKey(seed), init_params=starts)
        return np.asarray(mcmc.get_samples(group_by_chain=True))

    return sample


def with_blackjax(density, dimension, length):
    adaptation = blackjax.window_adaptation(blackjax.nuts, density, target_acceptance_rate=TARGET)

    def chain(key, start):
        warm, draw = jax.random.split(key)
        (state, parameters), _ = adaptation.run(warm, start, num_steps=length)
        kernel = blackjax.nuts(density, **parameters)

        def step(state, key):
            state, _ = kernel.step(key, state)
            return state, state.position

        return jax.lax.scan(step, state, jax.random.split(draw, length))[1]

    chains = jax.jit(jax.vmap(chain))
    return lambda seed, starts: np.asarray(chains(jax.random.split(jax.random.PRNGKey(seed), CHAINS), starts))


def sampling(library, target):
    def prepare(folder, size):
        density, dimension, compared = TARGETS[target]
        sample = library(density, dimension, 1000 if size == "full" else 150)

        def run(round):
            seed = round + 100
            starts = jnp.asarray(np.random.default_rng(seed).uniform(-2, 2, (CHAINS, dimension)))
            ms, draws = timed(lambda: sample(seed, starts))
            effective = min(float(arviz.ess(draws[:, :, i])) for i in range(dimension))
            figures = {
                f"mean of {name}": [float(draws[:, :, i].mean()), float(arviz.mcse(draws[:, :, i], method="mean"))]
                for name, i in compared.items()
            }
            return ms / effective, figures

        return run

    return prepare


tasks = {
    f"{name}-{target}": sampling(library, target)
    for name, library in {"numpyro": with_numpyro, "blackjax": with_blackjax}.items()
    for target in TARGETS
}
serve(tasks, f"NumPyro {numpyro.__version__}, BlackJAX {blackjax.__version__}, JAX {jax.__version__}")
