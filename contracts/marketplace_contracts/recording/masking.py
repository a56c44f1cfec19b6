"""Values replaced by others of the same kind, for cassettes of a live service.

A masked value keeps its format, so a cassette still fits the description: a date stays a date,
digits stay digits, and text keeps its length and punctuation. Masking twice changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Any
from urllib.parse import urlsplit

from marketplace_contracts.recording.kept_fields import FIELDS, PARAMETER_VALUES, PLACEHOLDER
from marketplace_contracts.traffic.secret_shapes import without_values

LONGEST_KEPT = 64
"""A longer text under a kept name is masked too: no id, date or status is that long."""

_DATE = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_IDENTIFIER = re.compile(r"[A-Za-z_$][\w.-]{0,39}")
_PUNCTUATION = frozenset(" -.,:;/_#+()'\"&@")


def mask(value: Any, name: str = "", words: AbstractSet[str] = frozenset()) -> Any:
    """Return a JSON value in which only values that are listed as harmless are kept.

    Args:
        value: The value.
        name: The property that has it.
        words: Texts that are kept wherever they are, such as the values of enumerations.

    Example: `{"id": "17", "email": "ida@fjord.no", "rootPwd": "Secret-7"}` becomes
    `{"id": "17", "email": "x@masked.example", "rootPwd": "Xxxxxx-1"}`.
    """
    if isinstance(value, dict):
        return {_key(key): mask(each, _name_of(key, value), words) for key, each in value.items()}
    if isinstance(value, list):
        return [mask(each, name, words) for each in value]
    if isinstance(value, str) and (value in words or _is_kept(name, value)):
        return value
    if isinstance(value, int | float) and name in FIELDS:
        return value
    return mask_scalar(value)


def mask_scalar(value: Any) -> Any:
    """Return another value of the same kind; null, true and false stay."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int("1" * len(str(abs(value)))) * (-1 if value < 0 else 1)
    if isinstance(value, float):
        return 1.0 if value.is_integer() else 1.1
    return mask_text(str(value))


def mask_text(text: str) -> str:
    """Return another text of the same format."""
    if found := _DATE.fullmatch(text):
        return "2000-01-01" + re.sub(r"\d", "0", found[1] or "")
    if _UUID.fullmatch(text):
        return "00000000-0000-4000-8000-000000000000"
    if _EMAIL.fullmatch(text):
        return "x@masked.example"
    if _URL.fullmatch(text):
        return _mask_url(text)
    return "".join(map(_mask_letter, text))


def mask_page(page: str) -> str:
    """Return a page of markup with its tags, without their attributes and without its text."""
    pieces = re.split(r"(</?[A-Za-z][A-Za-z0-9]*[^>]*>)", page)
    return "".join(map(_mask_piece, pieces))


def _mask_piece(piece: str) -> str:
    tag = re.match(r"</?[A-Za-z][A-Za-z0-9]*", piece)
    return f"{tag[0]}>" if tag else "".join(map(_mask_letter, piece))


def _is_kept(name: str, text: str) -> bool:
    return text == PLACEHOLDER or (name in FIELDS and len(text) <= LONGEST_KEPT)


def _name_of(key: str, siblings: dict[str, Any]) -> str:
    """Return the name to judge a member by: the name of a parameter is kept, a person's is not."""
    parameter = key == "name" and not PARAMETER_VALUES.isdisjoint(siblings)
    return "type" if parameter and _IDENTIFIER.fullmatch(str(siblings[key])) else key


def _key(key: str) -> str:
    return key if _IDENTIFIER.fullmatch(key) else mask_text(key)


def _mask_url(text: str) -> str:
    parts = urlsplit(text)
    path = "".join(map(_mask_letter, parts.path))
    query = without_values(parts.query, PLACEHOLDER)
    names = re.fullmatch(r"(?:[A-Za-z-]{1,16}=SCRUBBED&?)*", query)
    return f"{parts.scheme}://masked.example{path}" + (f"?{query}" if query and names else "")


def _mask_letter(letter: str) -> str:
    if letter in _PUNCTUATION or letter.isspace():
        return letter
    if letter.isdigit():
        return "1"
    return "X" if letter.isupper() else "x"
