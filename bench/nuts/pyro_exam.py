"""Pyro's NUTS on the exam's hyper-posterior, one chain of 100 warm-up and 500 kept draws as in the report, in float64.

usage: python pyro_exam.py [--runs N] [--target 0.8] [--warmup 100] [--draws 500]   Prints one JSON line.
"""

import argparse
import json
import time
import warnings

warnings.simplefilter("ignore")
import arviz
import pyro
import pyro.distributions as dist
import torch
from pyro.infer import MCMC, NUTS

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

X = torch.linspace(-1, 1, 5)
Y = torch.sin(20 * X) + 2 * torch.cos(14 * X) - 2 * torch.sin(6 * X)
NOISE = 1e-4
SQUARED_DISTANCE = (X[:, None] - X[None, :]) ** 2


def model():
    lengthscale = pyro.sample("lengthscale", dist.LogNormal(-1.0, 1.0))
    variance = pyro.sample("variance", dist.LogNormal(0.0, 2.0))
    gram = variance * torch.exp(-0.5 * SQUARED_DISTANCE / lengthscale**2)
    factor = torch.linalg.cholesky(gram + NOISE * torch.eye(5))
    pyro.sample("y", dist.MultivariateNormal(torch.zeros(5), scale_tril=factor), obs=Y)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--target", type=float, default=0.8)
    parser.add_argument("--warmup", type=int, default=100)
    parser.add_argument("--draws", type=int, default=500)
    options = parser.parse_args()
    runs = []
    for seed in range(1, options.runs + 1):
        pyro.set_rng_seed(seed)
        kernel = NUTS(model, target_accept_prob=options.target)
        mcmc = MCMC(kernel, num_samples=options.draws, warmup_steps=options.warmup, disable_progbar=True)
        begin = time.perf_counter()
        mcmc.run()
        seconds = time.perf_counter() - begin
        draws = mcmc.get_samples(group_by_chain=True)
        ess = {f"bulk_{name}": float(arviz.ess(draws[name].numpy())) for name in ("lengthscale", "variance")}
        runs.append({"seed": seed, "seconds": seconds, **ess})
    print(json.dumps({"library": f"pyro {pyro.__version__}", "runs": runs}))


main()
