"""The backend that PyTorch has to know before a device can be pretended, and the ``torch.cuda`` of that device.

All of this happens in a worker of its own, once, and for good.
"""

from __future__ import annotations

import sys
from typing import Any

KEPT: list[Any] = []  # what PyTorch refers to without owning it


def register(torch: Any) -> None:
    """Have PyTorch believe in the device, and tell the answer that it is there."""
    make_backend(torch)
    answer_for_cuda(torch)
    make_generator(torch)


def make_backend(torch: Any) -> None:
    """Make ``privateuseone`` a device type that autograd takes for a real one, with one device and no streams."""

    class Guard(torch._C._acc.DeviceGuard):  # type: ignore[misc]
        def type_(self) -> Any:
            return torch._C._autograd.DeviceType.PrivateUse1

    class Hooks(torch._C._acc.PrivateUse1Hooks):  # type: ignore[misc]
        def is_available(self) -> bool:
            return True

        def is_built(self) -> bool:
            return True

        def has_primary_context(self, index: int) -> bool:
            return True

        def init(self) -> None:
            pass

    torch.utils.rename_privateuse1_backend("gpu")
    torch._register_device_module("gpu", Backend())
    KEPT.extend([Hooks(), Guard()])
    torch._C._acc.register_python_privateuseone_hook(KEPT[0])
    torch._C._acc.register_python_privateuseone_device_guard(KEPT[1])
    # Without these the engine would look for threads of the device, and ``torch.tensor`` for its memory.
    torch.autograd.set_multithreading_enabled(False)
    torch._C._set_only_lift_cpu_tensors(True)
    torch._C._set_cudnn_enabled(False)


class Backend:
    """What PyTorch asks of the module of a device type."""

    def _is_in_bad_fork(self) -> bool:
        return False

    def manual_seed_all(self, seed: int) -> None:
        pass

    def is_available(self) -> bool:
        return True

    is_initialized = is_available

    def _lazy_init(self) -> None:
        pass

    def current_device(self) -> int:
        return 0

    def device_count(self) -> int:
        return 1

    def get_rng_state(self, device: Any = None) -> Any:
        return sys.modules["torch"].get_rng_state()

    def set_rng_state(self, state: Any, device: Any = None) -> None:
        sys.modules["torch"].set_rng_state(state)


def answer_for_cuda(torch: Any) -> None:
    """Answer the questions that a program asks before it uses a GPU."""
    backend, cuda = Backend(), torch.cuda
    for name in ("is_available", "current_device", "device_count", "_lazy_init", "is_initialized"):
        setattr(cuda, name, getattr(backend, name))
    for name in ("synchronize", "empty_cache", "set_device", "manual_seed", "manual_seed_all", "init"):
        setattr(cuda, name, lambda *arguments: None)
    cuda.get_device_name = lambda device=None: "a pretended device"
    if hasattr(torch, "accelerator"):
        torch.accelerator.is_available = backend.is_available
        torch.accelerator.current_accelerator = lambda check_available=False: torch.device("cuda")


def make_generator(torch: Any) -> None:
    """Have ``torch.Generator(device="cuda")`` give one that says so; its numbers are those of the CPU."""
    device, real = torch.device("cuda", 0), torch.Generator

    class Generator(real):  # type: ignore[misc, valid-type]
        pretended = False

        def __new__(cls, device: Any = "cpu") -> Any:
            made = real.__new__(cls)
            made.pretended = str(device).startswith("cuda")
            return made

        def __init__(self, device: Any = "cpu"):
            pass

        @property
        def device(self) -> Any:
            return device if self.pretended else torch.device("cpu")

    torch.Generator = Generator
