"""The exam's optimisation in BoTorch: MAP hyper-parameters, the same kernel, priors, noise, grid and start; one rule.

Usage: python bayesopt_botorch.py RULE REPETITIONS STEPS   (RULE: thompson or log-ei). Prints one JSON object.
"""

import json
import sys
import time
import warnings

import gpytorch
import torch
from botorch.acquisition import LogExpectedImprovement
from botorch.fit import fit_gpytorch_mll
from botorch.models import SingleTaskGP
from gpytorch.kernels import RBFKernel, ScaleKernel
from gpytorch.priors import LogNormalPrior

warnings.filterwarnings("ignore")
torch.set_default_dtype(torch.double)
NOISE = 1e-4


def f(x):
    return torch.sin(20 * x) + 2 * torch.cos(14 * x) - 2 * torch.sin(6 * x)


def fitted(x, y):
    """BoTorch maximises: the model is of -f."""
    kernel = ScaleKernel(RBFKernel(lengthscale_prior=LogNormalPrior(-1.0, 1.0)), outputscale_prior=LogNormalPrior(0.0, 2.0))
    model = SingleTaskGP(
        x, -y, train_Yvar=torch.full_like(y, NOISE), covar_module=kernel, mean_module=gpytorch.means.ZeroMean(), outcome_transform=None
    )
    fit_gpytorch_mll(gpytorch.mlls.ExactMarginalLogLikelihood(model.likelihood, model))
    return model


def choose(model, grid, y, rule):
    if rule == "log-ei":
        with torch.no_grad():
            return LogExpectedImprovement(model, best_f=(-y).max())(grid.unsqueeze(1)).argmax()
    with torch.no_grad():
        posterior = model.posterior(grid)
        covariance = posterior.distribution.covariance_matrix + NOISE * torch.eye(len(grid))
        lower = torch.linalg.cholesky(covariance)
        return (posterior.mean.squeeze() + lower @ torch.randn(len(grid))).argmax()


def main():
    rule, repetitions, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    grid = torch.linspace(-1, 1, 200).unsqueeze(1)
    lowest = f(grid).min()
    regrets, seconds = [], []
    for seed in range(repetitions):
        torch.manual_seed(seed)
        x = torch.tensor([[-1.0], [-0.5], [0.0], [0.5], [1.0]])
        y, path = f(x), []
        for _ in range(steps):
            begin = time.perf_counter()
            place = grid[choose(fitted(x, y), grid, y, rule)].unsqueeze(0)
            seconds.append(time.perf_counter() - begin)
            x, y = torch.cat([x, place]), torch.cat([y, f(place)])
            path.append((y.min() - lowest).item())
        regrets.append(path)
    print(json.dumps({"regrets": regrets, "seconds": seconds}))


main()
