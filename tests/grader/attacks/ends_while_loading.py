"""os._exit(0) at module level.

The process ends before a single test was asked for.

Held by: verdict outside
Expected: exited
"""

import os

os._exit(0)
