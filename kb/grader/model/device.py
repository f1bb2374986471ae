"""Devices on which answers in PyTorch run: the one place that knows their names, and what each of them lacks.

The grader itself imports no PyTorch; whether a device is there, only a worker can tell (``worker/devices.py``). Time on
a device is counted until the values have come back, and they come when the device has computed them.
"""

from __future__ import annotations

from typing import Final, Literal

Device = Literal["cpu", "cuda", "mps"]
CPU: Final = "cpu"
ACCELERATORS: tuple[Device, ...] = ("cuda", "mps")
DEVICES: tuple[Device, ...] = (CPU, *ACCELERATORS)
WITHOUT_FLOAT64: tuple[Device, ...] = ("mps",)
