"""Devices: what an answer in torch would do on a GPU, told without one; and that one file knows the devices by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

import kb
from kb.bank import load_one, roots
from kb.bank.model.question import Code
from kb.grader import Answer, DeviceError, Verdict, Zygotes, grade, grade_many, read_answer
from kb.grader.advice import device_check
from kb.grader.advice.device_check import MOST_CALLS, MOST_WARNINGS, Recording, check
from kb.grader.answer.exercise import exercise_ids
from kb.grader.model.device import ACCELERATORS, CPU, DEVICES
from kb.grader.process.calls import Call, perform
from kb.grader.process.connect import connect
from kb.grader.run.attempt import Attempt, Scope
from kb.grader.run.driver import run_attempts

HERE = Path(__file__).parent
TOYS = (HERE / "toybank",)
PREAMBLE = """\
import warnings
warnings.simplefilter("ignore")
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
"""
X = np.random.default_rng(0).standard_normal((3, 4)).astype(np.float32)


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine too, every call that was chosen is made."""
    monkeypatch.setattr(device_check, "ALTOGETHER", 60.0)


@pytest.fixture
def warned(zygotes: Zygotes) -> Callable[..., tuple[str, ...]]:
    """Call ``f(x, ...)`` of a text as a case would, and then the check."""

    def warn(source: str, *calls: Call) -> tuple[str, ...]:
        answer = Answer(Path("answer.py"), source)
        recording = Recording()
        link = connect(zygotes.get("torch"), answer, "f", 1, CPU)
        link.recorder = recording
        try:
            for call in calls or (Call((X,)),):
                observed = perform(link, call)
                assert observed.failure is None, observed.failure
        finally:
            link.close()
        return check(zygotes.get("torch"), answer, "f", 1, recording)

    return warn


def body(text: str, result: str = "x * 1") -> str:
    inside = "\n".join(f"    {line}" for line in text.splitlines())
    return f"{PREAMBLE}def f(x):\n{inside}\n    return {result}\n"


MAKES = "`{}` makes its tensor on the CPU whatever the device of the input; give it `device=x.device`"
LINE = PREAMBLE.count("\n") + 2

# What a learner forgets, and what makes the tensor that is on the CPU.
FORGETS = [
    ("torch.zeros(4) + x", "torch.zeros"),
    ("x + torch.ones(4)", "torch.ones"),
    ("y = torch.arange(4)\ny = y * 2.0\ny[None] * x", "torch.arange"),
    ("torch.eye(3) @ x", "torch.eye"),
    ("x @ torch.randn(4, 2)", "torch.randn"),
    ("torch.where(torch.zeros(3, 4) > 0, x, x)", "torch.zeros"),
    ("torch.tensor([1.0, 2, 3, 4]) * x", "torch.tensor"),
    ("torch.as_tensor([1.0, 2, 3, 4]) * x", "torch.as_tensor"),
    ("torch.linspace(0, 1, 4, device='cpu') * x", "torch.linspace"),
    ("nn.Linear(4, 5)(x)", "Linear"),
    ("nn.LayerNorm(4)(x)", "LayerNorm"),
    ("F.one_hot(torch.arange(3), 4) * x", "torch.arange"),
    ("F.cross_entropy(x, torch.tensor([0, 1, 2]))", "torch.tensor"),
    ("torch.cat([x, torch.zeros(1, 4)])", "torch.zeros"),
    ("torch.stack([torch.tensor(0.0), x[0, 0]])", "torch.tensor"),
    ("z = torch.zeros(3, 4)\nz += x", "torch.zeros"),
    ("z = torch.zeros(3, 4)\nz[x > 0] = 1.0", "torch.zeros"),
    ("z = torch.zeros(())\nz += x.sum()", "torch.zeros"),
    ("torch.arange(3)[x[:, 0].argsort()]", "torch.arange"),
    ("torch.tril(torch.ones(3, 3)) @ x", "torch.ones"),
    ("x.masked_fill(torch.ones(3, 4).bool(), 0)", "torch.ones"),
    ("x.index_select(0, torch.tensor([0]))", "torch.tensor"),
    ("F.conv2d(x[None, None], torch.ones(1, 1, 2, 2))", "torch.ones"),
    ("torch.zeros(3).index_add_(0, x[:, 0].long() * 0, x[:, 0])", "torch.zeros"),
    ("torch.maximum(x, torch.full((4,), 0.5))", "torch.full"),
    ("x.gather(1, torch.zeros(3, 1, dtype=torch.long))", "torch.zeros"),
    ("torch.bucketize(x, torch.tensor([0.0, 1.0]))", "torch.tensor"),
    ("a, b = torch.meshgrid(torch.arange(3), torch.arange(4), indexing='ij')\na * x", "torch.arange"),
    ("x[:, torch.triu_indices(3, 3)[0]] + torch.rand(3, 6)", "torch.rand"),
    (
        "try:\n    torch.zeros(4) + x\nexcept RuntimeError as error:\n    raise ValueError('no') from error",
        "torch.zeros",
    ),
]


@pytest.mark.parametrize(("text", "what"), FORGETS, ids=lambda value: str(value)[:50])
def test_a_forgotten_device_is_told_with_its_line(
    warned: Callable[..., tuple[str, ...]], text: str, what: str
) -> None:
    line = LINE + next(i for i, part in enumerate(text.splitlines()) if what.rpartition(".")[2] in part)
    assert warned(body(text)) == (f"line {line}: {MAKES.format(what)}",)


OTHERS = [
    (
        "x.numpy()",
        "x",
        "line 8: `numpy` reads tensors on the CPU only; call `.cpu()` first, or stay in torch",
    ),
    (
        "np.asarray(x)",
        "x",
        "line 8: `numpy` reads tensors on the CPU only; call `.cpu()` first, or stay in torch",
    ),
    (
        "np.exp(x)",
        "x",
        "line 8: `numpy` reads tensors on the CPU only; call `.cpu()` first, or stay in torch",
    ),
    (
        "\ny = x.cpu()\n\ny + x",
        "x",
        "line 9: `.cpu()` takes the tensor to the CPU, where line 11 uses it together with a tensor on another device",
    ),
    (
        "y = torch.from_numpy(x.cpu().numpy() * 2)\nx + y",
        "x",
        "line 8: `torch.from_numpy` leaves its tensor on the CPU whatever the device of the input; move it with `.to(x.device)`",
    ),
    (
        "z = torch.zeros(3)\nfor i in range(3):\n    z[i] = x[i].sum()",
        "z",
        f"line 8: {MAKES.format('torch.zeros')}",
    ),
    ("kept = [0, 2]", "torch.tensor(kept)", f"line 9: {MAKES.format('torch.tensor')}"),
    (
        "y = x.cpu()",
        "[y, y]",
        "line 8: `.cpu()` takes the result to the CPU, and nothing brings it back to the device of the input",
    ),
    (
        "g = torch.Generator().manual_seed(0)",
        "torch.rand(3, generator=g, device=x.device)",
        "line 9: a generator draws random numbers on its own device only; create it with `device=x.device`",
    ),
]


@pytest.mark.parametrize(("text", "result", "told"), OTHERS, ids=lambda value: str(value)[:40])
def test_other_slips(warned: Callable[..., tuple[str, ...]], text: str, result: str, told: str) -> None:
    assert LINE == 8
    assert warned(body(text, result)) == (told,)


def test_a_slip_of_the_module_level_is_found(warned: Callable[..., tuple[str, ...]]) -> None:
    source = "import torch\nTABLE = torch.tensor([1.0, 2.0, 3.0, 4.0])\ndef f(x):\n    return x * TABLE\n"
    assert warned(source) == (f"line 2: {MAKES.format('torch.tensor')}",)


def test_a_slip_in_the_gradient_is_found(warned: Callable[..., tuple[str, ...]]) -> None:
    source = (
        "import torch\n"
        "class Twice(torch.autograd.Function):\n"
        "    @staticmethod\n"
        "    def forward(ctx, x):\n"
        "        return x * 2\n"
        "    @staticmethod\n"
        "    def backward(ctx, g):\n"
        "        return g * torch.full((4,), 2.0)\n"
        "def f(x):\n"
        "    return Twice.apply(x)\n"
    )
    call = Call((X,), cotangent=np.ones_like(X))
    assert warned(source, Call((X,))) == ()
    assert warned(source, call) == (f"line 8: {MAKES.format('torch.full')}",)


def test_each_line_is_told_once_and_few_of_them(warned: Callable[..., tuple[str, ...]]) -> None:
    lines = "".join(f"    if k == {k}:\n        return x + torch.ones(4)\n" for k in range(6))
    told = warned(
        f"import torch\ndef f(x, k):\n{lines}", *[Call((X * i, k)) for k in range(6) for i in (1, 2)]
    )
    assert told == tuple(f"line {4 + 2 * k}: {MAKES.format('torch.ones')}" for k in range(MOST_WARNINGS))


# What runs on a GPU, one statement each; ``x`` is an input of 3 x 4, ``g`` one that requires a gradient.
RUNS = [
    "torch.tensor([1., 2., 3., 4.], device=x.device) * x",
    "torch.tensor(3., device='cuda') * x; torch.tensor(3.) * x; x + torch.tensor(3)",
    "torch.as_tensor([1, 2, 3, 4], device=x.device) + x",
    "torch.from_numpy(np.ones(4, 'f4')).to(x.device) + x",
    "x.new_zeros(3, 4) + x.new_tensor([1, 2., 3, 4]) + x.new_full((4,), 3) + x.new_ones(4)",
    "torch.zeros_like(x) + torch.rand_like(x) + torch.full_like(x, 2) + torch.empty_like(x) + x",
    "torch.arange(4, device=x.device) + x; torch.eye(3, device='cuda:0') @ x",
    "F.one_hot(torch.arange(3, device=x.device), 4) * x",
    "x[tuple(torch.triu_indices(3, 4, 1, device=x.device))]; x[tuple(torch.triu_indices(3, 4, 1))]",
    "nn.Linear(4, 5).to(x.device)(g).sum().backward()",
    "nn.Linear(4, 5, device=x.device)(x); nn.Linear(4, 5).cuda()(x)",
    "nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU()).cuda()(x.new_ones(2, 1, 4, 4)).sum().backward()",
    "m = nn.Linear(4, 5); m.weight.data, m.bias.data = x.new_ones(5, 4), x.new_zeros(5); m(g).sum().backward(); m.weight.grad + x[0]",
    "m = nn.Linear(4, 4, bias=False).requires_grad_(False); w = m.weight; m.weight.data = x.T @ x; assert m.weight is w; w + x[0]",
    "m = nn.Linear(4, 5).to(x.device); m.load_state_dict(nn.Linear(4, 5).state_dict()); m(x)",
    "y = x.clone(); y[0] = 1; y[:, 1] += 2; y[y > 0] = 0; y.mul_(2).add_(1); y.view(-1)[0] = 99; assert y[0, 0] == 99",
    "y = g.clone(); y[0] = y[1] * 2; y[y > 0] = 0; assert torch.autograd.grad(y.sum(), g)[0].is_cuda",
    "with torch.device(x.device): torch.zeros(3, 4) + x",
    "with torch.device('cuda'): torch.zeros(3, 4) + x",
    "torch.set_default_device('cuda'); torch.zeros(3, 4) + x; torch.set_default_device(None)",
    "r = torch.Generator(device=x.device); r.manual_seed(1); torch.rand(3, 4, device=x.device, generator=r) + x",
    "r = torch.Generator(); r.manual_seed(1); torch.rand(3, 4, generator=r).to(x) + x",
    "x[torch.randperm(3)]; torch.manual_seed(0); torch.randn(3, 4, device=x.device) + x",
    "torch.as_tensor(x.detach().cpu().numpy() * 2, device=x.device) + x",
    "float(x.sum()) + x[0, 0].item() + int(x.argmax()) + len(x.tolist())",
    "[row.sum() for row in x]; torch.stack([row.sum() for row in x]); sum(x); max(x.view(-1))",
    "x.sort(descending=True, stable=True)[0] + x.topk(4).values; torch.unique(x, return_inverse=True)",
    "x[x > 0].sum() + x.masked_fill(x > 0, -1).sum() + torch.where(x > 0, x, 0.).sum(); x.nonzero()",
    "x[torch.tensor([0, 1])]; x[[0, 1]]; x[np.array([0, 1])]; x[None, :, 1:, ...]",
    "y = x.clone(); y[torch.tensor([0, 1])] = 0.; y[0] = torch.tensor(3.); y[0:2] = torch.zeros(4)",
    "repr(x); str(x); f'{x[0, 0]:.3f}'; print(x)",
    "F.cross_entropy(g, torch.tensor([0, 1, 2], device='cuda')).backward()",
    "torch.einsum('ij,kj->ik', x, x) @ x; torch.cdist(x, x); torch.linalg.svd(x)",
    "F.grid_sample(x[None, None], torch.zeros(1, 2, 2, 2, device='cuda'), align_corners=False)",
    "F.fold(F.unfold(x[None, None], (2, 2)), (3, 4), (2, 2)); F.pad(x, (1, 1)); torch.cat([x, x])",
    "F.layer_norm(x, (4,)); F.group_norm(x, 2); F.dropout(x); F.scaled_dot_product_attention(x[None], x[None], x[None])",
    "torch.logsumexp(g, 0).sum().backward(); g.grad + x",
    "torch.vmap(lambda row: row.sum() * 2)(x); torch.func.grad(lambda t: (t * t).sum())(x)",
    "assert x.is_cuda and x.device.type == 'cuda' and x.device.index == 0 and x.get_device() == 0 and not x.is_cpu",
    "assert x.device == torch.device('cuda:0') and str(x.device) == 'cuda:0' and x.type() == 'torch.cuda.FloatTensor'",
    "d = torch.device('cuda' if torch.cuda.is_available() else 'cpu'); torch.zeros(3, 4, device=d) + x",
    "d = 'cuda' if x.is_cuda else 'cpu'; torch.zeros(3, 4, device=d) + x; torch.cuda.synchronize()",
    "torch.zeros(3, 4).to(x) + x; torch.zeros(3, 4).type_as(x) + x; torch.zeros(3, 4).cuda() + x; x.cuda() + x",
    "assert torch.get_default_device().type == 'cpu' and torch.cuda.device_count() == 1",
    "__import__('copy').deepcopy(x) + x; x.data + x; x.half().float() + x.double()",
    "torch.max(x, 1).values; torch.minimum(x, x[0]); torch.maximum(x, torch.tensor(0.)); x.clamp(min=torch.tensor(0.))",
    "x.unfold(1, 2, 1).sum(); x.T.contiguous().view(-1); x.permute(1, 0).reshape(-1); x.expand(2, 3, 4)",
    "torch.meshgrid(torch.arange(3, device=x.device), torch.arange(4, device=x.device), indexing='ij')[0] + x",
    "x.scatter(1, x.argmax(1, keepdim=True), 1.); x.index_add(0, torch.tensor([0], device=x.device), x[:1])",
    "w = x.clone().requires_grad_(); (w ** 2).sum().backward(); torch.optim.Adam([w], lr=.1).step()",
    "torch.autograd.functional.jacobian(lambda t: t.sum(0), x)",
    "torch.cat([torch.zeros(0, 4, device=x.device), x]); torch.arange(3).sum().item() * x",
    "for i in torch.arange(3): x[i]",
    "torch.equal(x, x); torch.allclose(x, x); bool((x == x).all())",
    "torch.split(x, 2); x.chunk(2); x.unbind(0); x.flip(0); x.roll(1); torch.tril(x); x.diagonal()",
    "nn.init.xavier_uniform_(torch.empty(3, 4, device=x.device)) + x; torch.distributions.Normal(x, 1.).log_prob(x)",
    "out = torch.zeros(3); out[0] = x[0, 0]; out.copy_(x[:, 1]); out.to(x.device) + x[:, 0]",
    "while x.sum() > 0: x = x - 1",
    "torch.nn.MultiheadAttention(4, 2, device=x.device)(x, x, x)[0] + x; x.index_put((torch.tensor([0]),), x[0])",
]


@pytest.mark.parametrize("start", range(0, len(RUNS), MOST_CALLS))
def test_what_runs_on_a_gpu_is_not_warned_of(warned: Callable[..., tuple[str, ...]], start: int) -> None:
    """All at once in the CPU's own run, to see that each is right there; then each by itself."""
    source = PREAMBLE + (
        "def f(x, text):\n"
        "    text = text if hasattr(torch, 'gpu') else 'pass'\n"
        "    exec(compile(text, 'answer.py', 'exec'), globals() | {'x': x, 'g': x.clone().requires_grad_()})\n"
        "    return x * 1\n"
    )
    for text in RUNS[start : start + MOST_CALLS]:
        assert warned(source, Call((X, text))) == (), text


def test_values_decide_the_way_and_it_concludes(warned: Callable[..., tuple[str, ...]]) -> None:
    source = (
        "import torch\n"
        "def f(x):\n"
        "    order, kept = x[:, 0].argsort(descending=True).tolist(), []\n"
        "    while order:\n"
        "        first = order.pop(0)\n"
        "        if x[first].sum() > 0 and bool((x[first] > -9).all()):\n"
        "            kept.append(first)\n"
        "    return torch.tensor(kept, dtype=torch.long, device=x.device)\n"
    )
    assert warned(source) == ()


@pytest.mark.parametrize(
    "text",
    [
        "y = x.clone()\ny.unsqueeze_(0)",
        "x.to_sparse()",
        "nn.LSTM(4, 3, device=x.device)(x)",
        "if x.is_cuda:\n    raise KeyError('on purpose')",
    ],
)
def test_what_cannot_be_followed_is_said(warned: Callable[..., tuple[str, ...]], text: str) -> None:
    (told,) = warned(body(text))
    assert re.match(r"could not check whether it runs on a GPU: line \d+: \w+", told), told


@pytest.fixture(scope="module")
def roomy() -> Iterator[Zygotes]:
    """Workers with the usual limits, for the exercises of the bank."""
    with Zygotes() as running:
        yield running


def exercise(name: str) -> Code:
    return load_one(TOYS, f"toy/{name}")


def graded(source: str, zygotes: Zygotes, name: str = "scale", check: bool = True) -> Verdict:
    answer = Answer(Path("answer.py"), source)
    return grade_many([answer], exercise(name), seed=1, zygotes=zygotes, device_check=check)[0]


FORGETFUL = "import torch\ndef scale(x, factor):\n    return x * torch.ones(1, dtype=x.dtype) * factor\n"


def test_the_warning_is_on_the_verdict_and_changes_nothing_else(zygotes: Zygotes) -> None:
    with_check, without = graded(FORGETFUL, zygotes), graded(FORGETFUL, zygotes, check=False)
    assert with_check.passed
    assert without.passed
    assert with_check.warnings == (f"line 3: {MAKES.format('torch.ones')}",)
    assert without.warnings == ()
    told = with_check.as_json()
    assert told.keys() == without.as_json().keys()
    changed = {f.name for f in fields(Verdict) if getattr(with_check, f.name) != getattr(without, f.name)}
    assert changed <= {"warnings", "tests"}  # of the tests, the milliseconds
    assert [(t.id, t.outcome) for t in with_check.tests] == [(t.id, t.outcome) for t in without.tests]


def test_grade_checks_and_says_so_in_the_report() -> None:
    from kb.grader.report.lines import lines

    verdict = grade(Answer(Path("answer.py"), FORGETFUL), exercise("scale"), seed=1)
    said = lines(verdict, Path("answer.py"))
    assert said[0].startswith("PASSED")
    assert "line 3: `torch.ones` makes its tensor on the CPU" in "\n".join(said)


@pytest.mark.parametrize(
    "source",
    [
        "def scale(x, factor):\n    return x * factor\n",
        "import torch\ndef scale(x, factor):\n    return x * torch.ones(2) * (factor + 1)\n",
    ],
    ids=["numpy", "wrong"],
)
def test_only_answers_in_torch_that_passed_are_checked(source: str, zygotes: Zygotes) -> None:
    assert graded(source, zygotes).warnings == ()


MODULE = """\
import torch
class Centered(torch.nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.randn(outputs, inputs))
        self.bias = torch.nn.Parameter(torch.zeros(outputs))
        self.register_buffer("mean", torch.zeros(inputs))
        self.half = torch.full((inputs,), 0.5)
    def forward(self, x):
        if not self.training:
            return (x - self.mean) @ self.weight.T + self.bias
        mean = x.mean(0)
        with torch.no_grad():
            self.mean += (mean - self.mean) * self.half
        return (x - mean) @ self.weight.T + self.bias
"""


def test_modules(zygotes: Zygotes) -> None:
    """Weights and buffers move with the module, a plain attribute does not."""
    forgetful = graded(MODULE, zygotes, "linear")
    assert forgetful.passed, forgetful.failed
    assert forgetful.warnings == (f"line 8: {MAKES.format('torch.full')}",)
    right = MODULE.replace("self.half = torch.full((inputs,), 0.5)", "self.half = 0.5")
    assert graded(right, zygotes, "linear").warnings == ()


@pytest.mark.parametrize("name", ["scale", "counter", "linear"])
def test_accepted_toys_get_no_warning(name: str, zygotes: Zygotes) -> None:
    answers = [read_answer(path) for path in exercise(name).accepted]
    for verdict in grade_many(answers, exercise(name), seed=1, zygotes=zygotes, device_check=True):
        assert verdict.passed
        assert verdict.warnings == ()


def accepted_in_torch() -> list[tuple[str, Path]]:
    found = [(id, path) for id in exercise_ids(roots(None)) for path in load_one(roots(None), id).accepted]
    return [(id, path) for id, path in found if read_answer(path).library == "torch"]


@pytest.mark.parametrize("id", sorted({id for id, _ in accepted_in_torch()}))
def test_accepted_answers_of_the_bank_get_no_warning(id: str, roomy: Zygotes) -> None:
    answers = [read_answer(path) for one, path in accepted_in_torch() if one == id]
    exercise, verdicts = load_one(roots(None), id), []
    untimed = Scope(timed=False)  # how fast they are is tested elsewhere
    attempts = (
        Attempt(answer, exercise, seed=1, zygotes=roomy, device_check=True, scope=untimed)
        for answer in answers
    )
    run_attempts(attempts, exercise, verdicts.append)
    assert [(v.outcome, v.warnings) for v in verdicts] == [("passed", ())] * len(answers)


HOSTILE = {
    "ends": "import os; os._exit(0)",
    "exits": "raise SystemExit",
    "raises": "raise BaseException('\\x1b[2J' + 'x' * 5000)",
    "loops": "while True: pass",
    "floods": "print('x' * (2 << 20))",
    "kills": "import os; os.kill(os.getpid(), 9)",
    "forges": "import sys; f = sys._getframe(3)\n        while f:\n"
    "            s = f.f_locals.get('server') or f.f_locals.get('self')\n"
    "            p = getattr(s, 'pretence', None)\n"
    "            if p: p.perform = lambda *a: {'ok': True, 'line': -5, 'advice': '\\x1b[31m' + 'y' * 9000}\n"
    "            f = f.f_back",
    "unpatches": "torch.Tensor.device = torch.Tensor.to = None",
}


@pytest.mark.parametrize("way", HOSTILE)
def test_a_hostile_second_run_changes_nothing(way: str, zygotes: Zygotes) -> None:
    source = (
        "import torch\ndef scale(x, factor):\n    if hasattr(torch, 'gpu'):\n"
        f"        {HOSTILE[way]}\n    return x * factor\n"
    )
    verdict = graded(source, zygotes)
    assert verdict.passed, verdict.failed
    assert len(verdict.warnings) <= MOST_WARNINGS
    for warning in verdict.warnings:
        assert warning.isprintable()
        assert len(warning) < 400
    after = graded(FORGETFUL, zygotes)
    assert after.warnings == (f"line 3: {MAKES.format('torch.ones')}",)


def test_the_recording_is_bounded() -> None:
    recording = Recording()
    for i in range(500):
        shape = {"k": "array", "d": "f4", "s": [i]}
        recording.add({"op": "call", "args": [shape], "kwargs": {}}, [b"x" * i])
        recording.add({"op": "call", "args": [shape], "kwargs": {}, "gradient": {"of": i}}, [b"x"])
    recording.add({"op": "call", "args": ["large"], "kwargs": {}}, [b"x" * (1 << 20)])
    chosen = recording.chosen()
    assert len(chosen) == MOST_CALLS
    assert sum(group.gradient for group in chosen) == MOST_CALLS // 3
    assert all(
        len(buffer) < 1 << 16 for group in chosen for _, buffers in group.requests for buffer in buffers
    )
    assert {group.requests[0][0]["args"][0]["s"][0] for group in chosen} >= {0, 499}


# The one place that knows the devices.


def test_the_commands_know_the_same_devices() -> None:
    from kb.quiz import arguments

    assert arguments.DEVICES == DEVICES
    assert (CPU, *ACCELERATORS) == DEVICES


# Tables by device, and the two halves of the pretended one; everything else asks kb/grader/model/device.py.
MAY_NAME = {
    "grader/model/device.py",
    "grader/compare/tolerance.py",
    "grader/worker/devices.py",
    "grader/worker/forbidden/families.py",
    "grader/worker/forbidden/operators.py",  # levels of the dispatcher that only one device has
    "grader/worker/sandbox/paths.py",
    "grader/worker/pretend/backend.py",
    "grader/worker/pretend/device.py",
    "grader/worker/pretend/tensor.py",
    "site/bank/grader_tables.py",  # their names in prose
}


def test_no_device_is_named_anywhere_else() -> None:
    root = Path(kb.__file__).parent
    named = re.compile(r"""["'](cpu|cuda|mps)(:\d+)?["']|torch\.(cuda|mps)\b|backends\.(cuda|mps)|\.cuda\(""")
    found = {
        f"{path.relative_to(root).as_posix()}:{number}"
        for path in root.rglob("*.py")
        if path.relative_to(root).as_posix() not in MAY_NAME
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if named.search(line)
    }
    assert found == set()


def test_a_device_that_is_not_there_is_a_clear_error(zygotes: Zygotes) -> None:
    torch = pytest.importorskip("torch")
    answer = Answer(Path("answer.py"), "import torch\ndef scale(x, factor):\n    return x * factor\n")
    for device in ACCELERATORS:
        if (torch.cuda if device == "cuda" else torch.backends.mps).is_available():
            continue
        with pytest.raises(DeviceError) as error:
            grade_many([answer], exercise("scale"), seed=1, device=device, zygotes=zygotes)
        assert str(error.value).startswith(f"this torch ({torch.__version__}) finds no {device} device; ")


def test_an_answer_without_torch_runs_on_the_cpu_only() -> None:
    answer = Answer(Path("answer.py"), "def scale(x, factor):\n    return x * factor\n")
    with pytest.raises(DeviceError, match="does not use torch, so it runs on the CPU"):
        Attempt(answer, exercise("scale"), seed=1, device=ACCELERATORS[0])


# On a real one.


@pytest.mark.gpu
@pytest.mark.parametrize("name", ["scale", "linear"])
def test_toys_on_the_accelerator(accelerator: str, name: str, zygotes: Zygotes) -> None:
    answers = [a for path in exercise(name).accepted if (a := read_answer(path)).library == "torch"]
    if name == "scale":
        answers = [Answer(Path("answer.py"), "import torch\ndef scale(x, factor):\n    return x * factor\n")]
    verdicts = grade_many(answers, exercise(name), seed=1, device=accelerator, zygotes=zygotes)
    assert [(v.outcome, v.device) for v in verdicts] == [("passed", accelerator)] * len(answers)


@pytest.mark.gpu
@pytest.mark.parametrize("id", sorted({id for id, _ in accepted_in_torch()}))
def test_accepted_answers_on_the_accelerator(accelerator: str, id: str, roomy: Zygotes) -> None:
    answers = [read_answer(path) for one, path in accepted_in_torch() if one == id]
    verdicts = grade_many(
        answers, load_one(roots(None), id), seed=1, device=accelerator, zygotes=roomy, naming=False
    )
    assert [(v.outcome, v.device) for v in verdicts] == [("passed", accelerator)] * len(answers)
