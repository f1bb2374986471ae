"""PyTorch, on the device of the boxes."""

import torch


def kmeans_anchors(wh, init, iterations):
    anchors = init.clone()
    for _ in range(iterations):
        both = torch.minimum(wh[:, None], anchors[None]).prod(dim=2)
        iou = both / (wh.prod(dim=1)[:, None] + anchors.prod(dim=1)[None] - both)
        best = iou.max(dim=1, keepdim=True).values
        first = (iou == best).to(torch.int64).argmax(dim=1)  # of equals the first
        anchors = torch.stack(
            [
                wh[first == k].mean(dim=0) if bool((first == k).any()) else anchors[k]
                for k in range(len(anchors))
            ]
        )
    return anchors
