"""An endless loop at module level.

No function is ever defined.

Held by: deadline
Takes: a deadline
Expected: timeout
"""

import time

end = time.monotonic() + 10
while time.monotonic() < end:
    pass
