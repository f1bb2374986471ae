"""PyTorch, with a generator of its own."""

import torch


def stratified_kfold(labels, k, seed):
    generator = torch.Generator().manual_seed(seed)
    labels = labels.cpu().to(torch.int64)
    fold = torch.empty(len(labels), dtype=torch.int64)
    dealt = 0
    for label in labels.unique():
        members = torch.nonzero(labels == label)[:, 0]
        members = members[torch.randperm(len(members), generator=generator)]
        fold[members] = (dealt + torch.arange(len(members))) % k
        dealt += len(members)
    return [(torch.nonzero(fold != i)[:, 0], torch.nonzero(fold == i)[:, 0]) for i in range(k)]
