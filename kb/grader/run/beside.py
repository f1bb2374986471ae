"""Refuse settings and plugins around ``pytest --submission`` that could run code in the grading process.

pytest reads settings from the folders of the file that it is given, and they can name plugins, which pytest imports
before any other plugin has a say. Their code cannot reach the verdict, which is made elsewhere, but it runs with the
rights of the person who grades, and it could print a false verdict. So pytest ends with a line that names it.
"""

from __future__ import annotations

import re
import site
import sys
import sysconfig
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import kb

# Settings that only change what is shown, or how tests are found, of which none are looked for here.
KEYS = """
    addopts assertion_text_diff_style asyncio_default_fixture_loop_scope asyncio_mode collect_imported_tests
    consider_namespace_packages console_output_style doctest_encoding doctest_optionflags empty_parameter_set_mark
    enable_assertion_pass_hook faulthandler_timeout filterwarnings junit_duration_report junit_family
    junit_log_passing_tests junit_logging junit_suite_name log_auto_indent log_cli log_cli_date_format log_cli_format
    log_cli_level log_date_format log_format log_level markers minversion norecursedirs python_classes python_files
    python_functions required_plugins strict strict_config strict_markers strict_parametrization_ids strict_xfail
    testpaths timeout tmp_path_retention_count tmp_path_retention_policy truncation_limit_chars truncation_limit_lines
    usefixtures verbosity_assertions verbosity_subtests verbosity_test_cases xfail_strict
"""
HARMLESS = frozenset(KEYS.split())
# Options that a settings file may add: what is shown of which tests, and how.
OPTION = re.compile(
    r"-[vqslx]+|-r\w+|--(verbose|quiet|exitfirst|showlocals|no-showlocals|strict|strict-markers|strict-config|lf|ff|nf"
    r"|last-failed|failed-first|new-first|stepwise|sw|no-header|no-summary|disable-warnings|doctest-modules|full-trace)"
    r"|--(maxfail|color|code-highlight|tb|durations|durations-min|import-mode|capture|verbosity|show-capture)=[\w.-]+"
    r"|-n=?(\d+|auto|logical)|-[km].*"
)
VALUED = ("-k", "-m", "-n", "-r", "--maxfail", "--color", "--tb", "--durations", "--capture", "--import-mode")


def refuse(config: pytest.Config) -> None:
    """
    Raises:
        UsageError: settings or plugins bring code; names the first of them, and what to do.
    """
    for found in (*strange_settings(config), *strange_plugins(config)):
        raise pytest.UsageError(
            f"{found}. pytest would run what the answer may have brought along; "
            "`python -m kb.quiz grade FILE` gives the same verdict and reads none of it"
        )


def strange_settings(config: pytest.Config) -> Iterator[str]:
    """What a settings file says beyond what is shown; that of this project's own folder may say anything."""
    file = config.inipath
    if file is None or file.resolve().parent == root():
        return
    for key in settings(config):
        if key not in HARMLESS:
            yield f"{file} sets {key}"
        elif key == "addopts":
            for option in strange_options(config.getini("addopts")):
                yield f"{file} adds the option {option}"
        elif key == "filterwarnings":
            for line in config.getini(key):
                if "." in "".join(line.split(":")[2:3]):  # pytest imports the class that it names
                    yield f"{file} names a class in filterwarnings: {line}"


def settings(config: pytest.Config) -> list[str]:
    """The keys of the settings file, and those that ``-o`` adds to them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(config.inicfg)


def strange_options(options: list[str]) -> Iterator[str]:
    """Options that do more than select and show."""
    rest = iter(options)
    for option in rest:
        if option in VALUED:
            next(rest, None)
        elif OPTION.fullmatch(option) is None:
            yield option


def strange_plugins(config: pytest.Config) -> Iterator[str]:
    """Plugins that lie neither in this interpreter's folders nor in this project's own."""
    manager, trusted = config.pluginmanager, folders()
    installed = {
        id(plugin) for plugin, dist in manager.list_plugin_distinfo() if _is_installed(dist, trusted)
    }
    for name, plugin in manager.list_name_plugin():
        if plugin is None or id(plugin) in installed:
            continue
        file = source(plugin)
        if file is not None and not any(file.is_relative_to(folder) for folder in trusted):
            yield f"the plugin {name} was loaded from {file}"


def _is_installed(dist: Any, trusted: list[Path]) -> bool:
    """Whether a distribution's own files lie where things are installed; its modules may be elsewhere, editable."""
    place = Path(str(dist.locate_file(""))).resolve()
    return any(place.is_relative_to(folder) for folder in trusted)


def source(plugin: Any) -> Path | None:
    """The file of a plugin, or of its class; None for what is built in, or was made by the program that runs."""
    module = plugin if isinstance(plugin, ModuleType) else sys.modules.get(type(plugin).__module__)
    if module is None or module.__name__ == "__main__":
        return None
    file = getattr(module, "__file__", None)
    return None if file is None else Path(file).resolve()


def root() -> Path:
    """The folder that holds the package kb."""
    return Path(kb.__path__[0]).resolve().parent


def folders() -> list[Path]:
    """Folders whose plugins are trusted: a user who can write there can change Python, pytest or the grader itself."""
    places = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    places += [*site.getsitepackages(), str(Path(pytest.__file__).parents[1])]
    return [*(Path(place).resolve() for place in places if place), root() / "kb", root() / "tests"]
