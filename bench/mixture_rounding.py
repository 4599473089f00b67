"""The peer of mixture-rounding.mjs, started by it: scikit-learn's bound, and one in extended precision.

    pip install scikit-learn==1.9.1
"""

import json
import sys
import warnings
from pathlib import Path

import numpy as np
from sklearn.mixture import GaussianMixture
from sklearn.mixture._gaussian_mixture import _compute_precision_cholesky

warnings.simplefilter("ignore")
Long = np.longdouble
folder, K = Path(sys.argv[1]), int(sys.argv[2])
labels = np.fromfile(folder / "labels", np.int32)
pixels = np.fromfile(folder / "pixels", np.uint8).reshape(len(labels), -1)
rows = pixels.astype(float)
N, D = rows.shape
shares = np.eye(K)[labels]


class FromClusters(GaussianMixture):
    def _initialize_parameters(self, X, random_state, xp=None):
        self._initialize(X, shares)


def cholesky(matrix):
    factor = np.zeros_like(matrix)
    for j in range(len(matrix)):
        column = matrix[j:, j] - factor[j:, :j] @ factor[j, :j]
        factor[j:, j] = column / np.sqrt(column[0])
    return factor


def inverse_of_lower(factor):
    inverse = np.zeros_like(factor)
    for i in range(len(factor)):
        inverse[i] = -(factor[i, :i] @ inverse[:i])
        inverse[i, i] += 1
        inverse[i] /= factor[i, i]
    return inverse


def exact_step(k):
    """Weight, mean and covariance of a cluster: sums of whole numbers, which doubles hold exactly, then extended precision."""
    members = rows[labels == k]
    n = Long(len(members))
    mean = members.sum(0).astype(Long) / n
    covariance = (members.T @ members).astype(Long) / n - np.outer(mean, mean)
    covariance[np.diag_indices(D)] += Long("1e-6")
    return n / N, mean, covariance


def extended_bound(parameters, close):
    """The mean log-likelihood; only components within 60 nats of the best count at this precision."""
    table = np.full((N, K), -np.inf, dtype=Long)
    for k, (weight, mean, covariance) in enumerate(parameters):
        factor = cholesky(covariance.astype(Long))
        whitening = inverse_of_lower(factor)
        constant = np.log(Long(weight)) - D / Long(2) * np.log(2 * Long(np.pi)) - np.log(np.diag(factor)).sum()
        chosen = np.flatnonzero(close[:, k])
        for some in np.array_split(chosen, max(1, len(chosen) // 500)):
            white = (pixels[some].astype(Long) - mean) @ whitening.T
            table[some, k] = constant - (white * white).sum(1) / 2
    best = table.max(1)
    return (best + np.log(np.exp(table - best[:, None]).sum(1))).mean()


def double_densities(means, weights, covariances, close):
    """Log-densities in doubles, scikit-learn's way, of the components that count."""
    table = np.full((N, K), -np.inf)
    for k, factor in enumerate(_compute_precision_cholesky(covariances, "full")):
        white = rows[close[:, k]] @ factor - means[k] @ factor
        constant = np.log(weights[k]) - D / 2 * np.log(2 * np.pi) + np.log(np.diag(factor)).sum()
        table[close[:, k], k] = constant - (white * white).sum(1) / 2
    return table


def double_bound(table):
    return np.logaddexp.reduce(table, axis=1).mean()


peer = FromClusters(K, max_iter=1, tol=0.0).fit(rows)
bounds = json.loads((folder / "bounds.json").read_text()) | {"scikit-learn": float(peer.lower_bounds_[0])}

parameters = [exact_step(k) for k in range(K)]
rounded = np.stack([covariance.astype(float) for _, _, covariance in parameters])
means = np.stack([mean.astype(float) for _, mean, _ in parameters])
weights = np.array([float(weight) for weight, _, _ in parameters])
densities = double_densities(means, weights, rounded, np.ones((N, K), bool))
close = densities > densities.max(1, keepdims=True) - 60
rounded_bound = bounds["doubles from the exact covariances, rounded"] = double_bound(densities)

exact = extended_bound(parameters, close)
once = extended_bound([(w, m, c) for (w, m, _), c in zip(parameters, rounded)], close)
print(f"bound in extended precision: {exact:.15g}")
print(f"the same from covariances rounded to doubles: {float(once - exact):+.1e} nats")
for name, bound in bounds.items():
    print(f"{name}: {bound:.15g}, {float(bound - exact):+.1e} nats")

random = np.random.default_rng(1)
changes = []
for _ in range(3):
    noise = random.choice([-1, 0, 1], size=rounded.shape) * np.spacing(rounded)
    lower = np.tril(noise) + np.transpose(np.tril(noise, -1), (0, 2, 1))
    changes.append(double_bound(double_densities(means, weights, rounded + lower, close)) - rounded_bound)
eigenvalues = [np.linalg.eigvalsh(c) for c in rounded]
print("one unit in the last place of the covariances, at random: " + " ".join(f"{c:+.1e}" for c in changes))
print(f"eigenvalues {min(e[0] for e in eigenvalues):.2g} to {max(e[-1] for e in eigenvalues):.2g}")
print(f"parts of the bound: -1/2 ln det {-0.5 * np.mean([np.log(e).sum() for e in eigenvalues]):.0f}, -D/2 ln 2 pi {-D / 2 * np.log(2 * np.pi):.0f}")
