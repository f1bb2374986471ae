"""The error that stops a build."""

from __future__ import annotations

try:  # MkDocs prints a BuildError as one line, and any other exception as a traceback.
    from mkdocs.exceptions import BuildError as _Base
except ImportError:  # pragma: no cover - another builder
    _Base = Exception  # type: ignore[assignment, misc]


class SiteError(_Base):
    """A page cannot be built: what was found, what was expected, what to do."""
