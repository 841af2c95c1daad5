"""Text as people compare it: without accents and case."""

import re
import unicodedata

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """`Été` and `ETE` become `ete`."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).upper().casefold()


def words(text: str) -> list[str]:
    """The folded words of a text; `order_line` and `OrderLine` both give two."""
    return _WORD.findall(fold(_HUMP.sub(" ", text)))
