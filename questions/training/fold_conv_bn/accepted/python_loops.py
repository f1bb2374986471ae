"""Plain Python, one output channel after the other."""

import math


def scaled(nested, factor):
    return [scaled(part, factor) for part in nested] if isinstance(nested, list) else nested * factor


def fold_conv_bn(weight, bias, gamma, beta, mean, var, eps=1e-5):
    weights, shifts = [], []
    for o, kernel in enumerate(weight.tolist()):
        scale = float(gamma[o]) / math.sqrt(float(var[o]) + eps)
        start = 0.0 if bias is None else float(bias[o])
        weights.append(scaled(kernel, scale))
        shifts.append((start - float(mean[o])) * scale + float(beta[o]))
    return weights, shifts
