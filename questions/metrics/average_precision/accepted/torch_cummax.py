"""PyTorch with cummax from the right."""

import torch


def average_precision(matched, scores, positives, method="coco"):
    if positives == 0:
        return float("nan")
    if len(matched) == 0:
        return 0.0
    order = torch.argsort(scores, descending=True, stable=True)
    hits = torch.cumsum(matched[order].double(), dim=0)
    precision = hits / torch.arange(1, len(hits) + 1, device=hits.device)
    recall = hits / positives
    best = precision.flip(0).cummax(dim=0).values.flip(0)
    if method == "area":
        return float((torch.diff(recall, prepend=recall.new_zeros(1)) * best).sum())
    grid = torch.linspace(0, 1, 11 if method == "voc07" else 101, dtype=recall.dtype, device=recall.device)
    best = torch.cat([best, best.new_zeros(1)])
    return float(best[torch.searchsorted(recall, grid)].mean())
