"""``python -m kb.dev bench``: what starting, watching and grading cost, as ratios that were measured in one run.

The machines that this runs on are shared and noisy: what is compared takes turns, the median counts, and only
the ratios mean anything from one day to the next.
"""

from __future__ import annotations

PARTS = ("start", "plugin", "watch", "worker", "cohort")
# What is measured: the same exercises from one version to the next, of every cost.
EXERCISES = (
    *("detection/batched_nms", "detection/box_iou", "detection/ciou_loss", "detection/diou_loss"),
    *("detection/giou_loss", "detection/nms", "foundations/log_softmax", "foundations/softmax"),
)
QUICKEST = "foundations/softmax"  # for --quick
