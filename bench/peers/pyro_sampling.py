"""Pyro's NUTS on the exam's hyper-posterior, one chain of 100 warm-up and 500 kept draws as in the report, in float64."""

import arviz
import numpy as np
import pyro
import pyro.distributions as dist
import torch
from pyro.infer import MCMC, NUTS
from side import serve, timed

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)  # matrices are 5 x 5: a second thread only costs

X = torch.linspace(-1, 1, 5)
Y = torch.sin(20 * X) + 2 * torch.cos(14 * X) - 2 * torch.sin(6 * X)
NOISE = 1e-4 * torch.eye(5)
SQUARED_DISTANCE = (X[:, None] - X[None, :]) ** 2


def model():
    lengthscale = pyro.sample("lengthscale", dist.LogNormal(-1.0, 1.0))
    variance = pyro.sample("variance", dist.LogNormal(0.0, 2.0))
    gram = variance * torch.exp(-0.5 * SQUARED_DISTANCE / lengthscale**2)
    factor = torch.linalg.cholesky(gram + NOISE)
    pyro.sample("y", dist.MultivariateNormal(torch.zeros(5), scale_tril=factor), obs=Y)


def exam(folder, size):
    warmup, draws = (100, 500) if size == "full" else (150, 150)

    def sample():
        mcmc = MCMC(NUTS(model), num_samples=draws, warmup_steps=warmup, disable_progbar=True)
        mcmc.run()
        return {name: np.log(chain.numpy()) for name, chain in mcmc.get_samples(group_by_chain=True).items()}

    def run(round):
        pyro.set_rng_seed(round + 100)
        ms, chains = timed(sample)
        effective = min(float(arviz.ess(chain)) for chain in chains.values())
        figures = {
            f"mean of ln {name}": [float(chain.mean()), np.asarray(arviz.mcse(chain, method="mean")).item()]
            for name, chain in chains.items()
        }
        return ms / effective, figures

    return run


serve({"exam-report": exam}, f"Pyro {pyro.__version__}")
