"""References for object detection: boxes, their overlap, the losses on it, and suppression."""
