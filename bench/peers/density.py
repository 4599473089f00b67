"""scikit-learn's PCA and Gaussian mixture, rows in memory as doubles."""

import sys
import time
from functools import partial

import numpy as np
import sklearn
from side import answer, next_round, read_array, say, serve, timed
from sklearn.decomposition import PCA
from sklearn.mixture import GaussianMixture

VERSION = f"scikit-learn {sklearn.__version__}"


def pca(folder, size):
    rows = read_array(folder, "images").astype(np.float64) / 255

    def run(_):
        ms, model = timed(lambda: PCA(2).fit(rows))
        return ms, {
            "noise variance": float(model.noise_variance_),
            "variances of the axes": model.explained_variance_.tolist(),
            "mean log-likelihood": float(model.score(rows[:100])),
        }

    return run


class FromClusters(GaussianMixture):
    """Starts from given clusters instead of its own k-means."""

    def start_from(self, labels):
        self.shares = np.eye(self.n_components)[labels]
        return self

    def _initialize_parameters(self, X, random_state, xp=None):
        self._initialize(X, self.shares)


class Paused(FromClusters):
    """Waits before each iteration until it is asked for, and tells how long it took."""

    iteration = 0

    def _initialize_parameters(self, X, random_state, xp=None):
        say({"version": VERSION})
        next_round()
        self.begin = time.perf_counter()
        super()._initialize_parameters(X, random_state, xp=xp)

    def _e_step(self, X, xp=None):
        if self.iteration > 0:
            next_round()
            self.begin = time.perf_counter()
        self.iteration += 1
        self.bound, log_resp = super()._e_step(X, xp=xp)
        return self.bound, log_resp

    def _m_step(self, X, log_resp, xp=None):
        super()._m_step(X, log_resp, xp=xp)
        answer(1e3 * (time.perf_counter() - self.begin), {"lower bound": float(self.bound)})


def clustered(folder):
    labels = read_array(folder, "labels")
    return read_array(folder, "images").astype(np.float64), labels, int(labels.max()) + 1


def em_iterations(folder, size):
    rows, labels, components = clustered(folder)
    regularization = 1e-6 if size == "full" else 1.0
    Paused(components, reg_covar=regularization, max_iter=1000, tol=0.0).start_from(labels).fit(rows)
    raise SystemExit("it has converged")


def em_fit(folder, size, precision=np.float64):
    rows, labels, components = clustered(folder)
    rows = rows.astype(precision)
    regularization = 1e-2 if size == "full" else 1.0

    def run(_):
        model = FromClusters(components, reg_covar=regularization).start_from(labels)
        ms, _ = timed(lambda: model.fit(rows))
        return ms, {"lower bound": float(model.lower_bounds_[-1]), "iterations": int(model.n_iter_)}

    return run


if sys.argv[1] == "em-iterations":
    em_iterations(*sys.argv[2:4])
serve({"pca": pca, "em-fit": em_fit, "em-fit-float32": partial(em_fit, precision=np.float32)}, VERSION)
