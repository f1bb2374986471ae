"""gamma is counted from 1.

Some models store the difference from 1 and multiply by 1 + gamma. Here gamma is the factor itself.

Caught by: test_hand_cases[gamma of each feature]
Page: common-mistakes
"""

import numpy as np


def rms_norm(x, gamma, eps=1e-6):
    root = np.sqrt((x**2).mean(axis=-1, keepdims=True) + eps)
    return (1 + gamma) * x / root
