"""Plain Python, one key at a time."""

import math

import numpy as np


def attend(query, keys, values, block):
    scale = 1 / math.sqrt(len(query))
    top, total, mean = -math.inf, 0.0, [0.0] * len(values[0])
    for start in range(0, len(keys), block):
        for key, value in zip(keys[start : start + block], values[start : start + block]):
            score = scale * sum(a * b for a, b in zip(query, key))
            if score > top:
                shrink = math.exp(top - score)
                total, mean = total * shrink, [x * shrink for x in mean]
                top = score
            weight = math.exp(score - top)
            total += weight
            mean = [x + weight * y for x, y in zip(mean, value)]
    return [x / total for x in mean]


def online_softmax_attention(q, k, v, block):
    out = np.zeros((*q.shape[:-1], v.shape[-1]))
    for index in np.ndindex(*q.shape[:-2]):
        keys, values = k[index].tolist(), v[index].tolist()
        for i, query in enumerate(q[index].tolist()):
            out[(*index, i)] = attend(query, keys, values, block)
    return out
