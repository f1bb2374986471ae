"""PyTorch, with a generator of its own."""

import torch


def stratified_kfold(labels, k, seed):
    generator = torch.Generator().manual_seed(seed)
    labels = labels.to(torch.int64)
    fold = torch.empty_like(labels)
    dealt = 0
    for label in labels.unique():
        members = torch.nonzero(labels == label)[:, 0]
        shuffled = members[torch.randperm(len(members), generator=generator).to(labels.device)]
        fold[shuffled] = (dealt + torch.arange(len(members), device=labels.device)) % k
        dealt += len(members)
    return [(torch.nonzero(fold != i)[:, 0], torch.nonzero(fold == i)[:, 0]) for i in range(k)]
