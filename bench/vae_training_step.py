"""One training step of the report's two models in PyTorch, batch 128, two threads: the peer of vae-training-step.mjs.

    pip install torch==2.13.0 && python vae_training_step.py

Images are random bits of MNIST's size, already in memory as floats: the time of a step does not depend on their content.
"""

import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(2)
BATCH, WARM_UP, STEPS = 128, 50, 300


class Autoencoder(nn.Module):
    """Encoder trunk, two heads of two dimensions, decoder to the logits of 784 pixels."""

    def __init__(self, trunk, features, decoder):
        super().__init__()
        self.trunk, self.decoder = trunk, decoder
        self.mean, self.log_variance = nn.Linear(features, 2), nn.Linear(features, 2)

    def forward(self, x):
        features = self.trunk(x)
        mean, log_variance = self.mean(features), self.log_variance(features)
        code = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)
        return self.decoder(code).flatten(1), mean, log_variance


def dense():
    trunk = nn.Sequential(nn.Flatten(), nn.Linear(784, 400), nn.ReLU(), nn.Linear(400, 100), nn.ReLU())
    decoder = nn.Sequential(nn.Linear(2, 100), nn.ReLU(), nn.Linear(100, 400), nn.ReLU(), nn.Linear(400, 784))
    return Autoencoder(trunk, 100, decoder)


def convolutional():
    trunk = nn.Sequential(nn.Conv2d(1, 16, 3, 2, 1), nn.ReLU(), nn.Conv2d(16, 32, 3, 2, 1), nn.ReLU(), nn.Flatten())
    decoder = nn.Sequential(
        nn.Linear(2, 1568), nn.ReLU(), nn.Unflatten(1, (32, 7, 7)),
        nn.ConvTranspose2d(32, 16, 3, 2, 1, 1), nn.ReLU(), nn.ConvTranspose2d(16, 1, 3, 2, 1, 1),
    )
    return Autoencoder(trunk, 1568, decoder)


def training_step(model, optimizer, x):
    optimizer.zero_grad()
    logits, mean, log_variance = model(x)
    cross_entropy = F.binary_cross_entropy_with_logits(logits, x.flatten(1), reduction="sum")
    divergence = -0.5 * torch.sum(1 + log_variance - mean**2 - log_variance.exp())
    (cross_entropy + divergence).backward()
    optimizer.step()


def main():
    images = (torch.rand(60_000, 1, 28, 28) > 0.8).float()
    for name, build in (("vae", dense), ("convolutional-vae", convolutional)):
        model = build()
        optimizer = torch.optim.Adam(model.parameters(), 1e-3)
        times = []
        for step in range(WARM_UP + STEPS):
            first = step * BATCH % (len(images) - BATCH)
            begin = time.perf_counter()
            training_step(model, optimizer, images[first:first + BATCH])
            times.append(time.perf_counter() - begin)
        print(f"{name}: PyTorch {torch.__version__} {1e3 * statistics.median(times[WARM_UP:]):.2f} ms a step")


if __name__ == "__main__":
    main()
