"""Negative weights are lost.

max(w - lam, 0) is a shifted ReLU. Weights of both signs shrink towards 0: take the absolute value and put the
sign back.

Caught by: test_hand_cases[negative: lam more]
Page: l1-l2
"""

import numpy as np


def soft_threshold(w, lam):
    return np.maximum(w - lam, 0)
