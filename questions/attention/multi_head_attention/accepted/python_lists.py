"""Plain Python on lists of lists."""

import math

import numpy as np


def linear(rows, weight, bias):
    return [[sum(a * b for a, b in zip(row, w)) + c for w, c in zip(weight, bias)] for row in rows]


def attend(queries, keys, values, causal):
    out = []
    for i, query in enumerate(queries):
        seen = i + 1 if causal else len(keys)
        scores = [sum(a * b for a, b in zip(query, key)) / math.sqrt(len(query)) for key in keys[:seen]]
        top = max(scores)
        weights = [math.exp(score - top) for score in scores]
        total = sum(weights)
        columns = zip(*values[:seen])
        out.append([sum(w * c for w, c in zip(weights, column)) / total for column in columns])
    return out


def multi_head_attention(x, w_qkv, b_qkv, w_out, b_out, heads, causal=False):
    d = x.shape[-1]
    size = d // heads
    result = np.zeros(x.shape)
    for n, tokens in enumerate(x.tolist()):
        packed = linear(tokens, w_qkv.tolist(), b_qkv.tolist())
        merged = [[] for _ in tokens]
        for start in range(0, d, size):
            q, k, v = ([row[at + start : at + start + size] for row in packed] for at in (0, d, 2 * d))
            for row, more in zip(merged, attend(q, k, v, causal)):
                row.extend(more)
        result[n] = linear(merged, w_out.tolist(), b_out.tolist())
    return result
