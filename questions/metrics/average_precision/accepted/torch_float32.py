"""PyTorch in float32: integers are divided."""

import torch


def average_precision(matched, scores, positives, method="coco"):
    if positives == 0:
        return float("nan")
    hits = matched[torch.sort(scores, descending=True, stable=True).indices].cumsum(0)
    precision = hits / torch.arange(1, len(hits) + 1, device=hits.device)
    recall = hits / positives
    if method == "area":
        steps = recall.diff(prepend=recall.new_zeros(1))
        best = [precision[i:].max() for i in range(len(hits))]
        return float(sum(step * top for step, top in zip(steps, best)))
    grid = torch.linspace(0, 1, {"voc07": 11, "coco": 101}[method], device=hits.device)
    reached = torch.where(recall >= grid[:, None], precision, 0.0)
    return float(reached.amax(dim=1).mean()) if len(hits) else 0.0
