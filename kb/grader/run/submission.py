"""``pytest --submission FILE``: a verdict that is made elsewhere, shown by pytest.

Anybody may have given plugins, settings and a selection to the pytest that a user starts. So it has no part in the
verdict: an isolated process (``kb.grader.run.apart``) runs all tests of the exercise, and here is one item for each
with its outcome. The verdict and the exit status are about all of them, whatever is selected to be shown.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest._code.code import TerminalRepr
from _pytest._io import TerminalWriter

from kb import isolated
from kb.grader.answer.file import AnswerError, read_answer
from kb.grader.report.lines import WIDTH

PATIENCE = 10.0  # seconds that the isolated process has for ending its workers
SHOWN = pytest.StashKey["Submission"]()


class Apart:
    """The isolated process that grades."""

    def __init__(self, asked: dict[str, Any]):
        environment = isolated.environment(os.environ)
        for name in ("KB_BANK", "KB_HOME"):
            if environment.get(name):
                environment[name] = os.path.abspath(environment[name])
        self._said = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = subprocess.Popen(
            isolated.command("kb.grader.run.apart"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            env=environment,
            cwd=sys.prefix,
        )
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError), self._process.stdin as pipe:
            pipe.write(json.dumps(asked).encode())

    def hear(self, wanted: str) -> dict[str, Any]:
        """The next thing that it tells.

        Raises:
            UsageError: it refuses.
            pytest.exit.Exception: the grader failed.
        """
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        found: dict[str, Any] = json.loads(line) if line.endswith(b"\n") else {"failed": self._why_it_ended()}
        if "refused" in found:
            raise pytest.UsageError(found["refused"])
        if wanted not in found:
            why = found.get("failed", f"it replied with {sorted(found)}, expected {wanted}")
            pytest.exit(
                f"the grader failed, which does not count against you: {why}", pytest.ExitCode.INTERNAL_ERROR
            )
        reply: dict[str, Any] = found[wanted]
        return reply

    def _why_it_ended(self) -> str:
        status = self._process.wait()
        self._said.seek(0)
        said = self._said.read().decode(errors="replace").strip().splitlines()
        return (
            f"the process that grades ended with status {status}: {said[-1] if said else 'it said nothing'}"
        )

    def close(self) -> None:
        """End it and everything that it started."""
        self._process.terminate()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._said.close()


class Told(TerminalRepr):
    """What came of a failed test, in the words of the verdict."""

    def __init__(self, reason: str, lines: list[str]):
        self.reprcrash = Reason(reason)
        self.lines = lines

    def toterminal(self, tw: TerminalWriter) -> None:
        for line in self.lines:
            tw.line(line)


class Reason:
    """What pytest says of a failed test in one line."""

    def __init__(self, message: str):
        self.message = message

    def __str__(self) -> str:
        return self.message


class NotPassed(Exception):
    """Raised by an item whose test did not pass."""


class Answered(pytest.Collector):
    """The file, as the parent of its tests."""

    def collect(self) -> list[pytest.Item | pytest.Collector]:
        return []  # the items are made where the verdict is


class Case(pytest.Item):
    """One test of the exercise, which was run elsewhere."""

    def __init__(self, *, found: dict[str, Any], **options: Any):
        super().__init__(**options)
        self.found = found
        for mark in found["marks"]:
            self.add_marker(mark)

    def runtest(self) -> None:
        if "passed" not in self.found:
            pytest.skip(self.found["reason"])
        if self.found.get("stops"):
            self.session.shouldfail = self.found["stops"]
        if not self.found["passed"]:
            raise NotPassed(self.found["reason"])

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, NotPassed):
            return Told(self.found["reason"], self.found["lines"])
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, self.name


class Submission:
    """The plugin that shows one verdict."""

    def __init__(self, config: pytest.Config):
        option = config.getoption
        self.path = Path(option("--submission"))
        try:
            answer = read_answer(self.path)
        except AnswerError as error:
            raise pytest.UsageError(str(error)) from None
        self.asked = {
            "path": str(self.path),
            "source": answer.source,
            "question": option("--submission-question"),
            "seed": option("--submission-seed"),
            "device": option("--submission-device"),
            "width": WIDTH,
        }
        self.begun: dict[str, Any] | None = None
        self.graded: dict[str, Any] = {}
        given = config.args if config.args_source is pytest.Config.ArgsSource.ARGS else []
        self._selected = [after for arg in given if (after := arg.partition("::")[2])]
        self._shown = self._all = 0
        self._apart: Apart | None = None

    @property
    def passed(self) -> bool:
        """Whether all tests of the exercise ran and passed."""
        return self.graded.get("passed") is True

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self, session: pytest.Session) -> None:
        self._apart = Apart(self.asked)
        session.config.add_cleanup(self._apart.close)
        self.begun = self._apart.hear("begun")

    def pytest_report_header(self) -> str:
        assert self.begun is not None
        return f"answer: {self.path} to {self.begun['question']}, seed {self.begun['seed']}"

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> bool:
        """Make the items; no file is collected here, least of all the answer."""
        assert self._apart is not None
        if (terminal := session.config.pluginmanager.get_plugin("terminalreporter")) is not None:
            terminal.pytest_collection()
        self.graded = self._apart.hear("graded")
        file = self._file(session)
        items = [Case.from_parent(file, name=found["id"], found=found) for found in self.graded["cases"]]
        for item in items:
            item.ihook.pytest_itemcollected(item=item)
        report = pytest.CollectReport(file.nodeid, "passed", None, list(items))
        session.config.hook.pytest_collectreport(report=report)
        wanted = [item for item in items if item.found["concerns"] and self._names(item)]
        if not wanted:
            raise pytest.UsageError(
                f"not found: {', '.join(self._selected)}, of the tests of {self.path.name}"
            )
        session.config.hook.pytest_deselected(items=[item for item in items if item not in wanted])
        self._all = sum(item.found["concerns"] for item in items)
        session.items = [*wanted]
        session.config.pluginmanager.check_pending()
        session.config.hook.pytest_collection_modifyitems(
            session=session, config=session.config, items=session.items
        )
        session.config.hook.pytest_collection_finish(session=session)
        session.testscollected = self._shown = len(session.items)
        return True

    def _file(self, session: pytest.Session) -> Answered:
        name = os.path.relpath(self.path, session.config.rootpath).replace(os.sep, "/")
        return Answered.from_parent(session, path=self.path.resolve(), name=self.path.name, nodeid=name)

    def _names(self, item: Case) -> bool:
        """Whether a node id of the command line names this item, or none names any."""
        return not self._selected or any(
            item.name == name or item.name.startswith(f"{name}[") for name in self._selected
        )

    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        """The time that the test took where it was run."""
        if isinstance(item, Case) and call.when == "call":
            call.duration = item.found.get("milliseconds", 0.0) / 1000

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.graded:
            return
        terminalreporter.section(f"verdict on {self.path.name}")
        if self._shown < self._all:
            terminalreporter.write_line(
                f"{self._shown} of {self._all} tests are shown above; the verdict is about all of them."
            )
        for line in self.graded["report"]:
            terminalreporter.write_line(line)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Iterator[None]:
        """A selection, or a plugin, may see no failure; then the exit status still says what the verdict is."""
        session.exitstatus = self.status(session.exitstatus)
        yield
        session.exitstatus = self.status(session.exitstatus)

    def status(self, status: int) -> int:
        """The exit status, where pytest came to this one."""
        return pytest.ExitCode.TESTS_FAILED if status == pytest.ExitCode.OK and not self.passed else status
