"""NUTS of Stan (by stanli: no C++ tool chain) and of nutpie (PyMC models compiled by numba), 4 chains in two threads, compiled before it is timed."""

from importlib.metadata import version

import arviz
import numpy as np
import nutpie
import pymc as pm
import pytensor.tensor as pt
import stanli
from side import read_array, serve, timed

CHAINS = 4
X = np.linspace(-1, 1, 5)
Y = np.sin(20 * X) + 2 * np.cos(14 * X) - 2 * np.sin(6 * X)
SQUARED_DISTANCE = (X[:, None] - X[None, :]) ** 2
EFFECTS = np.array([28.0, 8, -3, 7, -1, 1, 18, 12])
ERRORS = np.array([15.0, 10, 16, 11, 9, 11, 10, 18])
DEVIATIONS = np.arange(1, 51) / 50

# All parameters lie on the line, in the vector q: the same positions as on our side.
STAN = {
    "exam": (
        2,
        "data { vector[5] y; matrix[5, 5] d; }",
        """matrix[5, 5] k = add_diag(exp(q[2] - 0.5 * d * exp(-2 * q[1])), 1e-4);
           q[1] ~ normal(-1, 1); q[2] ~ normal(0, 2); y ~ multi_normal(rep_vector(0, 5), k);""",
        {"y": Y, "d": SQUARED_DISTANCE},
    ),
    "schools": (
        10,
        "data { vector[8] y; vector[8] sigma; }",
        """q[1] ~ normal(0, 5); target += cauchy_lpdf(exp(q[2]) | 0, 5) + q[2]; q[3:10] ~ std_normal();
           y ~ normal(q[1] + exp(q[2]) * q[3:10], sigma);""",
        {"y": EFFECTS, "sigma": ERRORS},
    ),
    "gaussian": (50, "data { vector[50] s; }", "q ~ normal(0, s);", {"s": DEVIATIONS}),
    "funnel": (10, "", "q[1] ~ normal(0, 3); q[2:10] ~ std_normal();", {}),
    "correlated": (200, "", "target += sum(q)^2 / 201 - dot_self(q);", {}),
    "logistic": (
        11,
        "data { matrix[1000, 10] x; array[1000] int y; }",
        "q ~ normal(0, 2.5); y ~ bernoulli_logit_glm(x, q[1], q[2:11]);",
        None,
    ),
}


def schools(q):
    pm.Potential("hyper", -0.5 * (q[0] / 5) ** 2 - pt.log1p((pt.exp(q[1]) / 5) ** 2) + q[1])
    pm.Potential("z", -0.5 * (q[2:] ** 2).sum())
    pm.Potential("y", -0.5 * (((EFFECTS - q[0] - pt.exp(q[1]) * q[2:]) / ERRORS) ** 2).sum())


def exam(q):
    gram = pt.exp(q[1] - 0.5 * SQUARED_DISTANCE * pt.exp(-2 * q[0])) + 1e-4 * np.eye(5)
    factor = pt.linalg.cholesky(gram)
    whitened = pt.linalg.solve_triangular(factor, Y, lower=True)
    pm.Potential("likelihood", -0.5 * (whitened**2).sum() - pt.log(pt.diag(factor)).sum())
    pm.Potential("prior", -0.5 * (q[0] + 1) ** 2 - 0.5 * (q[1] / 2) ** 2)


def funnel(q):
    pm.Potential("funnel", -0.5 * (q[0] / 3) ** 2 - 0.5 * (q[1:] ** 2).sum())


def gaussian(q):
    pm.Potential("gaussian", -0.5 * ((q / DEVIATIONS) ** 2).sum())


def correlated(q):
    pm.Potential("correlated", q.sum() ** 2 / 201 - (q**2).sum())


def logistic(x, y):
    def density(q):
        predictor = q[0] + pt.dot(x, q[1:])
        pm.Potential("prior", -0.5 * ((q / 2.5) ** 2).sum())
        pm.Potential("y", (y * predictor - pt.softplus(predictor)).sum())

    return density


PYMC = {"exam": exam, "schools": schools, "gaussian": gaussian, "funnel": funnel, "correlated": correlated}


def settings(size):
    return (1000, 1000) if size == "full" else (200, 200)


def outcome(ms, draws, gradients, measure):
    """`draws` [chain, draw, coordinate]; the measure is milliseconds, or thousands of gradients, of an effective draw."""
    effective = min(float(arviz.ess(draws[:, :, i])) for i in range(draws.shape[2]))
    figures = {
        f"mean of coordinate {i}": [float(draws[:, :, i].mean()), np.asarray(arviz.mcse(draws[:, :, i], method="mean")).item()]
        for i in (0, draws.shape[2] - 1)
    }
    return (ms if measure == "time" else gradients) / effective, figures


def with_stan(target, measure):
    def prepare(folder, size):
        warmup, draws = settings(size)
        dimension, declared, body, data = STAN[target]
        if data is None:
            data = {"x": read_array(folder, "x"), "y": read_array(folder, "y").astype(int)}
        code = f"{declared} parameters {{ vector[{dimension}] q; }} model {{ {body} }}"
        model = stanli.Model(stan_code=code, data={name: np.asarray(value).tolist() for name, value in data.items()})

        def run(round):
            ms, fit = timed(lambda: model.sample(chains=CHAINS, seed=round + 100, warmup=warmup, samples=draws,
                                                 parallel_chains=2, refresh=0, save_warmup=measure == "gradients"))
            gradients = int(fit.sampler_stats[:, :, stanli.SAMPLER_COLUMNS.index("n_leapfrog__")].sum())
            return outcome(ms, fit.draws("q")[:, -draws:], gradients, measure)

        return run

    return prepare


def with_nutpie(low_rank):
    def task(target, measure):
        def prepare(folder, size):
            warmup, draws = settings(size)
            dimension = STAN[target][0]
            density = logistic(read_array(folder, "x"), read_array(folder, "y")) if target == "logistic" else PYMC[target]
            with pm.Model() as model:
                density(pm.Flat("q", shape=dimension))
            compiled = nutpie.compile_pymc_model(model, backend="numba")

            def run(round):
                ms, trace = timed(lambda: nutpie.sample(
                    compiled, draws=draws, tune=warmup, chains=CHAINS, cores=2, seed=round + 100, progress_bar=False,
                    save_warmup=True, low_rank_modified_mass_matrix=low_rank))
                steps = int(trace.sample_stats.n_steps.sum() + trace.warmup_sample_stats.n_steps.sum())
                return outcome(ms, trace.posterior.q.values, steps, measure)

            return run

        return prepare

    return task


libraries = {"stan": with_stan, "nutpie": with_nutpie(False), "nutpie-low-rank": with_nutpie(True)}
tasks = {
    f"{name}-{target}-{measure}": task(target, measure)
    for name, task in libraries.items()
    for target in STAN
    for measure in ("time", "gradients")
}
serve(tasks, f"Stan by stanli {version('stanli')}, nutpie {version('nutpie')}, PyMC {version('pymc')}")
