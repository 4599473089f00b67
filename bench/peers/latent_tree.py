"""EM for a latent tree in NumPy: single precision, messages for all nodes of a level at once, batches of 512 images."""

import numpy as np
from side import read_array, serve, timed

BATCH = 512


def layout(parents):
    """Pixels breadth first, level by level, and for each level the places of its parents within the level above."""
    levels = [[int(np.flatnonzero(parents == -1)[0])]]
    above = [[]]
    while levels[-1]:
        children = [np.flatnonzero(parents == node) for node in levels[-1]]
        above.append(np.repeat(np.arange(len(children)), [len(each) for each in children]))
        levels.append([int(child) for some in children for child in some])
    return levels[:-1], above[:-1]


def maximised(counts, base, images):
    """Parameters from expected counts per image, with pseudo-counts of 1 for transitions and 5 for emissions."""
    prior, transitions, emissions = (each * np.float32(images) for each in counts)
    states = len(prior)
    prior, transitions = prior + np.float32(1 / states), transitions + np.float32(1 / states)
    emissions = emissions + np.float32(5) * base[..., None]
    return prior / prior.sum(), transitions / transitions.sum(2, keepdims=True), emissions / emissions.sum(1, keepdims=True)


def upward(pixels, starts, levels, above, parameters):
    prior, transitions, emissions = parameters
    evidence, messages, total = [None] * len(levels), [None] * len(levels), np.zeros(len(pixels))
    arriving = None
    for depth in range(len(levels) - 1, -1, -1):
        start, nodes = starts[depth], levels[depth]
        places = np.arange(start, start + len(nodes))
        own = emissions[places[:, None], pixels[:, nodes].T]
        if arriving is not None:
            for child, parent in enumerate(above[depth + 1]):
                own[parent] *= arriving[child]
        if depth == 0:
            own *= prior
            scale = own.sum(2, keepdims=True)
            evidence[0] = own / scale
        else:
            evidence[depth] = own
            messages[depth] = own @ transitions[start - 1 : start - 1 + len(nodes)].transpose(0, 2, 1)
            scale = messages[depth].mean(2, keepdims=True)
            arriving = messages[depth] / scale
        total += np.log(scale.astype(np.float64)).sum((0, 2))
    return evidence, messages, total


def add_counts(sums, pixels, starts, levels, above, parameters):
    transitions = parameters[1]
    evidence, messages, total = upward(pixels, starts, levels, above, parameters)
    posterior = evidence[0]
    sums[0] += posterior.sum((0, 1))
    for depth, nodes in enumerate(levels):
        start = starts[depth]
        if depth > 0:
            own = transitions[start - 1 : start - 1 + len(nodes)]
            outside = posterior[above[depth]] / messages[depth]
            posterior = evidence[depth] * (outside @ own)
            sums[1][start - 1 : start - 1 + len(nodes)] += own * (outside.transpose(0, 2, 1) @ evidence[depth])
        for i, node in enumerate(nodes):
            np.add.at(sums[2][start + i], pixels[:, node], posterior[i])
    return total.sum()


def passes(folder, size):
    images = read_array(folder, "images")
    levels, above = layout(read_array(folder, "parents"))
    starts = np.cumsum([0, *(len(level) for level in levels)])
    order = [node for level in levels for node in level]
    base = np.stack([(np.bincount(images[:, node], minlength=256) + 1 / 256) / (len(images) + 1) for node in order])
    base = base.astype(np.float32)
    counts = [read_array(folder, name) for name in ("prior", "transitions", "emissions")]

    def iterate():
        parameters = maximised(counts, base, len(images))
        sums = [np.zeros_like(each) for each in counts]
        total = sum(
            add_counts(sums, images[first : first + BATCH], starts, levels, above, parameters)
            for first in range(0, len(images), BATCH)
        )
        return total / len(images), [each / np.float32(len(images)) for each in sums]

    def run(_):
        nonlocal counts
        ms, (mean, counts) = timed(iterate)
        return ms, {"mean log-likelihood": float(mean)}

    return run


serve({"passes": passes}, f"NumPy {np.__version__}")
