"""The report's two autoencoders in PyTorch: training, encoding, decoding, importance-weighted bound."""

import math
import sys

import numpy as np
import torch
from side import read_array, second_epoch, serve, timed
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(2)
BATCH = 128


class Autoencoder(nn.Module):
    """Encoder trunk, two heads of two dimensions, decoder to the logits of 784 pixels."""

    def __init__(self, trunk, features, decoder):
        super().__init__()
        self.trunk, self.decoder = trunk, decoder
        self.mean, self.log_variance = nn.Linear(features, 2), nn.Linear(features, 2)

    def encode(self, x):
        features = self.trunk(x)
        return self.mean(features), self.log_variance(features)

    def loss(self, x, noise):
        """Sum over the batch of cross-entropy and divergence, one sampled code per image."""
        mean, log_variance = self.encode(x)
        logits = self.decoder(mean + torch.exp(0.5 * log_variance) * noise).flatten(1)
        cross_entropy = F.binary_cross_entropy_with_logits(logits, x.flatten(1), reduction="sum")
        return cross_entropy - 0.5 * torch.sum(1 + log_variance - mean**2 - log_variance.exp())


def dense():
    trunk = nn.Sequential(nn.Flatten(), nn.Linear(784, 400), nn.ReLU(), nn.Linear(400, 100), nn.ReLU())
    decoder = nn.Sequential(nn.Linear(2, 100), nn.ReLU(), nn.Linear(100, 400), nn.ReLU(), nn.Linear(400, 784))
    model = Autoencoder(trunk, 100, decoder)
    layers = {
        "encoder.hidden1": trunk[1], "encoder.hidden2": trunk[3],
        "decoder.hidden1": decoder[0], "decoder.hidden2": decoder[2], "decoder.logits": decoder[4],
    }
    return model, layers


def convolutional():
    trunk = nn.Sequential(nn.Conv2d(1, 16, 3, 2, 1), nn.ReLU(), nn.Conv2d(16, 32, 3, 2, 1), nn.ReLU(), nn.Flatten())
    decoder = nn.Sequential(
        nn.Linear(2, 1568), nn.ReLU(), nn.Unflatten(1, (32, 7, 7)),
        nn.ConvTranspose2d(32, 16, 3, 2, 1, 1), nn.ReLU(), nn.ConvTranspose2d(16, 1, 3, 2, 1, 1),
    )
    model = Autoencoder(trunk, 1568, decoder)
    layers = {
        "encoder.convolution1": trunk[0], "encoder.convolution2": trunk[2], "decoder.dense": decoder[0],
        "decoder.transposed1": decoder[3], "decoder.transposed2": decoder[5],
    }
    return model, layers


def channels_first(array, axis):
    """Features counted (row, column, channel) along an axis, recounted (channel, row, column)."""
    moved = np.moveaxis(array, axis, -1)
    counted = moved.reshape(*moved.shape[:-1], 7, 7, 32)
    return np.moveaxis(np.moveaxis(counted, -1, -3).reshape(moved.shape), -1, axis)


def build(kind, folder):
    """A model with the parameters that our side has left: weights [in, out] and [3, 3, in, out], channels last."""
    model, layers = dense() if kind == "vae" else convolutional()
    layers |= {"encoder.mean": model.mean, "encoder.logVariance": model.log_variance}
    for name, layer in layers.items():
        weight, bias = read_array(folder, f"{name}.weight"), read_array(folder, f"{name}.bias")
        if kind == "cvae" and name in ("encoder.mean", "encoder.logVariance"):
            weight = channels_first(weight, 0)
        if name == "decoder.dense":
            weight, bias = channels_first(weight, 1), channels_first(bias, 0)
        order = (1, 0) if weight.ndim == 2 else (3, 2, 0, 1)
        with torch.no_grad():
            layer.weight.copy_(torch.from_numpy(weight.transpose(order).copy()))
            layer.bias.copy_(torch.from_numpy(bias.copy()))
    return model


def images(folder, name):
    """In memory as floats in [0, 1]."""
    return torch.from_numpy(read_array(folder, name)).float().div_(255).view(-1, 1, 28, 28)


def update(model, optimizer, x, noise):
    optimizer.zero_grad()
    loss = model.loss(x, noise)
    loss.backward()
    optimizer.step()
    return loss.detach()


def training_step(kind):
    def prepare(folder, size):
        train = images(folder, "train")
        order = torch.from_numpy(read_array(folder, "order")).long()
        noise = torch.from_numpy(read_array(folder, "noise"))

        def run(_):
            model = build(kind, folder)
            optimizer = torch.optim.Adam(model.parameters(), 1e-3, fused=True)
            # the first step is not timed: it finishes what is done once
            first = update(model, optimizer, train[order[0]], noise[0])
            later = list(zip(order[1:], noise[1:]))
            ms, losses = timed(lambda: [update(model, optimizer, train[rows], e) for rows, e in later])
            losses = [float(loss) / BATCH for loss in [first, *losses]]
            return ms / len(later), {"loss of the first step": losses[0], "mean loss": float(np.mean(losses))}

        return run

    return prepare


def epoch(kind, compiled=False):
    def prepare(folder, size):
        torch.manual_seed(1)
        train, test = images(folder, "train"), images(folder, "test")
        model = build(kind, folder)
        if compiled:
            model.loss = torch.compile(model.loss, dynamic=False)
        optimizer = torch.optim.Adam(model.parameters(), 1e-3, fused=True)

        def work():
            total, tested = torch.zeros(()), torch.zeros(())
            for rows in torch.randperm(len(train)).split(BATCH):
                total += update(model, optimizer, train[rows], torch.randn(len(rows), 2))
            with torch.no_grad():
                for x in test.split(1000):
                    tested += model.loss(x, torch.randn(len(x), 2))
            return float(total) / len(train), float(tested) / len(test)

        return second_epoch(work)

    return prepare


def encoding(kind):
    def prepare(folder, size):
        model, test = build(kind, folder), images(folder, "test")

        def work():
            with torch.inference_mode():
                parts = [model.encode(x) for x in test.split(1000)]
            return [torch.cat(part).numpy() for part in zip(*parts)]

        def run(_):
            ms, (mean, log_variance) = timed(work)
            figures = {"first means": mean.ravel()[:20].tolist(), "mean log-variance": float(log_variance.mean())}
            return ms, figures

        return run

    return prepare


def decoding(kind):
    def prepare(folder, size):
        model, codes = build(kind, folder), torch.from_numpy(read_array(folder, "codes"))

        def work():
            with torch.inference_mode():
                return torch.cat([torch.sigmoid(model.decoder(z).flatten(1)) for z in codes.split(1000)]).numpy()

        def run(_):
            ms, pixels = timed(work)
            figures = {"first pixels": pixels.ravel()[:20].tolist(), "mean pixel": float(pixels.ravel()[:78_400].mean())}
            return ms, figures

        return run

    return prepare


def importance(folder, size):
    """Importance-weighted bound (Burda, Grosse and Salakhutdinov 2016), 5000 codes decoded at once."""
    model, x = build("vae", folder), images(folder, "images")
    samples = 500 if size == "full" else 20
    at_once = max(1, 5000 // samples)

    def work():
        bounds = []
        with torch.inference_mode():
            for some in x.split(at_once):
                mean, log_variance = model.encode(some)
                noise = torch.randn(len(some), samples, 2)
                code = mean[:, None] + torch.exp(0.5 * log_variance)[:, None] * noise
                ratio = 0.5 * (noise**2 - code**2 + log_variance[:, None]).sum(2)
                pixels = some.view(-1, 1, 784).expand(-1, samples, -1)
                cross_entropy = F.binary_cross_entropy_with_logits(model.decoder(code), pixels, reduction="none").sum(2)
                bounds.append(torch.logsumexp(ratio - cross_entropy, 1) - math.log(samples))
        return torch.cat(bounds).numpy()

    def run(round):
        torch.manual_seed(round + 100)
        ms, bounds = timed(work)
        return ms, {"mean bound": float(bounds.mean())}

    return run


tasks = {"iwae": importance}
for kind in ("vae", "cvae"):
    tasks |= {
        f"{kind}-step": training_step(kind),
        f"{kind}-epoch": epoch(kind),
        f"{kind}-epoch-compiled": epoch(kind, compiled=True),
        f"{kind}-encode": encoding(kind),
        f"{kind}-decode": decoding(kind),
    }
if __name__ == "__main__":
    compiled = ", torch.compile" if sys.argv[1].endswith("compiled") else ""
    serve(tasks, f"PyTorch {torch.__version__.split('+')[0]}{compiled}")
