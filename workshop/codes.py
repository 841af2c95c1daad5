"""Join and resume codes: drawn, and compared."""

import hashlib
import hmac
import secrets

from django.conf import settings

from workshop.choices import CODE_ALPHABET


def code_draw(length: int) -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


def code_normalise(typed: str) -> str:
    """`brx-234 ` is `BRX234`."""
    return "".join(char for char in typed.upper() if char.isalnum())


def code_spaced(code: str) -> str:
    """`ABCD-EFGH`, easier to copy by hand."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"


def code_digest(code: str) -> str:
    """What is stored of a resume code: useless without the server's secret."""
    return hmac.new(settings.SECRET_KEY.encode(), code_normalise(code).encode(), hashlib.sha256).hexdigest()
