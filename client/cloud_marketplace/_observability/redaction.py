"""Text that must not be shown, and the mask that takes it out of other text."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from typing import NoReturn, Self

MASK = "***"
_SHORTEST = 4  # shorter secrets would mask ordinary words
_SCHEME = re.compile(r"\b(basic|bearer) +[\w.~+/=-]+", re.IGNORECASE)
_SIGNED = re.compile(r"(https?://[^\s?\"'<>]+)\?[^\s\"'<>]+")


class Secret:
    """A secret text: printing, formatting or logging it shows asterisks.

    It can be copied but not pickled, so that it does not get into files by accident.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    @classmethod
    def of(cls, value: Self | str) -> Self:
        """Give a secret; one that is wrapped already stays as it is."""
        return value if isinstance(value, cls) else cls(str(value))

    def reveal(self) -> str:
        """Give the text itself; do not keep it in a variable longer than needed."""
        return self._text

    def is_encodable(self) -> bool:
        """Return whether the text can be sent: as UTF-8, or as the bytes that it was read from."""
        try:
            return bool(self._text.encode(errors="surrogateescape")) or not self._text
        except UnicodeEncodeError:
            return False

    def __bool__(self) -> bool:
        return bool(self._text.strip())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(
            self._text.encode(errors="surrogatepass"), other._text.encode(errors="surrogatepass")
        )

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return MASK

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is not pickled: it would lie about in clear")


class Redactor:
    """Takes known secrets, and the queries of addresses, out of what the service sent.

    Args:
        secrets: What must not be seen; those under four characters are not looked for.
    """

    __slots__ = ("_secrets",)

    def __init__(self, secrets: Iterable[Secret]) -> None:
        known = [secret for secret in secrets if len(secret.reveal()) >= _SHORTEST]
        # Longest first: one secret may be part of another.
        self._secrets = sorted(known, key=lambda secret: -len(secret.reveal()))

    def text(self, text: str) -> str:
        """Mask a text.

        An address keeps no query, since that may be its signature; what follows
        the name of an authorisation scheme goes too.
        """
        for secret in self._secrets:
            text = text.replace(secret.reveal(), MASK)
        return _SIGNED.sub(rf"\1?{MASK}", _SCHEME.sub(rf"\1 {MASK}", text))

    def data(self, data: bytes) -> bytes:
        """Mask a body in the same way; bytes that are no UTF-8 stay as they came."""
        text = data.decode("utf-8", "surrogateescape")
        return self.text(text).encode("utf-8", "surrogateescape")
