"""pytest.exit() with status 0.

A run that ends early and says that all is well.

Held by: verdict outside
Expected: raised
"""


def scale(x, factor):
    try:
        import pytest
    except (ImportError, OSError, RuntimeError):
        raise ValueError("there is no pytest here") from None
    pytest.exit("all tests passed", returncode=0)
