"""Sites to look at: the project's own, and a sample that shows every block; and a browser to look with."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown

collect_ignore = ["sample"]

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = Path(__file__).resolve().parent / "sample"
CHROMIUM = "/usr/bin/chromium"
PATIENCE = 120_000  # milliseconds that a browser on a busy machine gets
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

Build = Callable[..., subprocess.CompletedProcess[str]]
Serve = Callable[[Path], str]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample that a test may spoil."""
    return _copy(tmp_path / "sample")


@pytest.fixture
def convert(sample: Path) -> Callable[[str], str]:
    """Markdown to HTML with the extension alone, over the copy of the sample."""
    return functools.partial(_convert, sample)


@pytest.fixture(scope="session")
def build() -> Build:
    """Runs ``mkdocs build --strict`` as a person does, never with ``-q``, which hides what strict counts."""
    return _build


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, built."""
    return _built(_copy(tmp_path_factory.mktemp("sample") / "sample"), tmp_path_factory)


@pytest.fixture(scope="session")
def sample_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample that stays as it is, for builds with other settings."""
    return _copy(tmp_path_factory.mktemp("settings") / "sample")


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own site, built."""
    return _built(ROOT, tmp_path_factory)


@pytest.fixture(params=["sample_site", "real_site"])
def site(request: pytest.FixtureRequest) -> Path:
    """Each of the two, one after the other."""
    folder = request.getfixturevalue(request.param)
    assert isinstance(folder, Path)
    return folder


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """Serves a folder on the loopback interface, and says where."""
    servers: dict[Path, ThreadingHTTPServer] = {}

    def start(folder: Path) -> str:
        if folder not in servers:
            handler = functools.partial(_Quiet, directory=str(folder))
            servers[folder] = ThreadingHTTPServer(("127.0.0.1", 0), handler)
            threading.Thread(target=servers[folder].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[folder].server_port}/"

    yield start
    for server in servers.values():
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, headless."""
    if not Path(CHROMIUM).exists():
        reason = f"no browser: {CHROMIUM} does not exist; apt-get install chromium"
        if os.environ.get("KB_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def tab(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A fresh tab, as wide and as bright as the test's parameter says."""
    width, scheme = getattr(request, "param", "1280 light").split()
    context = browser.new_context(viewport={"width": int(width), "height": 900}, color_scheme=scheme)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture
def demo(tab: Any, sample_site: Path, serve: Serve) -> Any:
    """The sample page that shows every block."""
    tab.goto(serve(sample_site) + "demo/everything/")
    tab.wait_for_selector(".kb-tools")
    return tab


@pytest.fixture(scope="module")
def shared(browser: Any, sample_site: Path, serve: Serve) -> Iterator[Any]:
    """The same page, for tests that do not mind each other."""
    page = browser.new_page()
    page.goto(serve(sample_site) + "demo/everything/")
    page.wait_for_selector(".kb-tools")
    yield page
    page.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _copy(folder: Path) -> Path:
    shutil.copytree(SAMPLE, folder)
    shutil.copytree(ROOT / "docs" / "assets", folder / "docs" / "assets")
    config = (SAMPLE / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(
        config.replace("ROOT", str(ROOT)).replace("HERE", str(folder)), encoding="utf-8"
    )
    return folder


def _convert(sample: Path, text: str) -> str:
    options = {"docs": str(sample / "docs"), "questions": str(sample / "questions")}
    extensions = ["tables", "md_in_html", "toc", "pymdownx.superfences", "pymdownx.highlight", "kb.site"]
    return Markdown(extensions=extensions, extension_configs={"kb.site": options}).convert(text)


def _build(folder: Path, site: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=1200)


def _built(folder: Path, factory: pytest.TempPathFactory) -> Path:
    site = factory.mktemp("site")
    done = _build(folder, site)
    assert done.returncode == 0, done.stdout + done.stderr
    return site
