"""EM for a mixture of factor analysers in PyTorch, doubles, all images in memory and no covariance of the pixels ever made."""

import math

import torch
from side import read_array, serve, timed

torch.set_num_threads(2)
NEGLIGIBLE = 1e-20


def expectation(x, squares, weights, means, loadings, noise):
    """ln p(x), responsibilities, projections of the images and the Cholesky factors of M = I + W^T Psi^-1 W."""
    components, dimension, factors = loadings.shape
    precisions = 1 / noise
    scaled = loadings * precisions[..., None]
    lower = torch.linalg.cholesky(torch.eye(factors, dtype=x.dtype) + loadings.mT @ scaled)
    projections = torch.linalg.solve_triangular(lower, scaled.mT, upper=False)
    offsets = (projections @ means[..., None])[..., 0]
    scores = (x @ projections.reshape(-1, dimension).T).view(-1, components, factors) - offsets
    determinants = noise.log().sum(1) + 2 * lower.diagonal(dim1=1, dim2=2).log().sum(1)
    constants = weights.log() - 0.5 * (dimension * math.log(2 * math.pi) + determinants + (means**2 * precisions).sum(1))
    joint = constants + x @ (means * precisions).T - 0.5 * (squares @ precisions.T) + 0.5 * scores.square().sum(2)
    total = joint.logsumexp(1, keepdim=True)
    return total.mean(), (joint - total).exp_(), scores, lower


def maximisation(x, shares, scores, lower, means, floor):
    """New parameters, component by component from the images that belong to it at all."""
    components, factors = scores.shape[1:]
    inverses = torch.linalg.solve_triangular(lower, torch.eye(factors, dtype=x.dtype).expand_as(lower), upper=False)
    covariances = inverses.mT @ inverses
    found = []
    for k in range(components):
        members = (shares[:, k] > NEGLIGIBLE).nonzero()[:, 0]
        share = shares[members, k, None]
        centred = x[members] - means[k]
        codes = torch.cat([scores[members, k] @ inverses[k], torch.ones_like(share)], 1)
        weighted = codes * share
        cross = centred.T @ weighted
        moments = codes.T @ weighted
        moments[:factors, :factors] += share.sum() * covariances[k]
        solution = torch.cholesky_solve(cross.T, torch.linalg.cholesky(moments)).T
        noise = ((centred.square() * share).sum(0) - (solution * cross).sum(1)) / share.sum()
        found.append((share.sum() / len(x), means[k] + solution[:, factors], solution[:, :factors], noise.clamp_min(floor)))
    return [torch.stack(part) for part in zip(*found)]


def factor_iterations(folder, size):
    x = torch.from_numpy(read_array(folder, "images")).double().div_(255)
    squares = x.square()
    floor = float(read_array(folder, "floor")[0])
    parameters = [torch.from_numpy(read_array(folder, name)) for name in ("weights", "means", "loadings", "noise")]

    def iterate():
        bound, *rest = expectation(x, squares, *parameters)
        return float(bound), maximisation(x, *rest, parameters[1], floor)

    def run(_):
        nonlocal parameters
        ms, (bound, parameters) = timed(iterate)
        weights, means, loadings, noise = parameters
        return ms, {
            "lower bound": bound,
            "weights": weights.tolist(),
            "sum of the squared means": float(means.square().sum()),
            "sum of the squared loadings": float(loadings.square().sum()),
            "sum of the noise variances": float(noise.sum()),
        }

    return run


serve({"factor-iterations": factor_iterations}, f"PyTorch {torch.__version__.split('+')[0]}")
