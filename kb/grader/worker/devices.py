"""The device of a worker: whether this torch finds it, and its settings before an answer runs."""

from __future__ import annotations

from typing import Any

CPU = "cpu"


def found(torch: Any, device: str) -> bool:
    """Whether this torch finds the device."""
    if device == "mps":
        return bool(torch.backends.mps.is_available())
    return device == CPU or bool(torch.cuda.is_available())


def why_not(torch: Any, device: str) -> str | None:
    """Why answers cannot run on the device; None where they can, and then it has been started."""
    if device == CPU:
        return None
    if not found(torch, device):
        others = [name for name in ("cuda", "mps") if found(torch, name)]
        instead = f"--device {others[0]} is there" if others else "leave --device out to run on the CPU"
        return f"this torch ({torch.__version__}) finds no {device} device; {instead}"
    try:
        torch.zeros(1, device=device)  # where its driver does not survive the fork, it says so here
    except RuntimeError as error:
        return f"the {device} device cannot be started: {str(error)[:500]}"
    if device == "cuda":
        # The ten bits of TF32 would need tolerances through which every slip of float32 slips too.
        torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = False
    return None


def seed(torch: Any, device: str, number: int) -> None:
    """Seed torch's random numbers. On the CPU not by ``manual_seed``: for the GPUs that are not there it notes down
    where it was called from, which takes two milliseconds in every worker."""
    (torch.default_generator if device == CPU else torch).manual_seed(number)


def finish(torch: Any, device: str) -> None:
    """Wait until the device has done what was asked of it: none of it is to be counted as time of the next call."""
    if torch is not None and device != CPU:
        (torch.mps if device == "mps" else torch.cuda).synchronize()
