"""Plain Python, one channel after the other."""

import math

import numpy as np


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    y = np.zeros(x.shape)
    means, variances = running_mean.tolist(), running_var.tolist()
    for c in range(x.shape[1]):
        values = x[:, c].ravel().tolist()
        mean, var = means[c], variances[c]
        if training:
            n = len(values)
            mean = math.fsum(values) / n
            squares = math.fsum((v - mean) ** 2 for v in values)
            var = squares / n
            means[c] = (1 - momentum) * means[c] + momentum * mean
            variances[c] = (1 - momentum) * variances[c] + momentum * squares / (n - 1)
        scale = float(gamma[c]) / math.sqrt(var + eps)
        for index in np.ndindex(y[:, c].shape):
            y[:, c][index] = (float(x[:, c][index]) - mean) * scale + float(beta[c])
    return y, means, variances
