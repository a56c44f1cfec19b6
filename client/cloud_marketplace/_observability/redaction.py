"""Secret texts, and the redactor that removes them from other texts."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from typing import Final, NoReturn, Self

MASK = "***"
_SHORTEST = 4  # shorter secrets would mask ordinary words
_SCHEME = re.compile(r"\b(basic|bearer) +[\w.~+/=-]+", re.IGNORECASE)
_NAMES = "client_secret|access_token|refresh_token|id_token|password"
_FORM = re.compile(rf"\b({_NAMES})=[^\s&\"'<>]+", re.IGNORECASE)
_JSON = re.compile(rf"\"({_NAMES})\"\s*:\s*\"(?:[^\"\\]|\\.)*\"", re.IGNORECASE)
_SIGNED = re.compile(r"(https?://[^\s?\"'<>]+)\?[^\s\"'<>]+")


_NOT_TEXT: Final = "\ud800"


class Secret:
    """A text that is not shown when printed, formatted or logged.

    It exists so that no repr, log line or traceback shows a credential. It can be copied but not
    pickled, so that it is not written to a file by accident.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    @classmethod
    def of(cls, value: Self | str) -> Self:
        """Wrap a text or a whole number; a secret is returned unchanged.

        Anything else, such as the bytes of a file, becomes a secret that can't be sent: `b'…'`
        would be a wrong password.
        """
        if isinstance(value, cls):
            return value
        is_text = isinstance(value, str | int) and not isinstance(value, bool)
        return cls(str(value) if is_text else _NOT_TEXT)

    def reveal(self) -> str:
        """Return the text itself; do not keep it in a variable longer than needed."""
        return self._text

    def is_encodable(self) -> bool:
        """Tell whether the text can be sent: as UTF-8, or as the bytes that it was read from."""
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
        raise TypeError("a Secret is not pickled: it would be stored in plain text")


class Redactor:
    """Removes known secrets, and the queries of URLs, from what the service sent.

    Args:
        secrets: The known secrets; those shorter than four characters are ignored.
    """

    __slots__ = ("_secrets",)

    def __init__(self, secrets: Iterable[Secret]) -> None:
        known = [secret for secret in secrets if len(secret.reveal()) >= _SHORTEST]
        # Longest first: one secret may be part of another.
        self._secrets = sorted(known, key=lambda secret: -len(secret.reveal()))

    def text(self, text: str) -> str:
        """Mask a text.

        The query of an address is masked, since it may be a signature, and so is what follows the
        name of an authorization scheme, and values that forms and JSON name as secrets.
        """
        for secret in self._secrets:
            text = text.replace(secret.reveal(), MASK)
        text = _JSON.sub(rf'"\1": "{MASK}"', _FORM.sub(rf"\1={MASK}", text))
        return _SIGNED.sub(rf"\1?{MASK}", _SCHEME.sub(rf"\1 {MASK}", text))

    def data(self, data: bytes) -> bytes:
        """Mask a body in the same way; bytes that are not UTF-8 stay as they are."""
        text = data.decode("utf-8", "surrogateescape")
        return self.text(text).encode("utf-8", "surrogateescape")
