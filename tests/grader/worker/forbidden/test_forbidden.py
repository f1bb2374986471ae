"""Forbidden functions are refused at run time, whatever road leads to them; building blocks still work.

The static search is left out here: the worker is asked directly, as if it had found nothing.
"""

from __future__ import annotations

import importlib.util
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb.bank.model.question import Code
from kb.grader import Answer, Failure, Zygotes
from kb.grader.process.calls import Call, perform
from kb.grader.process.connect import connect
from kb.grader.process.link import Link
from kb.grader.worker.forbidden.families import FAMILIES

TORCH = """\
import warnings
warnings.simplefilter("ignore")
import torch
import torch.nn.functional as F
from torch import nn
torch.manual_seed(0)
x = torch.randn(3, 4)
g = torch.randn(3, 4, requires_grad=True)
image = torch.randn(2, 3, 6, 6)
weight = torch.randn(5, 3, 3, 3)
"""
ATTENTION = [
    "F.scaled_dot_product_attention(x[None], x[None], x[None])",
    "F.scaled_dot_product_attention(x[None], x[None], x[None], attn_mask=torch.ones(3, 3, dtype=torch.bool))",
    "F.scaled_dot_product_attention(g[None], g[None], g[None], is_causal=True)",
    "torch.ops.aten.scaled_dot_product_attention(x[None], x[None], x[None])",
    "torch.ops.aten._scaled_dot_product_attention_math(x[None], x[None], x[None])",
    "torch.ops.aten._scaled_dot_product_flash_attention_for_cpu(image, image, image)",
    "nn.MultiheadAttention(4, 2)(x, x, x)",
    "nn.MultiheadAttention(4, 2, batch_first=True).eval()(x[None], x[None], x[None])",
    "with torch.inference_mode():\n    nn.TransformerEncoderLayer(4, 2, batch_first=True).eval()(x[None])",
]

# Past the upper levels of the dispatcher.
LEVELS = [
    "K = torch._C.DispatchKey\ntorch.ops.aten._softmax.default.redispatch(torch._C.DispatchKeySet(K.CPU), x, 0, False)",
    "K = torch._C.DispatchKey\ntorch.ops.aten._softmax.default._op_dk(K.CPU, x, 0, False)",
    "K = torch._C.DispatchKey\n"
    "torch.ops.aten._softmax.default._handle.redispatch_boxed(torch._C.DispatchKeySet(K.CPU), x, 0, False)",
    "K = torch._C.DispatchKey\n"
    "torch.library.get_kernel('aten::_softmax', 'CPU').call_boxed(torch._C.DispatchKeySet(K.CPU), x, 0, False)",
    "K = torch._C.DispatchKey\n"
    "with torch._C._ExcludeDispatchKeyGuard(torch._C.DispatchKeySet(K.BackendSelect)):\n    x.softmax(0)",
    "K = torch._C.DispatchKey\n"
    "torch.ops.aten.softmax.int.redispatch(torch._C.DispatchKeySet(K.AutogradCPU), x, 0)",
    "K = torch._C.DispatchKey\n"
    "keys = torch._C.DispatchKeySet(torch._C._dispatch_key_parse('MkldnnCPU'))\n"
    "torch.ops.aten._softmax.default.redispatch(keys, x.to_mkldnn(), 0, False)",
]

# What an exercise forbids, and ways to call it all the same.
REFUSED: dict[tuple[str, ...], list[str]] = {
    ("torch.softmax",): [
        "torch.softmax(x, 0)",
        "x.softmax(0)",
        "g.softmax(0)",
        "torch.softmax(x.double(), 0)",
        "torch.softmax(x.half(), 0)",
        "torch.softmax(x, 0, out=torch.empty(3, 4))",
        "F.softmax(x, 0)",
        "F.softmin(x, 0)",
        "F.gumbel_softmax(x)",
        "nn.Softmax(0)(x)",
        "nn.Softmax2d()(image)",
        "torch.special.softmax(x, 0)",
        "torch.sparse.softmax(x.to_sparse(), 0)",
        "torch.masked.softmax(x, 0, mask=x > 0)",
        "torch.masked.softmax(torch.masked.masked_tensor(x, x > 0), 0)",
        "torch._masked_softmax(x, x > 0, 1)",
        "torch.softmax(torch.nested.nested_tensor([x, x]), 2)",
        "torch.softmax(torch.ones(3, device='meta'), 0)",
        "torch.ops.aten.softmax.int(x, 0)",
        "torch.ops.aten._softmax.default(x, 0, False)",
        "torch.ops.aten._safe_softmax(x, 0)",
        "torch._C._nn.__dict__; torch._C._VariableFunctions.softmax(x, 0)",
        "torch._refs.softmax(x, 0)",
        "torch._decomp.decomposition_table[torch.ops.aten._softmax.default](x, 0, False)",
        "torch.jit.script(nn.Softmax(0))(x)",
        "torch.vmap(lambda row: row.softmax(0))(x)",
        "torch.func.grad(lambda t: t.softmax(0)[0].sum())(x)",
        "torch.func.jvp(lambda t: t.softmax(0), (x,), (x,))",
        "torch.func.jacrev(lambda t: t.softmax(0))(x[0])",
        "torch.autograd.functional.jacobian(lambda t: t.softmax(0), x[0])",
        "with torch.autocast('cpu', dtype=torch.bfloat16):\n    x.softmax(0)",
        "with torch.inference_mode():\n    torch.ones(3).softmax(0)",
        "with torch.no_grad():\n    g.softmax(0)",
        "torch.distributions.Categorical(logits=x).probs",
        "getattr(torch, 'xamtfos'[::-1])(x, 0)",
        "class Mine(nn.Softmax):\n    pass\nMine(0)(x)",
        "torch.overrides.resolve_name(torch.softmax); next(f for f in [torch.softmax])(x, 0)",
        *LEVELS,
        *ATTENTION,
    ],
    ("torch.log_softmax",): [
        "torch.log_softmax(x, 0)",
        "g.log_softmax(0)",
        "F.log_softmax(x, 0)",
        "nn.LogSoftmax(0)(x)",
        "torch.special.log_softmax(x, 0)",
        "torch.sparse.log_softmax(x.to_sparse(), 0)",
        "torch.ops.aten._log_softmax(x, 0, False)",
        "torch.vmap(lambda row: row.log_softmax(0))(x)",
        "torch.jit.script(nn.LogSoftmax(0))(x)",
        "with torch.inference_mode():\n    torch.ones(3).log_softmax(0)",
        "torch._refs.log_softmax(x, 0)",
    ],
    ("torch.nn.functional.cross_entropy", "torch.nn.functional.nll_loss"): [
        "F.cross_entropy(x, torch.tensor([0, 1, 2]))",
        "nn.CrossEntropyLoss()(g, torch.tensor([0, 1, 2]))",
        "torch._C._nn.cross_entropy_loss(x, torch.tensor([0, 1, 2]))",
        "torch.ops.aten.cross_entropy_loss(g, torch.tensor([0, 1, 2]))",
        "F.nll_loss(x, torch.tensor([0, 1, 2]))",
        "nn.NLLLoss()(x, torch.tensor([0, 1, 2]))",
        "torch.ops.aten.nll_loss_forward(x, torch.tensor([0, 1, 2]), None, 1, -100)",
        "torch.vmap(lambda row: torch._C._nn.cross_entropy_loss(row, torch.tensor(0)))(x)",
    ],
    ("torch.nn.functional.conv2d",): [
        "F.conv2d(image, weight)",
        "torch.conv2d(image, weight)",
        "torch.conv2d(image.double(), weight.double(), padding='same')",
        "F.conv2d(image.requires_grad_(), weight, stride=2)",
        "nn.Conv2d(3, 5, 3)(image)",
        "nn.LazyConv2d(5, 3)(image)",
        "F.conv3d(image[:, :, None], weight[:, :, None])",
        "F.conv1d(image[0], torch.ones(2, 6, 3))",
        "torch.convolution(image, weight, None, [1, 1], [0, 0], [1, 1], False, [0, 0], 1)",
        "torch.ops.aten._convolution(image, weight, None, [1, 1], [0, 0], [1, 1], False, [0, 0], 1, 0, 0, 0, 0)",
        "torch.ops.aten.convolution.default(image, weight, None, [1, 1], [0, 0], [1, 1], transposed=False, "
        "output_padding=[0, 0], groups=1)",
        "torch.ops.aten.thnn_conv2d(image, weight, [3, 3])",
        "torch.mkldnn_convolution(image, weight, None, [0, 0], [1, 1], [1, 1], 1)",
        "torch.ops.mkldnn._convolution_pointwise(image, weight, None, [0, 0], [1, 1], [1, 1], 1, 'none', [], '')",
        "torch.vmap(lambda one: F.conv2d(one[None], weight))(image)",
        "torch.jit.script(nn.Conv2d(3, 5, 3))(image)",
        "with torch.autocast('cpu', dtype=torch.bfloat16):\n    torch.conv2d(image, weight)",
        "with torch.inference_mode():\n    torch.conv2d(torch.ones(1, 1, 3, 3), torch.ones(1, 1, 3, 3))",
        "torch.ops.aten.convolution_backward(image, torch.zeros(2, 5, 4, 4), torch.ones(5, 3, 3, 3), None, [1, 1], "
        "[0, 0], [1, 1], True, [0, 0], 1, [True, False, False])",
        "F.conv_transpose2d(image.requires_grad_(), weight.transpose(0, 1)).sum().backward()",
        "torch.nn.grad.conv2d_input((2, 3, 8, 8), weight, torch.ones(2, 5, 6, 6))",
    ],
    ("torch.nn.functional.conv_transpose2d",): [
        "F.conv_transpose2d(image, weight.transpose(0, 1))",
        "torch.conv_transpose2d(image, weight.transpose(0, 1))",
        "nn.ConvTranspose2d(3, 5, 3)(image)",
        "F.conv_transpose3d(image[:, :, None], weight.transpose(0, 1)[:, :, None])",
        "torch.convolution(image, weight.transpose(0, 1), None, [1, 1], [0, 0], [1, 1], True, [0, 0], 1)",
        "torch.ops.aten.slow_conv_transpose2d(image, weight.transpose(0, 1), [3, 3])",
        "torch.vmap(lambda one: F.conv_transpose2d(one[None], weight.transpose(0, 1)))(image)",
        "torch.ops.aten._slow_conv2d_backward.output_mask(torch.ones(2, 5, 4, 4), image, weight, [3, 3], [1, 1], "
        "[0, 0], [True, False, False])",
        "torch.nn.grad.conv2d_input((2, 3, 6, 6), weight, torch.ones(2, 5, 4, 4))",
        "F.conv2d(image.requires_grad_(), weight).sum().backward()",
        "torch.autograd.grad(F.conv2d(image.requires_grad_(), weight).sum(), image)",
        "torch.func.vjp(lambda t: F.conv2d(t, weight), image)[1](torch.ones(2, 5, 4, 4))",
    ],
    ("torch.nn.functional.batch_norm",): [
        "F.batch_norm(image, None, None, training=True)",
        "torch.batch_norm(image, None, None, None, None, True, 0.1, 1e-5, False)",
        "nn.BatchNorm2d(3)(image)",
        "nn.BatchNorm1d(4)(g)",
        "F.instance_norm(image)",
        "torch.native_batch_norm(image, None, None, None, None, True, 0.1, 1e-5)",
        "torch._native_batch_norm_legit(image, None, None, True, 0.1, 1e-5)",
        "torch.ops.aten._batch_norm_with_update_functional(image, torch.ones(3), torch.ones(3), torch.ones(3), "
        "torch.ones(3), 0.1, 1e-5)",
        "torch.ops.aten.native_batch_norm_backward(image, image, None, None, None, torch.ones(3), torch.ones(3), True, "
        "1e-5, [True, False, False])",
        "torch.vmap(lambda one: torch.batch_norm(one[None], None, None, None, None, True, 0.1, 1e-5, False))(image)",
        "with torch.autocast('cpu', dtype=torch.bfloat16):\n    nn.BatchNorm2d(3)(image)",
    ],
    ("torch.nn.LayerNorm", "torch.layer_norm"): [
        "nn.LayerNorm(4)(x)",
        "F.layer_norm(x, (4,))",
        "torch.layer_norm(g, (4,))",
        "torch.native_layer_norm(x, (4,), None, None, 1e-5)",
        "torch.vmap(lambda row: F.layer_norm(row, (4,)))(x)",
        "torch.jit.script(nn.ReLU()); torch.layer_norm(x.double(), (4,))",
    ],
    ("torch.nn.functional.group_norm",): [
        "F.group_norm(image, 3)",
        "torch.group_norm(image, 3)",
        "nn.GroupNorm(3, 3)(image)",
        "torch.native_group_norm(image, None, None, 2, 3, 36, 3, 1e-5)",
        "torch.vmap(lambda one: torch.group_norm(one[None], 3))(image)",
    ],
    ("torch.nn.functional.rms_norm",): [
        "F.rms_norm(x, (4,))",
        "torch.rms_norm(g, (4,))",
        "nn.RMSNorm(4)(x)",
        "torch.ops.aten._fused_rms_norm(x, (4,), None, 1e-6)",
        "torch.vmap(lambda row: torch.rms_norm(row, (4,)))(x)",
    ],
    ("torch.nn.functional.max_pool2d",): [
        "F.max_pool2d(image, 2)",
        "torch.max_pool2d(image.double(), 2)",
        "F.max_pool2d(image, 2, return_indices=True)",
        "nn.MaxPool2d(2)(image.requires_grad_())",
        "F.max_pool1d(image[0], 2)",
        "F.max_pool3d(image, 2)",
        "F.adaptive_max_pool2d(image, 3)",
        "torch.ops.aten.max_pool2d_with_indices(image, [2, 2])",
        "torch.mkldnn_max_pool2d(image.to_mkldnn(), [2, 2])",
        "torch.vmap(lambda one: F.max_pool2d(one, 2))(image)",
    ],
    ("torch.nn.functional.dropout",): [
        "F.dropout(x)",
        "torch.dropout(g, 0.5, True)",
        "torch.dropout_(x, 0.5, True)",
        "nn.Dropout()(x)",
        "F.dropout2d(image)",
        "F.alpha_dropout(x, training=True)",
        "torch.native_dropout(x, 0.5, True)",
    ],
    ("torch.nn.functional.softshrink",): [
        "F.softshrink(x)",
        "nn.Softshrink()(g)",
        "torch.ops.aten.softshrink(x.double())",
        "torch.vmap(F.softshrink)(x)",
    ],
    ("torch.nn.functional.interpolate",): [
        "F.interpolate(image, scale_factor=2, mode='bilinear')",
        "F.upsample(image, size=(9, 9))",
        "nn.Upsample(scale_factor=2)(image)",
        "nn.UpsamplingBilinear2d(scale_factor=2)(image)",
        "torch._C._nn.upsample_bilinear2d(image.requires_grad_(), (9, 9), False)",
        "torch.ops.aten._upsample_bilinear2d_aa(image, (9, 9), False)",
        "torch.ops.aten.upsample_nearest2d.vec(image, None, [2.0, 2.0])",
        "torch.ops.aten.upsample_bilinear2d_backward(image, [6, 6], [2, 3, 4, 4], False)",
        "torch.ops.aten._upsample_bilinear2d_aa_backward(image, [6, 6], [2, 3, 4, 4], False)",
    ],
    ("torch.nn.functional.scaled_dot_product_attention",): ATTENTION[:6],
    ("torch.nn.functional.multi_head_attention_forward", "torch.nn.MultiheadAttention"): ATTENTION,
    ("torch.cdist", "torch.bincount"): [
        "torch.cdist(x, x)",
        "torch.vmap(torch.cdist)(image[0], image[1])",
        "x.long().abs()[0].bincount()",
    ],
    ("torch.nn.utils.fusion.fuse_conv_bn_weights",): [
        "nn.utils.fuse_conv_bn_weights(weight, None, torch.ones(5), torch.ones(5), 1e-5, None, None)",
    ],
}
# What may always be called: named in the contracts of the exercises, forward and backward.
BLOCKS = [
    "torch.logsumexp(a, 1)",
    "F.unfold(a[None, None], (2, 2))",
    "F.fold(F.unfold(a[None, None], (2, 2)), (5, 6), (2, 2))",
    "F.grid_sample(a[None, None], torch.zeros(1, 2, 2, 2, dtype=a.dtype), align_corners=False)",
    "F.linear(a, a)",
    "torch.matmul(a, a.T)",
    "a @ a.mT",
    "torch.einsum('ij,kj->ik', a, a)",
    "F.binary_cross_entropy_with_logits(a, torch.ones_like(a))",
    "a.exp() + a.abs().log() + torch.sigmoid(a) + torch.log1p(a.exp()) + torch.expm1(a)",
    "a.amax(1) - a.mean(1) + a.var(1, unbiased=False) + a.std(1)",
    "F.pad(a, (1, 1)).sort(1).values.cumsum(1)",
    "torch.vmap(lambda row: torch.logsumexp(row, 0))(a)",
    "nn.Linear(6, 2, dtype=a.dtype)(a)",
    "torch.where(a > 0, a, 0.0).clamp(min=-1).relu()",
    "a.index_select(1, torch.tensor([0, 2])).gather(0, torch.zeros(5, 2, dtype=torch.long))",
    "F.one_hot(torch.tensor([0, 1, 2, 0, 1]), 6) * a",
    "nn.Embedding.from_pretrained(a, freeze=False)(torch.tensor([1, 2]))",
    "F.avg_pool2d(a[None, None], 2)",
    "torch.linalg.vector_norm(a, dim=1)",
]
RUN_BLOCKS = """\
for dtype in (torch.float32, torch.float64):
    for block in BLOCKS:
        a = torch.randn(5, 6, dtype=dtype, requires_grad=True)
        out = eval(block)
        out.sum().backward()
"""


def run(zygotes: Zygotes, source: str, forbid: tuple[str, ...], library: str = "torch") -> Failure | None:
    """How the worker takes the text when it executes it."""
    text = source + "\ndef scale():\n    pass\n"
    answer = Answer(Path("answer.py"), text if library == "numpy" else "import torch\n" + text)
    try:
        connect(
            zygotes.get("torch" if library == "torch" else "numpy"), answer, "scale", 1, "cpu", forbid
        ).close()
    except Failure as failure:
        return failure
    return None


def each() -> list[object]:
    cases = [(names, road) for names, roads in REFUSED.items() for road in roads]
    return [
        pytest.param(names, road, id=f"{names[0].rpartition('.')[2]}: {road}"[:90]) for names, road in cases
    ]


@pytest.fixture(scope="module")
def walk(zygotes: Zygotes) -> Iterator[Callable[[tuple[str, ...], str], Failure | None]]:
    """Go a road in a worker that knows the list; one worker for each list."""
    source = f"import torch\nTORCH = {TORCH!r}\n" + (
        "def scale(road):\n    exec(compile('\\n' + TORCH + road, 'answer.py', 'exec'), {'__name__': 'answer'})\n"
    )
    links: dict[tuple[str, ...], Link] = {}

    def go(forbid: tuple[str, ...], road: str) -> Failure | None:
        if forbid in links and not links[forbid].usable:  # it ended with the refusal before
            links.pop(forbid).close()
        if forbid not in links:
            answer = Answer(Path("answer.py"), source)
            links[forbid] = connect(zygotes.get("torch"), answer, "scale", 1, "cpu", forbid)
        return perform(links[forbid], Call((road,))).failure

    yield go
    for link in links.values():
        link.close()


@pytest.mark.parametrize(("forbid", "road"), each())
def test_refused(walk: Callable[..., Failure | None], forbid: tuple[str, ...], road: str) -> None:
    failure = walk(forbid, road)
    assert failure is not None
    assert failure.outcome == "forbidden call", failure
    line = TORCH.count("\n") + 2 + road.rstrip().count("\n")
    assert failure.line is not None
    assert line - road.count("\n") <= failure.line <= line
    told = rf"`.+` was called at line {failure.line}: (this exercise forbids it|it does what `.+` does, which this exercise forbids)"
    assert re.fullmatch(f"{told}; write the function yourself", failure.message), failure.message


@pytest.mark.parametrize("forbid", REFUSED, ids=lambda names: names[0])
def test_building_blocks_still_work(zygotes: Zygotes, forbid: tuple[str, ...]) -> None:
    failure = run(zygotes, TORCH + f"BLOCKS = {BLOCKS!r}\n" + RUN_BLOCKS, forbid)
    assert failure is None, failure


def test_without_a_list_every_road_runs(zygotes: Zygotes) -> None:
    """Otherwise a refusal above could be any error."""
    roads = [road for roads in REFUSED.values() for road in roads if "device='meta'" not in road]
    for start in range(0, len(roads), 40):
        failure = run(zygotes, "\n".join([TORCH, *roads[start : start + 40]]), ())
        assert failure is None, failure


@pytest.mark.parametrize(
    ("forbid", "source"),
    [
        ("torch.softmax", "F.cross_entropy(g, torch.tensor([0, 1, 2])).backward()"),
        ("torch.softmax", "F.log_softmax(g, 0).sum().backward()"),
        ("torch.log_softmax", "F.cross_entropy(g, torch.tensor([0, 1, 2])).backward()"),
        ("torch.log_softmax", "nn.CrossEntropyLoss()(g, torch.tensor([0, 1, 2])).backward()"),
        ("torch.log_softmax", "torch.softmax(g, 0).sum().backward()"),
        (
            "torch.nn.functional.cross_entropy",
            "F.nll_loss(torch.log_softmax(g, 0), torch.tensor([0, 1, 2])).backward()",
        ),
        ("torch.nn.functional.conv2d", "F.conv_transpose2d(image.requires_grad_(), weight.transpose(0, 1))"),
        ("torch.nn.functional.conv_transpose2d", "F.conv2d(image.requires_grad_(), weight)"),
        ("torch.nn.functional.conv_transpose2d", "nn.Conv2d(3, 5, 3)(image)"),
        ("torch.nn.functional.scaled_dot_product_attention", "torch.softmax(g, 0).sum().backward()"),
        ("torch.nn.MultiheadAttention", "torch.softmax(g @ g.T, 0).sum().backward()"),
        ("torch.nn.functional.layer_norm", "F.batch_norm(image, None, None, training=True)"),
        ("torch.nn.functional.batch_norm", "F.layer_norm(g, (4,)).sum().backward()"),
        ("torch.nn.functional.batch_norm", "F.group_norm(image.requires_grad_(), 3).sum().backward()"),
        ("torch.nn.functional.instance_norm", "F.batch_norm(image, None, None, training=True)"),
        ("torch.nn.functional.max_pool2d", "F.avg_pool2d(image, 2)"),
        ("torch.nn.functional.dropout", "torch.bernoulli(torch.full((3, 4), 0.5)) * g"),
        (
            "torch.nn.functional.interpolate",
            "F.grid_sample(image, torch.zeros(2, 2, 2, 2), align_corners=False)",
        ),
        ("torch.mul", "(x * 2).mul_(3)"),
        ("torch.nn.Linear", "F.linear(x, x)"),
    ],
)
def test_what_is_not_listed_is_not_refused(zygotes: Zygotes, forbid: str, source: str) -> None:
    failure = run(zygotes, TORCH + source, (forbid,))
    assert failure is None, failure


OTHERS = [
    ("scipy.special.softmax", "import scipy.special\nscipy.special.softmax([1.0])", 2),
    ("scipy.special.softmax", "from scipy.special import softmax as s\ns([1.0])", 2),
    ("scipy.special.softmax", "import scipy.special._logsumexp as m\nm.softmax([1.0])", 2),
    ("scipy.special.expit", "import scipy.special\n\ngetattr(scipy.special, 'ex' 'pit')(1.0)", 3),
    ("scipy.signal.convolve2d", "from scipy import signal\nsignal.convolve2d([[1]], [[1]])", 2),
    (
        "sklearn.metrics.roc_auc_score",
        "from sklearn import metrics\nmetrics.roc_auc_score([0, 1], [0, 1])",
        2,
    ),
    (
        "sklearn.cluster.KMeans",
        "from sklearn.cluster import KMeans\nclass Mine(KMeans):\n    pass\nMine(3)",
        4,
    ),
    ("cv2.dnn.NMSBoxes", "import cv2\ncv2.dnn.NMSBoxes([], [], 0.5, 0.5)", 2),
    ("cv2.dnn.readNetFromONNX", "import cv2\ncv2.dnn.readNetFromONNX(b'')", 2),
    ("cv2.dnn.Net", "import cv2\nnet = cv2.dnn.Net()", 2),
    ("pycocotools.mask.iou", "from pycocotools import mask\nmask.iou([], [], [])", 2),
    (
        "shapely.intersection",
        "import shapely\nshapely.intersection(shapely.box(0, 0, 1, 1), shapely.box(0, 0, 1, 1))",
        2,
    ),
    ("numpy.convolve", "import numpy as np\nnp.convolve([1.0], [1.0])", 2),
    ("numpy.exp", "import numpy as np\nf = vars(np)['e' + 'xp']\nf(1.0)", 3),
    ("numpy.linalg.norm", "from numpy import linalg\nlinalg.norm([1.0])", 2),
    ("numpy.histogram", "import numpy\nnumpy.lib.histograms if False else numpy.histogram([1.0])", 2),
]


@pytest.mark.parametrize(("name", "source", "line"), OTHERS, ids=lambda value: str(value)[:50])
def test_other_libraries(zygotes: Zygotes, name: str, source: str, line: int) -> None:
    library = name.partition(".")[0]
    if importlib.util.find_spec(library) is None:
        pytest.skip(f"{library} is not installed")
    failure = run(zygotes, source, (name,), "numpy")
    assert failure is not None
    assert failure.outcome == "forbidden call", failure
    assert (
        failure.message
        == f"`{name}` was called at line {line}: this exercise forbids it; write the function yourself"
    )
    free = run(zygotes, "try:\n " + source.replace("\n", "\n ") + "\nexcept Exception:\n pass", (), "numpy")
    assert free is None, free


@pytest.mark.parametrize(
    "function",
    [
        "convolve",
        "exp",
        "add",
        "sort",
        "where",
        "linspace",
        "sum",
        "mean",
        "sqrt",
        "maximum",
        "searchsorted",
        "diff",
    ],
)
def test_numpy_itself_goes_on_working(zygotes: Zygotes, function: str) -> None:
    """The replaced function is needed inside of NumPy, where it stays."""
    source = (
        "import numpy as np\n"
        "a = np.random.default_rng(0).random((4, 3))\n"
        "a.sum(); a.mean(0); a.sort(0); np.var(a); np.linalg.svd(a); np.unique(a); np.median(a); a + a; str(a)\n"
        "np.interp(0.5, [0, 1], [0, 1]); np.einsum('ij,ij->i', a, a); np.pad(a, 1); np.cov(a); np.histogram(a)\n"
    )
    failure = run(zygotes, source, (f"numpy.{function}",), "numpy")
    assert failure is None, failure


def test_a_numpy_answer_that_imports_torch_behind_the_back(zygotes: Zygotes) -> None:
    source = "t = __import__('tor' + 'ch')\nt.ones(3).softmax(0)"
    failure = run(zygotes, source, ("torch.softmax",), "numpy")
    assert failure is not None
    if (
        "libtorch_cuda" in failure.message
    ):  # a build for GPUs does not fit into the memory of a worker for NumPy
        assert (failure.outcome, failure.line) == ("syntax or import error", 1), failure
    else:
        assert (failure.outcome, failure.line) == ("forbidden call", 2), failure


def test_operators_that_an_import_brings_along(zygotes: Zygotes) -> None:
    """As torchvision does; here its name is given to a library made on the spot."""
    source = TORCH + (
        "library = torch.library.Library('torchvision', 'DEF')\n"
        "library.define('nms(Tensor boxes, Tensor scores, float t) -> Tensor')\n"
        "library.impl('nms', lambda boxes, scores, t: scores, 'CPU')\n"
        "import sys, importlib.util, importlib.abc\n"
        "class Made(importlib.abc.Loader):\n"
        "    def exec_module(self, module):\n"
        "        pass\n"
        "class Maker:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        return importlib.util.spec_from_loader(name, Made()) if name == 'torchvision' else None\n"
        "sys.meta_path.append(Maker())\n"
        "import torchvision\n"
        "torch.ops.torchvision.nms(x, x, 0.5)\n"
    )
    assert run(zygotes, source, ()) is None
    failure = run(zygotes, source, ("torchvision.ops.nms",))
    assert failure is not None
    assert failure.outcome == "forbidden call", failure
    assert failure.message.startswith("`torchvision.ops.nms` was called at line 24")


SWALLOWS = """\
import torch
def scale(x, factor):
    try:
        return torch.softmax(x, 0)
    except BaseException:
        return x * factor
"""


def test_a_swallowed_refusal_is_reported_and_only_once(zygotes: Zygotes) -> None:
    import numpy as np

    answer = Answer(
        Path("answer.py"), SWALLOWS.replace("try:", "try:\n        if factor == 3: raise ValueError")
    )
    link = connect(zygotes.get("torch"), answer, "scale", 1, "cpu", ("torch.softmax",))
    first = perform(link, Call((np.ones(3), 2.0)))
    assert not link.usable  # the worker ended
    link.close()
    link = connect(zygotes.get("torch"), answer, "scale", 1, "cpu", ("torch.softmax",))
    second = perform(link, Call((np.ones(3), 3)))
    link.close()
    assert first.failure is not None
    assert (first.failure.outcome, first.failure.line) == ("forbidden call", 5)
    assert second.failure is None
    np.testing.assert_array_equal(second.value, [3.0, 3.0, 3.0])


def test_registering_over_a_closed_operator_is_refused(zygotes: Zygotes) -> None:
    over = "lib = torch.library.Library('aten', 'IMPL')\nlib.impl('_softmax', lambda *a: a[0].exp(), 'CPU')"
    failure = run(zygotes, TORCH + over, ("torch.softmax",))
    assert failure is not None
    assert failure.outcome == "forbidden call", failure
    assert "`torch.library` was called at line" in failure.message
    own = "lib = torch.library.Library('mine', 'DEF')\nlib.define('f(Tensor x) -> Tensor')\nlib.impl('f', lambda a: a, 'CPU')"
    assert run(zygotes, TORCH + own + "\ntorch.ops.mine.f(x)", ("torch.softmax",)) is None


def test_the_registration_is_in_no_python_object(zygotes: Zygotes) -> None:
    """Its end would be the end of the block."""
    source = TORCH + (
        "import gc, sys\n"
        "kind = type(torch._C._dispatch_library('FRAGMENT', 'mine', '', 'f', 1))\n"
        "held = [o for o in gc.get_objects() for r in gc.get_referents(o) if type(r) is kind]\n"
        "assert not held, held\n"
    )
    assert run(zygotes, source, ("torch.softmax",)) is None


# Words of the families, and the operators with such a word that are none of what an exercise asks for.
WORDS = (
    r"softmax|cross_entropy_loss|conv|max_pool|batch_norm|instance_norm|layer_norm|group_norm|rms_norm"
    r"|attention|transformer|upsample|dropout|softshrink"
)
APART = (
    r"quantized::|onednn::|prepack$|prepack\.|_convert|convert_|reorder|unpack|_dropout_state|dropout_mask"
    r"|fused_sdp_choice|_quantized::|inductor::|aten::_(sparse_)?log_softmax_backward_data"
)


def test_every_operator_of_this_torch_is_in_a_family() -> None:
    """A new release may bring a new fused relative; then it belongs into the table."""
    torch = pytest.importorskip("torch")
    listed = {
        name if "::" in name else f"aten::{name}"
        for family in FAMILIES
        for name in f"{family.operators} {family.backward}".split()
    }
    names = {name.partition(".")[0] for name in torch._C._dispatch_get_all_op_names()}
    there = {name for name in names if re.search(WORDS, name) and not re.search(APART, name)}
    assert len(there) > 80
    assert there - listed == set()


def test_every_forbidden_name_of_the_bank_is_refused_somewhere(zygotes: Zygotes) -> None:
    """A name with a slip in it would forbid nothing: of PyTorch, each leads to an operator, a function or a class."""
    from kb.bank import load, roots

    exercises = [item for item in load(roots(None)).questions if isinstance(item, Code)]
    names = {name for exercise in exercises for name in exercise.forbid if name.startswith("torch.")}
    assert names
    torch = pytest.importorskip("torch")
    for name in sorted(names - {"torch.ops.torchvision.nms"}):
        owner: object = torch
        for place, part in enumerate(name.split(".")[1:], start=1):
            if not hasattr(owner, part):  # a module that torch does not import by itself
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # torch warns of its own modules
                    importlib.import_module(".".join(name.split(".")[: place + 1]))
            owner = getattr(owner, part)
        assert callable(owner), name


GRADIENTS = """\
import torch
import torch.nn.functional as F

def scale(x):
    y = F.conv2d(x, torch.ones(1, 1, 2, 2, dtype=x.dtype))
    return y if y.shape[-1] > 2 else torch.autograd.grad(y.sum(), x)[0]
"""


def test_the_gradient_of_what_is_allowed_is_asked_for_after_the_call(zygotes: Zygotes) -> None:
    """The backward of a convolution is a transposed one: the grader may ask for it, the answer may not."""
    import numpy as np

    answer, forbid = Answer(Path("answer.py"), GRADIENTS), ("torch.conv_transpose2d",)
    link = connect(zygotes.get("torch"), answer, "scale", 1, "cpu", forbid)
    try:
        asked = perform(link, Call((np.ones((1, 1, 4, 4)),), cotangent=np.ones((1, 1, 3, 3))))
        assert asked.failure is None
        np.testing.assert_array_equal(asked.gradient[0, 0, 1], [2, 4, 4, 2])
        used = perform(link, Call((np.ones((1, 1, 3, 3)),), cotangent=np.ones((1, 1, 3, 3))))
    finally:
        link.close()
    assert used.failure is not None
    assert (used.failure.outcome, used.failure.line) == ("forbidden call", 6)


@pytest.mark.parametrize(
    ("source", "name", "line"),
    [
        ("import onnxruntime", "onnxruntime", 1),
        ("import importlib\nimportlib.import_module('onnxruntime.capi')", "onnxruntime", 2),
        ("import onnx.reference as r\nr.ReferenceEvaluator(None)", "onnx.reference", 1),
        ("from onnx.reference.ops.op_softmax import Softmax", "onnx.reference", 1),
        ("import onnx\nfrom onnx.backend.test.case.node import softmax", "onnx.backend", 2),
        (
            "import sys\nsys.meta_path[:] = [f for f in sys.meta_path if 'Closing' not in type(f).__name__]\n"
            "import onnx.reference",
            "onnx.reference",
            3,
        ),
        ("try:\n    import onnxruntime\nexcept BaseException:\n    pass", "onnxruntime", 2),
    ],
)
def test_runtimes_are_refused_in_every_exercise(zygotes: Zygotes, source: str, name: str, line: int) -> None:
    """Also in one that forbids nothing else."""
    pytest.importorskip("onnx")
    failure = run(zygotes, source, (), "numpy")
    assert failure is not None
    told = f"`{name}` was imported at line {line}: every exercise forbids it; write the function yourself"
    assert (failure.outcome, failure.message, failure.line) == ("forbidden call", told, line)


def test_whether_a_runtime_is_installed_may_be_asked(zygotes: Zygotes) -> None:
    assert run(zygotes, "import importlib.util\nimportlib.util.find_spec('onnxruntime')", (), "numpy") is None


def test_a_refusal_in_a_thread_counts(zygotes: Zygotes) -> None:
    source = (
        "import threading\nt = threading.Thread(target=lambda: torch.ones(3).softmax(0))\nt.start()\nt.join()"
    )
    failure = run(zygotes, source, ("torch.softmax",))
    assert failure is not None
    assert (failure.outcome, failure.line) == ("forbidden call", 3)


def test_numpy_does_not_call_a_forbidden_function_for_the_answer(zygotes: Zygotes) -> None:
    source = "import numpy as np\nnp.apply_along_axis(np.exp, 0, np.ones((2, 2)))"
    failure = run(zygotes, source, ("numpy.exp",), "numpy")
    assert failure is not None
    assert (failure.outcome, failure.line) == ("forbidden call", 2), failure
