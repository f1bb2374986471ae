"""PyTorch, on the device of the points."""

import torch


def nearest(x, centers):
    distances = (x[:, None] - centers[None]).square().sum(dim=2)
    return (distances == distances.min(dim=1, keepdim=True).values).to(torch.int64).argmax(dim=1)


def kmeans(x, init, iterations):
    centers = init.clone()
    for _ in range(iterations):
        member = torch.nn.functional.one_hot(nearest(x, centers), len(centers)).to(x.dtype)
        count = member.sum(dim=0)[:, None]
        moved = torch.stack([(x * column[:, None]).sum(dim=0) for column in member.T])
        centers = torch.where(count > 0, moved / count.clamp(min=1), centers)
    return centers, nearest(x, centers)
