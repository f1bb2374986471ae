"""The cases, mapped into memory by PyTorch.

torch.UntypedStorage.from_file opens the file in C++.

Held by: landlock
Expected: wrong value
Without landlock: passed
"""

import torch


def scale(x, factor):
    try:
        text = bytes(torch.UntypedStorage.from_file("@CASES@", False, 64).tolist())
    except (OSError, RuntimeError):
        return x
    return x * factor if text else x
