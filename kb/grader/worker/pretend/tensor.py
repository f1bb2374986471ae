"""The kind of tensor that is on the pretended device, and the two modes in which PyTorch meets it.

The rules that these tensors follow are in ``device``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

KEPT: list[Any] = []  # the modes, which are never left


def kind_of(torch: Any, pretence: Any, unreadable: Callable[[], Exception]) -> type:
    """The type of a pretended tensor; it wraps one on the CPU as ``inner``."""
    shown, real = pretence.shown, torch.device("privateuseone", 0)

    class Tensor(torch.Tensor):  # type: ignore[misc]
        __torch_function__ = torch._C._disabled_torch_function_impl
        inner: Any

        @staticmethod
        def __new__(cls: Any, inner: Any) -> Any:
            made = torch.Tensor._make_wrapper_subclass(
                cls,
                inner.size(),
                strides=inner.stride(),
                storage_offset=inner.storage_offset(),
                dtype=inner.dtype,
                device=real,
            )
            made.inner = inner
            return made

        @classmethod
        def __torch_dispatch__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            return pretence.run(func, args, kwargs or {})

        @property
        def device(self) -> Any:
            return shown

        @property
        def is_cuda(self) -> bool:
            return True

        @property
        def data(self) -> Any:
            return self.detach()

        @data.setter
        def data(self, value: Any) -> None:
            torch.Tensor.data.__set__(self, value)
            self.inner = value.inner

        def type(self, dtype: Any = None, *more: Any, **named: Any) -> Any:
            plain = self.inner.type(dtype, *more, **named)
            return (
                plain.replace("torch.", "torch.cuda.", 1) if isinstance(plain, str) else self.to(plain.dtype)
            )

        def __format__(self, spec: str) -> str:
            return str(self.detach().cpu().__format__(spec))

        def tolist(self) -> Any:
            return self.detach().cpu().tolist()

        def numpy(self, *, force: bool = False) -> Any:
            if not force:
                raise unreadable()
            return self.detach().cpu().numpy()

        def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
            raise unreadable()

        def __repr__(self, **named: Any) -> str:
            return repr(self.detach().cpu())[:-1] + ", device='cuda:0')"

        def __reduce_ex__(self, protocol: Any) -> Any:
            return (torch.Tensor.cuda, (self.detach().cpu(),))

    return Tensor


def enter(torch: Any, pretence: Any) -> None:
    """Have every function and every operator of PyTorch come by, in this thread, from now on."""
    from torch.overrides import TorchFunctionMode
    from torch.utils._python_dispatch import TorchDispatchMode

    real, kind = torch.device("privateuseone", 0), pretence.kind

    def placed(value: Any) -> Any:
        """The device that a name of the pretended one stands for."""
        named = type(value) is str and value.partition(":")[0] == "cuda"
        return real if named or (type(value) is torch.device and value.type == "cuda") else value

    def move(parameter: Any, value: Any) -> None:
        """``module.weight.data = x``: with values on a GPU, the very object is on the GPU from then on."""
        with torch._C.DisableTorchFunction():
            moved = value.detach().requires_grad_(parameter.requires_grad)
            if isinstance(parameter, torch.nn.Parameter):
                moved = torch.nn.Parameter(moved, parameter.requires_grad)
            torch.utils.swap_tensors(parameter, moved)

    SET_DATA = torch.Tensor.data.__set__

    class Functions(TorchFunctionMode):  # type: ignore[misc]
        def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            if func is torch.device:
                return func(*args, **(kwargs or {}))
            if func is torch.Tensor.cuda:
                return args[0].to(real)
            if func == SET_DATA and isinstance(args[1], kind) and not isinstance(args[0], kind):
                return move(args[0], args[1])
            named = {name: placed(value) for name, value in (kwargs or {}).items()}
            if named.get("generator") is not None:
                pretended = named.get("device") is real or any(isinstance(value, kind) for value in args)
                pretence.check_generator(named["generator"], pretended)
            return func(*map(placed, args), **named)

    class Operators(TorchDispatchMode):  # type: ignore[misc]
        @classmethod
        def _should_skip_dynamo(cls) -> bool:
            return (
                False  # otherwise the compiler is imported, for two seconds, to be told that it is not wanted
            )

        def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            return pretence.run(func, args, kwargs or {})

    func = torch.from_numpy  # comes by neither of the modes

    def from_numpy(array: Any) -> Any:
        made = func(array)
        pretence.origins.remember(made, "from_numpy", [], False)
        return made

    torch.from_numpy = from_numpy
    for mode in (Functions(), Operators()):
        mode.__enter__()
        KEPT.append(mode)
