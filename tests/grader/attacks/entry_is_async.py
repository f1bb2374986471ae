"""The entry is a coroutine function.

Nobody awaits what it returns.

Held by: exact types
Expected: wrong type
"""


async def scale(x, factor):
    return x
