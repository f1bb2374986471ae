"""The worker's own exception, of the kind "device", at module level.

Where a missing device is looked for anyway.

Held by: strict frames
Expected: protocol
"""

import sys

raise sys.modules["_grader.serve"].Refused("device", "there is no such device")
