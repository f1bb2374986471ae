"""The math font of a page: the few glyphs of STIX Two Math that its formulas draw, inside the page itself.

MathML needs a font with a MATH table, and not every phone has one. The whole font is 1.5 MB; what a page
needs of it is some 20 kB, so it travels in the page: no request, no flash of another font, and no file to
generate or to commit. The font comes from the package ziamath and is under the SIL Open Font License.
"""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from kb.site.errors import SiteError

FAMILY = "KB Math"
_FEATURES = ["dtls", "flac", "ssty"]  # what math layout asks for: dotless letters, flat accents, script sizes
_DROPPED = ["DSIG", "GDEF", "GPOS"]
_NAMES = [0, 1, 2, 5, 13, 14]  # copyright and license stay in the font


def face(characters: Iterable[str]) -> str:
    """A CSS @font-face rule with the glyphs of the characters."""
    font = b64encode(_subset(frozenset(characters))).decode("ascii")
    return f'@font-face{{font-family:"{FAMILY}";src:url(data:font/woff;base64,{font}) format("woff")}}'


@lru_cache(maxsize=256)
def _subset(characters: frozenset[str]) -> bytes:
    from fontTools import subset

    options = subset.Options(
        flavor="woff", hinting=False, layout_features=_FEATURES, name_IDs=_NAMES, notdef_outline=True
    )
    options.drop_tables += _DROPPED
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(characters)))
    written = io.BytesIO()
    with subset.load_font(str(source()), options) as font:
        subsetter.subset(font)
        subset.save_font(font, written, options)
    return written.getvalue()


def source() -> Path:
    """The font's file inside the installed package; the package is not imported."""
    found = find_spec("ziamath")
    if found is None or found.origin is None:
        raise SiteError(
            "the package ziamath, which brings the math font, is not installed: pip install 'kb[site]'"
        )
    path = Path(found.origin).parent / "fonts" / "STIXTwoMath-Regular.ttf"
    if not path.is_file():
        raise SiteError(f"{path}: no such file; expected the math font of the package ziamath")
    return path
