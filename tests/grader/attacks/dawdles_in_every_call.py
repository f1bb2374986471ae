"""Every call takes nearly as long as a call may take.

The values are right. There are as many calls as the exercise has cases, and all answers have to wait.

Held by: deadline
Takes: a deadline
Expected: timeout
"""

import time


def scale(x, factor):
    time.sleep(0.4)
    return x * factor
