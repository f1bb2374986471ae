"""Plain Python that keeps the scores of all queries.

A list of Python numbers takes 32 bytes for each, four times as much as an array. One query at a time, with a running
maximum and sum over its keys, needs hardly any.

Caught by: test_speed_of_memory
Page: online
"""

import math

import numpy as np


def attend(queries, keys, values):
    scale = 1 / math.sqrt(len(queries[0]))
    scores = [[scale * sum(a * b for a, b in zip(query, key)) for key in keys] for query in queries]
    out = []
    for row in scores:
        top = max(row)
        weights = [math.exp(score - top) for score in row]
        total = sum(weights)
        out.append([sum(w * value[j] for w, value in zip(weights, values)) / total for j in range(len(values[0]))])
    return out


def online_softmax_attention(q, k, v, block):
    out = np.zeros((*q.shape[:-1], v.shape[-1]))
    for index in np.ndindex(*q.shape[:-2]):
        out[index] = attend(q[index].tolist(), k[index].tolist(), v[index].tolist())
    return out
