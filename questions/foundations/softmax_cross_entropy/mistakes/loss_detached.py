"""The loss is cut off from the graph.

`.item()`, `float(...)` or `detach()` give the right number, and training stands still. Only `dlogits` needs no graph.

Caught by: test_gradient[0.0]
Page: reference-implementation
"""

import torch


def softmax_cross_entropy(logits, targets, label_smoothing=0.0, ignore_index=-100):
    k = logits.shape[1]
    keep = targets != ignore_index
    with torch.no_grad():
        log_p = torch.log_softmax(logits, dim=1)
        t = (targets[:, None] == torch.arange(k)).to(logits.dtype) * (1 - label_smoothing) + label_smoothing / k
        weight = (keep.to(logits.dtype) / keep.sum().clamp(min=1))[:, None]
        return -(weight * t * log_p).sum(), weight * (log_p.exp() - t)
