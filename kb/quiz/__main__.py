"""``python -m kb.quiz``.

Python has put the working folder first on its path, where a learner's ``random.py`` would be taken for Python's own.
So nothing is imported before that folder is gone but what every interpreter has loaded by now; not even
``__future__``, which is a file like any other.
"""

import os
import sys

import kb


def leave(folder: str) -> None:
    """Take ``folder`` off the front of the path; where kb itself lies there it goes to the end."""
    if sys.flags.safe_path or not sys.path or sys.path[0] not in ("", folder):
        return
    del sys.path[0]
    root = os.path.dirname(kb.__path__[0])
    if os.path.realpath(root) == os.path.realpath(folder) and root not in sys.path:
        sys.path.append(root)


leave(os.getcwd())

from kb.quiz.start import start  # noqa: E402

start(sys.argv[1:])
