"""The report's stages in Python: from the raw files to figures with PyTorch, scikit-learn, Pyro and Matplotlib."""

import math
import tempfile
import time
from pathlib import Path

import arviz
import matplotlib
import numpy as np
import pyro
import pyro.distributions as dist
import torch
from autoencoders import BATCH, convolutional, dense, update
from pyro.infer import MCMC, NUTS
from side import serve, timed
from sklearn.decomposition import PCA
from sklearn.mixture import GaussianMixture

matplotlib.use("agg")
import matplotlib.pyplot as plt

torch.set_num_threads(2)
SHARES = {
    "full": {"train": 60_000, "test": 10_000, "epochs": 25, "iterations": 36, "chains": 4, "chain": (100, 500), "steps": 10},
    "tiny": {"train": 1000, "test": 200, "epochs": 1, "iterations": 2, "chains": 2, "chain": (150, 150), "steps": 1},
}


def read_idx(folder, name, header):
    return np.fromfile(next(Path(folder).glob(name)), np.uint8, offset=header)


def load(folder, share):
    sets = {}
    for name, prefix in (("train", "train"), ("test", "t10k")):
        images = read_idx(folder, f"{prefix}-images?idx3-ubyte", 16).reshape(-1, 784)[: share[name]]
        labels = read_idx(folder, f"{prefix}-labels?idx1-ubyte", 8)[: share[name]]
        sets[name] = (torch.from_numpy(images).float().div_(255).view(-1, 1, 28, 28), labels)
    return sets


def save(figures, name, figure):
    figure.savefig(Path(figures) / f"{name}.png", dpi=150)
    figure.savefig(Path(figures) / f"{name}.svg")
    plt.close(figure)


def strip(figures, name, images):
    figure, axes = plt.subplots(1, len(images), figsize=(len(images), 1))
    for axis, image in zip(axes, images):
        axis.imshow(image.reshape(28, 28), vmin=0, vmax=1)
        axis.set_axis_off()
    save(figures, name, figure)


def scatter(figures, name, codes, labels):
    figure, axis = plt.subplots(figsize=(5, 5))
    for digit in range(10):
        axis.scatter(*codes[labels == digit].T, s=4, label=str(digit))
    axis.legend()
    save(figures, name, figure)


def autoencoder(name, build, sets, epochs, figures):
    (train, _), (test, labels) = sets["train"], sets["test"]
    model, _ = build()
    optimizer = torch.optim.Adam(model.parameters(), 1e-3, fused=True)
    curve = []
    for _ in range(epochs):
        for rows in torch.randperm(len(train)).split(BATCH):
            update(model, optimizer, train[rows], torch.randn(len(rows), 2))
        with torch.no_grad():
            curve.append(-sum(float(model.loss(x, torch.randn(len(x), 2))) for x in test.split(1000)) / len(test))
    with torch.inference_mode():
        codes = torch.cat([model.encode(x)[0] for x in test.split(1000)]).numpy()
        strip(figures, f"{name}-samples", torch.sigmoid(model.decoder(torch.randn(10, 2))).flatten(1).numpy())
    scatter(figures, f"{name}-codes", codes, labels)
    return curve


X = torch.linspace(-1, 1, 5, dtype=torch.float64)


def objective(x):
    return torch.sin(20 * x) + 2 * torch.cos(14 * x) - 2 * torch.sin(6 * x)


def kernel(a, b, lengthscale, variance):
    return variance * torch.exp(-0.5 * (a[:, None] - b[None, :]) ** 2 / lengthscale**2)


def model(x, y):
    lengthscale = pyro.sample("lengthscale", dist.LogNormal(x.new_tensor(-1.0), 1.0))
    variance = pyro.sample("variance", dist.LogNormal(x.new_tensor(0.0), 2.0))
    gram = kernel(x, x, lengthscale, variance) + 1e-4 * torch.eye(len(x), dtype=x.dtype)
    pyro.sample("y", dist.MultivariateNormal(torch.zeros_like(y), scale_tril=torch.linalg.cholesky(gram)), obs=y)


def hyper_draws(x, y, warmup, draws):
    mcmc = MCMC(NUTS(model), num_samples=draws, warmup_steps=warmup, disable_progbar=True)
    mcmc.run(x, y)
    return mcmc.get_samples()


def predictions(x, y, grid, samples):
    """Means and variances of all draws at once, [draws, points]."""
    lengthscale, variance = (samples[name][:, None, None] for name in ("lengthscale", "variance"))
    gram = variance * torch.exp(-0.5 * (x[:, None] - x) ** 2 / lengthscale**2) + 1e-4 * torch.eye(len(x), dtype=x.dtype)
    cross = variance * torch.exp(-0.5 * (x[:, None] - grid) ** 2 / lengthscale**2)
    whitened = torch.linalg.solve_triangular(torch.linalg.cholesky(gram), torch.cat([cross, y.expand(len(gram), -1)[..., None]], -1), upper=False)
    cross, target = whitened[..., :-1], whitened[..., -1:]
    return (cross * target).sum(1), (variance[:, 0] - (cross**2).sum(1)).clamp_min(0)


def band(figures, name, grid, mean, variance):
    figure, axis = plt.subplots(figsize=(6, 3))
    axis.plot(grid, mean)
    axis.fill_between(grid, mean - 2 * variance.sqrt(), mean + 2 * variance.sqrt(), alpha=0.3)
    save(figures, name, figure)


def whole_report(mnist, share, figures):
    start = before = time.perf_counter()
    stages = {}

    def stage(name):
        nonlocal before
        now = time.perf_counter()
        stages[name], before = 1e3 * (now - before), now
        print(f"bench-done {name}, {now - start:.0f} s", flush=True)

    sets = load(mnist, share)
    stage("data")
    vae = autoencoder("vae", dense, sets, share["epochs"], figures)
    stage("vae")
    cvae = autoencoder("cvae", convolutional, sets, share["epochs"], figures)
    figure, axis = plt.subplots(figsize=(6, 3))
    axis.plot(vae, label="VAE")
    axis.plot(cvae, label="CVAE")
    axis.legend()
    save(figures, "training", figure)
    stage("cvae")
    (train, _), (test, labels) = sets["train"], sets["test"]
    rows, test_rows = (images.view(-1, 784).double().numpy() for images in (train, test))
    pca = PCA(2, svd_solver="covariance_eigh").fit(rows)
    likelihood = float(pca.score(test_rows))
    scatter(figures, "pca-codes", pca.transform(test_rows), labels)
    stage("pca")
    # on grey levels 0 to 255, as in the report
    mixture = GaussianMixture(10, max_iter=share["iterations"], tol=0.0, random_state=1).fit(255 * rows)
    scores = mixture.score_samples(255 * test_rows)
    strip(figures, "mixture", mixture.means_ / 255)
    stage("mixture")
    x, y, grid = X, objective(X), torch.linspace(-1, 1, 200, dtype=torch.float64)
    chains = [hyper_draws(x, y, *share["chain"]) for _ in range(share["chains"])]
    names = ("lengthscale", "variance")
    effective = min(float(arviz.ess(np.stack([chain[name].numpy() for chain in chains]))) for name in names)
    means, variances = predictions(x, y, grid, {name: torch.cat([chain[name] for chain in chains]) for name in names})
    band(figures, "process", grid, means.mean(0), variances.mean(0))
    stage("process")
    for _ in range(share["steps"]):
        means_of_step, variances_of_step = predictions(x, y, grid, hyper_draws(x, y, 100, 100))
        drawn = (means_of_step + (variances_of_step + 1e-4) * torch.randn_like(means_of_step)).mean(0)
        place = grid[drawn.argmin()][None]
        x, y = torch.cat([x, place]), torch.cat([y, objective(place)])
    band(figures, "optimisation", grid, means.mean(0), variances.mean(0))
    stage("optimisation")
    return stages, {
        "ELBO of the VAE": vae[-1],
        "ELBO of the CVAE": cvae[-1],
        "log-likelihood of PPCA": likelihood,
        "mean log-likelihood of the mixture is finite": int(math.isfinite(scores.mean())),
        "evaluations of the objective": len(x),
        "effective draws are some": int(effective > 1),
    }


def report(folder, size):
    mnist = (Path(folder) / "mnist-folder").read_text()

    def run(round):
        torch.manual_seed(round + 1000)
        pyro.set_rng_seed(round + 1000)
        with tempfile.TemporaryDirectory() as figures:
            ms, (stages, compared) = timed(lambda: whole_report(mnist, SHARES[size], figures))
        return ms, compared, {"stages": stages}

    return run


serve({"report": report}, f"PyTorch {torch.__version__.split('+')[0]}, Pyro {pyro.__version__} and others")
