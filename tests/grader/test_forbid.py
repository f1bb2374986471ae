"""Forbidden names are found under their aliases; building blocks and look-alikes are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.grader import Answer, Failure
from kb.grader.forbid import check_source

SOFTMAX = ("torch.softmax", "torch.nn.Softmax", "scipy.special.softmax")


def check(source: str) -> None:
    check_source(Answer(Path("a.py"), source), SOFTMAX)


@pytest.mark.parametrize(
    ("source", "name", "line"),
    [
        ("import torch\ny = torch.softmax(x, 0)", "torch.softmax", 2),
        ("import torch as t\ny = t.softmax(x, 0)", "torch.softmax", 2),
        ("from torch import softmax", "torch.softmax", 1),
        ("from torch import softmax as s", "torch.softmax", 1),
        ("import torch.nn.functional as F\ny = F.softmax(x, 0)", "torch.nn.functional.softmax", 2),
        ("from torch.nn import functional as G\ny = G.softmax(x)", "torch.nn.functional.softmax", 2),
        ("from torch.nn.functional import softmax", "torch.nn.functional.softmax", 1),
        ("from torch import nn\nnn.Softmax(-1)(x)", "torch.nn.Softmax", 2),
        ("import torch\ngetattr(torch, 'softmax')(x, 0)", "torch.softmax", 2),
        ("import torch\nt = torch\nt.softmax(x, 0)", "torch.softmax", 3),
        ("import torch\nx.softmax(-1)", "softmax", 2),
        ("import torch\nf = torch.nn.functional\n\nf.softmax(x)", "torch.nn.functional.softmax", 4),
        ("import scipy.special\nscipy.special.softmax(x)", "scipy.special.softmax", 2),
        ("from scipy import special as sp\nsp.softmax(x)", "scipy.special.softmax", 2),
        ("import torch\ntorch.ops.aten.softmax(x)", "torch.ops.aten.softmax", 2),
        ("import torch\ntorch.special.softmax(x, 0)", "torch.special.softmax", 2),
        ("import torch\ntorch.masked.softmax(x, 0)", "torch.masked.softmax", 2),
        ("import torch\ntorch.ops.aten._softmax.default(x, 0)", "torch.ops.aten._softmax.default", 2),
        ("import torch.nn.modules as m\nm.Softmax(0)(x)", "torch.nn.modules.Softmax", 2),
        ("from torch import *\ndef f(x):\n    return softmax(x, 0)", "torch.softmax", 3),
        ("def f(x):\n    return nn.Softmax(0)(x)\nfrom torch import nn", "torch.nn.Softmax", 2),
        ("import torch\nn: object = torch.nn\nn.Softmax(0)", "torch.nn.Softmax", 3),
        ("import torch\ndef f(x, n=torch.nn):\n    return n.Softmax(0)(x)", "Softmax", 3),
        ("import torch\nvars(torch)['softmax'](x, 0)", "torch.softmax", 2),
        ("import torch\ntorch.nn.__dict__['Softmax'](0)", "torch.nn.Softmax", 2),
        ("import torch\ngetattr(torch, 'soft' + 'max')(x, 0)", "torch.softmax", 2),
        ("import torch\n__import__('torch').nn.Softmax(0)", "torch.nn.Softmax", 2),
        ("from operator import methodcaller\nmethodcaller('softmax', -1)(x)", "softmax", 2),
        ("from scipy.special import *\ny = softmax(x)", "scipy.special.softmax", 2),
    ],
)
def test_found(source: str, name: str, line: int) -> None:
    with pytest.raises(Failure) as failure:
        check(source)
    assert failure.value.outcome == "forbidden call"
    assert failure.value.message == f"`{name}` at line {line} is what this exercise asks you to write"
    assert failure.value.line == line


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np\ndef softmax(x):\n    return np.exp(x) / np.exp(x).sum()",
        "import torch\ndef softmax(x):\n    return torch.exp(x - torch.logsumexp(x, -1, keepdim=True))",
        "import torch\ndef softmax(x):\n    '''as torch.softmax'''\n    return x",
        "class A:\n    softmax = 1\nprint(softmax)",
        "import mytorch as torch2\ntorch2.softmax(1)",
        "from torch import *\ndef softmax(x):\n    return exp(x)\nsoftmax(ones(3))",
        "import torch\nclass A:\n    def softmax(self):\n        ...\n    def f(self):\n        self.softmax()",
        "import torch\nnames = {}\nnames['softmax'] = 1\nprint('softmax')",
    ],
)
def test_not_found(source: str) -> None:
    check(source)


@pytest.mark.parametrize(
    "source", ["import kb", "from kb.detection import nms", "import questions.x", "from tests import y"]
)
def test_our_own_packages(source: str) -> None:
    with pytest.raises(Failure, match="belongs to the reference solutions"):
        check(source)


def test_code_nested_too_deeply_is_refused() -> None:
    source = "x = " + "1 + (" * 150 + "1" + ")" * 150
    check(source)
    with pytest.raises(Failure, match="nested too deeply"):
        check("x = " + " + ".join(["1"] * 2000))
