"""Notes in the scratch folder, for the next process and the next answer.

Modules that would be imported from the working folder, and start-up files in the home folder.

Held by: own process
Expected: wrong value
"""

import os
from pathlib import Path

TEXT = "raise SystemExit('loaded')\n"


def scale(x, factor):
    home = Path(os.environ.get("HOME", "."))
    site = home / ".local" / "lib" / "python3.11" / "site-packages"
    site.mkdir(parents=True, exist_ok=True)
    for folder in (Path("."), home, site):
        for name in ("numpy.py", "sitecustomize.py", "usercustomize.py", "conftest.py", "answer.py"):
            (folder / name).write_text(TEXT)
    (site / "start.pth").write_text("import os; os._exit(0)\n")
    return x
