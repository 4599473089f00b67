"""BoTorch by its defaults on a box. Lines of JSON come in, each with points and values; with bounds and a seed a new run begins. Each is answered by the next point."""

import json
import sys
import time
import warnings
from importlib.metadata import version

import torch
from botorch.acquisition import LogExpectedImprovement
from botorch.fit import fit_gpytorch_mll
from botorch.models import SingleTaskGP
from botorch.models.transforms import Normalize, Standardize
from botorch.optim import optimize_acqf
from gpytorch.mlls import ExactMarginalLogLikelihood

warnings.filterwarnings("ignore")
torch.set_default_dtype(torch.double)
torch.set_num_threads(1)


def choose(x, y, bounds):
    """BoTorch maximises: the model is of -f."""
    model = SingleTaskGP(x, -y, input_transform=Normalize(x.shape[1], bounds=bounds), outcome_transform=Standardize(1))
    fit_gpytorch_mll(ExactMarginalLogLikelihood(model.likelihood, model))
    acquisition = LogExpectedImprovement(model, best_f=(-y).max())
    place, _ = optimize_acqf(acquisition, bounds=bounds, q=1, num_restarts=8, raw_samples=512)
    return place[0]


def main():
    x = y = bounds = None
    for line in sys.stdin:
        message = json.loads(line)
        if not message:
            print(json.dumps({"version": version("botorch")}), flush=True)
            continue
        points, values = torch.tensor(message["x"], dtype=torch.double), torch.tensor(message["y"], dtype=torch.double).unsqueeze(1)
        if "bounds" in message:
            torch.manual_seed(message["seed"])
            x, y, bounds = points, values, torch.tensor(message["bounds"], dtype=torch.double)
        else:
            x, y = torch.cat([x, points]), torch.cat([y, values])
        begin = time.perf_counter()
        place = choose(x, y, bounds)
        print(json.dumps({"x": place.tolist(), "seconds": time.perf_counter() - begin}), flush=True)


main()
