# question: foundations/softmax_cross_entropy
import numpy as np


def softmax_cross_entropy(logits, targets, label_smoothing=0.0, ignore_index=-100):
    """Mean cross-entropy of softmax(logits), and its gradient in the logits.

    Args:
        logits: (N, K) floats.
        targets: (N,) integers, a class or ignore_index.
        label_smoothing: the share that is spread over all K classes.
        ignore_index: rows with this target do not count.

    Returns:
        (loss, dlogits): a float and an (N, K) array.
    """
    raise NotImplementedError("write me")
