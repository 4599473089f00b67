"""NUTS of NumPyro and of BlackJAX: float64, compiled before it is timed, chains vectorised."""

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Settings:
    chains: int
    warmup: int
    draws: int
    target: float


LONG = Settings(chains=4, warmup=1000, draws=1000, target=0.9)
TINY = Settings(chains=4, warmup=150, draws=150, target=0.9)
REPORT = Settings(chains=1, warmup=100, draws=500, target=0.8)
TINY_REPORT = Settings(chains=1, warmup=150, draws=150, target=0.8)

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
    "exam": (exam, 2, {"ln lengthscale": 0, "ln variance": 1}, LONG, TINY),
    "exam-report": (exam, 2, {"ln lengthscale": 0, "ln variance": 1}, REPORT, TINY_REPORT),
    "schools": (schools, 10, {"mu": 0, "ln tau": 1, "z of the first school": 2}, LONG, TINY),
    "gaussian": (gaussian, 50, {"the first coordinate": 0, "the last coordinate": 49}, LONG, TINY),
}


def with_numpyro(density, settings):
    @jax.jit
    def sample(key, starts):
        # traced once: a call of MCMC.run outside jit compiles anew every time
        mcmc = MCMC(
            NumpyroNuts(potential_fn=lambda position: -density(position), target_accept_prob=settings.target),
            num_warmup=settings.warmup, num_samples=settings.draws, num_chains=settings.chains,
            chain_method="vectorized", progress_bar=False,
        )
        mcmc.run(key, init_params=starts if settings.chains > 1 else starts[0])
        return mcmc.get_samples(group_by_chain=True)

    return lambda seed, starts: np.asarray(sample(jax.random.PRNGKey(seed), starts))


def with_blackjax(density, settings):
    adaptation = blackjax.window_adaptation(blackjax.nuts, density, target_acceptance_rate=settings.target)

    def chain(key, start):
        warm, draw = jax.random.split(key)
        (state, parameters), _ = adaptation.run(warm, start, num_steps=settings.warmup)
        kernel = blackjax.nuts(density, **parameters)

        def step(state, key):
            state, _ = kernel.step(key, state)
            return state, state.position

        return jax.lax.scan(step, state, jax.random.split(draw, settings.draws))[1]

    if settings.chains == 1:
        compiled = jax.jit(chain)
        return lambda seed, starts: np.asarray(compiled(jax.random.PRNGKey(seed), starts[0]))[None]
    chains = jax.jit(jax.vmap(chain))
    return lambda seed, starts: np.asarray(chains(jax.random.split(jax.random.PRNGKey(seed), settings.chains), starts))


def sampling(library, target):
    def prepare(folder, size):
        density, dimension, compared, full, tiny = TARGETS[target]
        settings = full if size == "full" else tiny
        sample = library(density, settings)

        def run(round):
            seed = round + 100
            starts = jnp.asarray(np.random.default_rng(seed).uniform(-2, 2, (settings.chains, dimension)))
            ms, draws = timed(lambda: sample(seed, starts))
            effective = min(float(arviz.ess(draws[:, :, i])) for i in range(dimension))
            figures = {
                f"mean of {name}": [float(draws[:, :, i].mean()), np.asarray(arviz.mcse(draws[:, :, i], method="mean")).item()]
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
