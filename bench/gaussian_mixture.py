"""The peer of gaussian-mixture.mjs, started by it: scikit-learn's EM from given clusters, each iteration timed.

    pip install scikit-learn==1.9.1
"""

import json
import resource
import sys
import time
import warnings
from pathlib import Path

import numpy as np
from sklearn.mixture import GaussianMixture

warnings.simplefilter("ignore")  # it is stopped before it converges, on purpose


class Timed(GaussianMixture):
    """Starts from the clusters it is given, and notes when each iteration (E step, M step) has ended."""

    def start_from(self, labels):
        self.shares = np.eye(self.n_components)[labels]
        self.marks = []
        return self

    def _initialize_parameters(self, X, random_state, xp=None):
        self._initialize(X, self.shares)
        self.marks.append(time.perf_counter())

    def _m_step(self, X, log_resp, xp=None):
        super()._m_step(X, log_resp, xp=xp)
        self.marks.append(time.perf_counter())


folder, components, iterations = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
labels = np.fromfile(folder / "labels", np.int32)
rows = np.fromfile(folder / "pixels", np.uint8).reshape(len(labels), -1).astype(float)
model = Timed(components, max_iter=iterations, tol=0.0).start_from(labels).fit(rows)
result = {
    "bounds": [float(bound) for bound in model.lower_bounds_],
    "seconds": np.diff(model.marks).tolist(),
    "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}
(folder / "result.json").write_text(json.dumps(result))
