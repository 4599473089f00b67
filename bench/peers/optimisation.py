"""A step of Bayesian optimisation in BoTorch: the most probable hyper-parameters, then the candidate with the largest LogEI."""

import botorch
import torch
from botorch.acquisition import LogExpectedImprovement
from botorch.fit import fit_gpytorch_mll
from botorch.models import SingleTaskGP
from gpytorch.kernels import RBFKernel, ScaleKernel
from gpytorch.means import ZeroMean
from gpytorch.mlls import ExactMarginalLogLikelihood
from gpytorch.priors import LogNormalPrior
from side import read_array, serve, timed

torch.set_num_threads(2)
torch.set_default_dtype(torch.float64)


def step(folder, size):
    x, y, candidates = (torch.from_numpy(read_array(folder, name))[:, None] for name in ("x", "y", "candidates"))

    def work():
        kernel = ScaleKernel(RBFKernel(lengthscale_prior=LogNormalPrior(-1.0, 1.0)), LogNormalPrior(0.0, 2.0))
        model = SingleTaskGP(
            x, y, torch.full_like(y, 1e-4), covar_module=kernel, mean_module=ZeroMean(), outcome_transform=None
        )
        fit_gpytorch_mll(ExactMarginalLogLikelihood(model.likelihood, model))
        acquisition = LogExpectedImprovement(model, best_f=y.min(), maximize=False)
        with torch.no_grad():
            score = acquisition(candidates[:, None])
        return candidates[score.argmax()].tolist(), float(score.max())

    def run(_):
        ms, (place, largest) = timed(work)
        return ms, {"place": place, "largest log expected improvement": largest}

    return run


serve({"step": step}, f"BoTorch {botorch.__version__}, PyTorch {torch.__version__.split('+')[0]}")
