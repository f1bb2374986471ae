"""``python -m kb.quiz``."""

from __future__ import annotations

import gc
import sys

gc.set_threshold(
    50_000
)  # starting makes many objects that live as long as the program: no use in going through them

from kb.quiz.cli import main  # noqa: E402

sys.exit(main())
