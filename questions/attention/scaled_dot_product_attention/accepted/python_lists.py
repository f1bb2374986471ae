"""Plain Python, one query at a time; hidden keys are simply not visited."""

import math

import numpy as np


def attend(query, keys, values, visible):
    scale = 1 / math.sqrt(len(query))
    scores = [(scale * sum(a * b for a, b in zip(query, keys[j])), j) for j in visible]
    if not scores:
        return [0.0] * len(values[0])
    top = max(score for score, _ in scores)
    weights = [(math.exp(score - top), j) for score, j in scores]
    total = sum(weight for weight, _ in weights)
    return [sum(weight * values[j][c] for weight, j in weights) / total for c in range(len(values[0]))]


def allowed(mask, lead, i, j, shape):
    """mask[lead, i, j] with broadcasting; the last axes of ``shape`` are those of the mask."""
    index = (*lead, i, j)[len(lead) + 2 - len(shape) :]
    return bool(mask[tuple(at if size > 1 else 0 for at, size in zip(index, shape))])


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    lead, t, s = q.shape[:-2], q.shape[-2], k.shape[-2]
    out = np.zeros((*lead, t, v.shape[-1]))
    for index in np.ndindex(*lead):
        queries, keys, values = q[index].tolist(), k[index].tolist(), v[index].tolist()
        for i in range(t):
            visible = range(min(i + 1, s)) if causal else range(s)
            if mask is not None:
                visible = [j for j in visible if allowed(mask, index, i, j, mask.shape)]
            out[(*index, i)] = attend(queries[i], keys, values, visible)
    return out
