"""Log density and gradient by Stan (stanli, exact mode), called from machine code by numba: no Python and no copy in the time."""

import ctypes
import json
import math
import sys
import time
from importlib.metadata import version
from pathlib import Path

import numba
import numpy as np
import stanli
from side import serve

STAN = {
    "schools": """
        data { int J; vector[J] y; vector[J] sigma; }
        parameters { vector[J] z; real mu; real<lower=0> tau; }
        model { tau ~ cauchy(0, 5); mu ~ normal(0, 5); z ~ std_normal(); y ~ normal(mu + tau * z, sigma); }""",
    "kidiq": """
        data { int N; vector[N] kid_score; vector[N] mom_iq; }
        parameters { vector[2] beta; real<lower=0> sigma; }
        model { sigma ~ cauchy(0, 2.5); kid_score ~ normal(beta[1] + beta[2] * mom_iq, sigma); }""",
    "ar5": """
        data { int K; int T; vector[T] y; }
        transformed data { matrix[T - K, K] lags; for (t in 1:T - K) for (k in 1:K) lags[t, k] = y[t + K - k]; }
        parameters { real alpha; vector[K] beta; real<lower=0> sigma; }
        model { alpha ~ normal(0, 10); beta ~ normal(0, 10); sigma ~ cauchy(0, 2.5);
                y[K + 1:T] ~ normal(alpha + lags * beta, sigma); }""",
    "garch": """
        data { int T; vector[T] y; real sigma1; }
        parameters { real mu; real<lower=0> alpha0; real<lower=0, upper=1> alpha1; real<lower=0, upper=1 - alpha1> beta1; }
        model { vector[T] sigma; sigma[1] = sigma1;
                for (t in 2:T) sigma[t] = sqrt(alpha0 + alpha1 * square(y[t - 1] - mu) + beta1 * square(sigma[t - 1]));
                y ~ normal(mu, sigma); }""",
    "gp": """
        data { int N; array[N] real x; vector[N] y; }
        parameters { real<lower=0> rho; real<lower=0> alpha; real<lower=0> sigma; }
        model { matrix[N, N] k = add_diag(gp_exp_quad_cov(x, alpha, rho), sigma);
                rho ~ gamma(25, 4); alpha ~ normal(0, 2); sigma ~ normal(0, 1);
                y ~ multi_normal_cholesky(rep_vector(0, N), cholesky_decompose(k)); }""",
    "radon": """
        data { int N; int counties; array[N] int county; vector[N] floor; vector[N] uranium; vector[N] y; }
        parameters { vector[counties] z; vector[2] beta; real mu; real<lower=0> between; real<lower=0> sigma; }
        model { vector[counties] level = mu + between * z;
                between ~ normal(0, 1); sigma ~ normal(0, 1); mu ~ normal(0, 10); beta ~ normal(0, 10); z ~ std_normal();
                y ~ normal(level[county] + beta[1] * uranium + beta[2] * floor, sigma); }""",
    "mixture": """
        data { int N; vector[N] y; }
        parameters { ordered[2] mu; vector<lower=0>[2] sigma; real<lower=0, upper=1> theta; }
        model { sigma ~ normal(0, 2); mu ~ normal(0, 2); theta ~ beta(5, 5);
                for (n in 1:N) target += log_mix(theta, normal_lpdf(y[n] | mu[1], sigma[1]), normal_lpdf(y[n] | mu[2], sigma[2])); }""",
    "logistic": """
        data { int N; int columns; matrix[N, columns] x; array[N] int y; }
        parameters { real alpha; vector[columns] beta; }
        model { alpha ~ normal(0, 2.5); beta ~ normal(0, 2.5); y ~ bernoulli_logit_glm(x, alpha, beta); }""",
}

pointer = ctypes.c_void_p
evaluate = ctypes.CFUNCTYPE(ctypes.c_int, pointer, pointer, pointer, pointer)(
    ctypes.cast(stanli._lib.stanli_grad, ctypes.c_void_p).value
)


@numba.njit
def repeat(model, position, value, gradient, calls):
    """As on our side: coordinate `call % dimension` becomes `0.1 sin(call)`."""
    total = 0.0
    for call in range(calls):
        position[call % position.size] = 0.1 * math.sin(call)
        if evaluate(model, position.ctypes, value.ctypes, gradient.ctypes) != 0:
            return math.nan
        total += value[0]
    return total


def task(name):
    def prepare(folder, size):
        data = json.loads((Path(folder) / "data.json").read_text())
        data.setdefault("N", len(data["y"]) if "y" in data else None)
        if "county" in data:
            data["county"] = [each + 1 for each in data["county"]]
        code = STAN[name.split("-")[0]]
        declared = code[: code.index("parameters {")]
        model = stanli.Model(stan_code=code, data={key: data[key] for key in data if f" {key};" in declared})
        calls = json.loads((Path(folder) / "calls.json").read_text())
        dimension = model.n_unconstrained
        place = 0.3 * np.sin(np.arange(1, dimension + 1))
        position, value, gradient = np.zeros(dimension), np.zeros(1), np.zeros(dimension)
        repeat(model._m, position, value, gradient, 1)

        def run(round):
            position[:] = 0
            begin = time.perf_counter()
            total = repeat(model._m, position, value, gradient, calls)
            ms = 1e3 * (time.perf_counter() - begin) / calls
            if math.isnan(total):
                raise ValueError("the density is not a number")
            density, slopes = model.log_prob_grad(place)
            above = density - model.log_prob_grad(np.zeros(dimension))[0]
            return ms, {"log density above that at 0": above, "gradient, to scale": (slopes / max(1, np.abs(slopes).max())).tolist()}

        return run

    return prepare


names = [*(name for name in STAN if name != "logistic"), "logistic-3", "logistic-5", "logistic-10"]
serve({name: task(name) for name in names}, f"Stan by stanli {version('stanli')}, exact mode")
