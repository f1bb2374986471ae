"""Forbidden names are found under their aliases; building blocks and look-alikes are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.grader import Answer, Failure
from kb.grader.answer.forbid import check_source

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
        ("import torch\ndef f(x, n=torch.nn):\n    return n.Softmax(0)(x)", "torch.nn.Softmax", 3),
        ("import torch\nvars(torch)['softmax'](x, 0)", "torch.softmax", 2),
        ("import torch\ntorch.nn.__dict__['Softmax'](0)", "torch.nn.Softmax", 2),
        ("import torch\ngetattr(torch, 'soft' + 'max')(x, 0)", "torch.softmax", 2),
        ("import torch\n__import__('torch').nn.Softmax(0)", "torch.nn.Softmax", 2),
        ("from operator import methodcaller\nmethodcaller('softmax', -1)(x)", "softmax", 2),
        ("from scipy.special import *\ny = softmax(x)", "scipy.special.softmax", 2),
        # texts that are put together from constants
        ("import torch\ngetattr(torch, ''.join(['soft', 'max']))(x, 0)", "torch.softmax", 2),
        ("import torch\ngetattr(torch, f\"{'soft'}max\")(x, 0)", "torch.softmax", 2),
        ("import torch\ngetattr(torch, '%smax' % 'soft')(x, 0)", "torch.softmax", 2),
        ("import torch\ngetattr(torch, '{}{}'.format('soft', 'max'))(x, 0)", "torch.softmax", 2),
        ("import torch\ngetattr(torch, 'SOFTMAX'.lower())(x, 0)", "torch.softmax", 2),
        ("import torch\ngetattr(torch, 'xamtfos'[::-1])(x, 0)", "torch.softmax", 2),
        ("import torch\ngetattr(torch, b'softmax'.decode())(x, 0)", "torch.softmax", 2),
        ("import torch\ngetattr(torch, chr(115) + 'oftmax')(x, 0)", "torch.softmax", 2),
        ("import torch\ngetattr(torch, 'soft_max'.replace('_', ''))(x, 0)", "torch.softmax", 2),
        ("import torch\nname = 'softmax'\ngetattr(torch, name)(x, 0)", "torch.softmax", 3),
        ("import torch\na, b = 'soft', 'max'\ngetattr(torch, a + b)(x, 0)", "torch.softmax", 3),
        ("import torch\na, b = 'soft', 'max'\ngetattr(torch, f'{a}{b}')(x, 0)", "torch.softmax", 3),
        ("import torch\ngetattr(torch, 'exp' if 0 else 'softmax')(x, 0)", "torch.softmax", 2),
        ("import torch\nname = 'exp'\nname = 'softmax'\ngetattr(torch, name)(x, 0)", "torch.softmax", 4),
        ("import torch\nfor n in ('exp', 'softmax'):\n    getattr(torch, n)", "torch.softmax", 3),
        ("import torch\n[getattr(torch, n) for n in ['softmax']]", "torch.softmax", 2),
        ("import torch\ndef f(x, n='softmax'):\n    return getattr(torch, n)(x, 0)", "torch.softmax", 3),
        ("import torch\ng = getattr\ng(torch, 'softmax')(x, 0)", "torch.softmax", 3),
        (
            "import torch\ntorch.nn.functional.__getattribute__('softmax')(x)",
            "torch.nn.functional.softmax",
            2,
        ),
        ("import torch\nobject.__getattribute__(torch, 'softmax')(x, 0)", "torch.softmax", 2),
        ("import torch\nvars(torch).get('softmax')(x, 0)", "torch.softmax", 2),
        ("import torch\ntorch.__dict__.get('softmax')(x, 0)", "torch.softmax", 2),
        ("import torch\nglobals()['torch'].softmax(x, 0)", "torch.softmax", 2),
        ("import torch, sys\nsys.modules['torch'].softmax(x, 0)", "torch.softmax", 2),
        ("import torch, inspect\ninspect.getattr_static(torch, 'softmax')(x, 0)", "torch.softmax", 2),
        # modules by name
        (
            "import importlib\nm = importlib.import_module('torch.nn.functional')\nm.softmax(x)",
            "torch.nn.functional.softmax",
            3,
        ),
        ("from importlib import import_module as im\nim('torch').softmax(x, 0)", "torch.softmax", 2),
        (
            "import importlib\nimportlib.import_module('.functional', 'torch.nn').softmax(x)",
            "torch.nn.functional.softmax",
            2,
        ),
        ("import importlib\nm = 'tor' + 'ch'\nimportlib.import_module(m).softmax(x, 0)", "torch.softmax", 3),
        (
            "f = __import__('torch.nn.functional', fromlist=['x'])\nf.softmax(x)",
            "torch.nn.functional.softmax",
            2,
        ),
        (
            "import pkgutil\npkgutil.resolve_name('torch.nn.functional:softmax')(x)",
            "torch.nn.functional.softmax",
            2,
        ),
        (
            "from scipy import special\nimport numpy as m\nm = special\nm.softmax(x)",
            "scipy.special.softmax",
            4,
        ),
        # code in texts
        ("import torch\nexec('y = torch.softmax(x, 0)')", "torch.softmax", 2),
        ("import torch\ny = eval('torch.softmax')(x, 0)", "torch.softmax", 2),
        ("import torch\ncode = 'torch.' + 'softmax(x, 0)'\neval(code)", "torch.softmax", 3),
        ("\nexec('import torch as t\\nt.softmax(x, 0)')", "torch.softmax", 2),
        ("import torch\nexec(compile('torch.softmax(x, 0)', 'f', 'exec'))", "torch.softmax", 2),
        ("import torch\nexec(\"exec('torch.softmax(x, 0)')\")", "torch.softmax", 2),
        # other places of an expression
        (
            "from operator import attrgetter\nimport torch\nattrgetter('nn.functional.softmax')(torch)(x)",
            "nn.functional.softmax",
            3,
        ),
        ("import functools, torch\nf = functools.partial(torch.softmax, dim=0)", "torch.softmax", 2),
        ("import torch\n@torch.softmax\ndef f(x):\n    return x", "torch.softmax", 2),
        ("import torch\nclass S(torch.nn.Softmax):\n    pass", "torch.nn.Softmax", 2),
        ("import torch\nS = type('S', (torch.nn.Softmax,), {})", "torch.nn.Softmax", 2),
        ("import torch\nys = [f(x, 0) for f in (torch.exp, torch.softmax)]", "torch.softmax", 2),
        ("import torch\ny = (f := torch.softmax)(x, 0)", "torch.softmax", 2),
        ("import torch\ny = (m := torch).softmax(x, 0)", "torch.softmax", 2),
        ("import torch\nm, n = 1, torch\nn.softmax(x, 0)", "torch.softmax", 3),
        ("import torch, numpy\nm = numpy\nm = torch\nm.softmax(x, 0)", "torch.softmax", 4),
        ("import torch\nf = lambda x, m=torch: m.softmax(x, 0)", "torch.softmax", 2),
        ("import torch\nt = (None or torch)\nt.softmax(x, 0)", "torch.softmax", 3),
        ("import torch\nmatch x:\n    case object(softmax=f):\n        f(0)", "softmax", 3),
        ("import torch\nmap(torch.softmax, [x])", "torch.softmax", 2),
        ("import torch\nasync def f(x):\n    return torch.softmax(x, 0)", "torch.softmax", 3),
    ],
)
def test_found(source: str, name: str, line: int) -> None:
    with pytest.raises(Failure) as failure:
        check(source)
    assert failure.value.outcome == "forbidden call"
    assert (
        failure.value.message
        == f"`{name}` at line {line}: this exercise forbids it; write the function yourself"
    )
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
        "import torch\nclass A:\n    def softmax(self, x):\n        return x\nA().softmax(1)",
        "import torch\nclass A:\n    def __init__(self):\n        self.softmax = 1\na = A()\na.softmax",
        "import torch\nsoftmax = 1\nresult = {'softmax': softmax}\nresult.get('softmax')",
        "import torch\nname = 'softmax'\nprint(f'{name}: {torch.exp(x)}')",
        "import torch\nraise ValueError('torch.softmax is not allowed')",
        "import torch\n# torch.softmax(x, 0)\nx = 'torch.softmax(x, 0)'",
        "import torch\nexec('y = torch.exp(x)')\neval('softmax + 1')",
        "def nms(boxes):\n    nms = 1\n    return nms\nx = {'nms': nms}['nms']",
        "import torch\ngetattr(torch, input())",
        "import torch\ngetattr(torch, '{:>9999999999}'.format('softmax'), None)",
        "import torch\ngetattr(torch, '%9999999999s' % 'softmax', None)",
        "import torch\ngetattr(torch, 'softmax' * 10**9, None)",
        "import torch\nx.exp().log_softmax_of_my_own()",
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


@pytest.mark.parametrize(
    "source",
    [
        "import onnxruntime as ort",
        "from onnx import reference",
        "from onnx.reference.ops.op_softmax import Softmax",
        "import onnx\ne = onnx.reference.ReferenceEvaluator(m)",
        "import importlib\nimportlib.import_module('onnxruntime')",
        "from onnx.backend.test.case.node import softmax",
    ],
)
def test_inference_runtimes_are_forbidden_without_a_list(source: str) -> None:
    with pytest.raises(Failure, match=r"`onnx\S+` at line \d: every exercise forbids it") as caught:
        check_source(Answer(Path("a.py"), source), ())
    assert caught.value.outcome == "forbidden call"


def test_the_networks_of_opencv_are_forbidden_and_its_images_are_not() -> None:
    check_source(Answer(Path("a.py"), "import cv2\ncv2.imread('x')\ncv2.dnn.blobFromImage(x)"), ())
    with pytest.raises(Failure, match="this exercise forbids it"):
        check_source(Answer(Path("a.py"), "import cv2\ncv2.dnn.readNetFromONNX('x')"), ())


def test_names_of_other_libraries() -> None:
    forbid = ("torchvision.ops.nms", "cv2.dnn.NMSBoxes", "sklearn.metrics.roc_auc_score")
    for source in (
        "boxes.nms(1)",
        "class A:\n    nms = 2\nA.nms",
        "nms = 1\nnms",
        "def f(nms):\n    return nms.nms",
    ):
        check_source(Answer(Path("a.py"), f"import torch\n{source}"), forbid)
    for source in (
        "from torchvision.ops import boxes as b\nb.nms(1)",
        "import torchvision\ntorchvision.ops.boxes.nms(1)",
        "from torchvision.ops import *\nnms(1)",
        "from cv2 import dnn\ndnn.NMSBoxes()",
        "import sklearn.metrics as m\ngetattr(m, 'roc_auc' + '_score')",
    ):
        with pytest.raises(Failure, match="this exercise forbids it"):
            check_source(Answer(Path("a.py"), source), forbid)


def test_a_text_bomb_costs_nothing() -> None:
    """Every name stands for a few texts at most, however they are multiplied."""
    lines = [
        "import torch",
        "a = 'x'",
        *["a = a + 'y'", "a = a + a"] * 50,
        "b = f'{a}{a}{a}{a}'",
        "getattr(torch, b)",
    ]
    check("\n".join(lines))
    many = ["import torch", f"a = {'x' * 20000!r}", *["a = a.replace('x', a)"] * 9, "getattr(torch, a)"]
    check("\n".join(many))


def test_code_nested_too_deeply_is_refused() -> None:
    source = "x = " + "1 + (" * 150 + "1" + ")" * 150
    check(source)
    with pytest.raises(Failure, match="nested too deeply"):
        check("x = " + " + ".join(["1"] * 2000))
