"""JSON of a response, read strictly, so that no body can stop a run.

`json.loads` accepts what RFC 8259 calls unpredictable and what later steps cannot process: NaN, a
name twice in an object, half a surrogate pair, nesting without end. Here each of these is an error
with a reason, which becomes a finding of the operation.
"""

from __future__ import annotations

import json
import math
from typing import Any

DEEPEST = 64
"""Levels of nesting; the description has seven."""


class InvalidJsonError(ValueError):
    """A body is not JSON that can be processed; the text says why."""


def loads(body: bytes) -> Any:
    """Return the JSON value of a body.

    Raises:
        InvalidJsonError: The body is not JSON, or not JSON that every reader understands alike.
    """
    try:
        value = json.loads(
            body, parse_constant=_constant, parse_float=_float, object_pairs_hook=_object
        )
    except RecursionError:
        raise InvalidJsonError("it is nested too deeply") from None
    except InvalidJsonError:
        raise
    except UnicodeDecodeError:
        raise InvalidJsonError("it is not UTF-8") from None
    except ValueError as error:
        raise InvalidJsonError(str(error)) from None
    if _is_deep(value):
        raise InvalidJsonError(f"it is nested more than {DEEPEST} levels deep")
    if b"\\ud" in body.lower() and _has_surrogates(value):
        raise InvalidJsonError("a text in it has half of a surrogate pair")
    return value


def _constant(name: str) -> Any:
    raise InvalidJsonError(f"it contains {name}, which JSON cannot express")


def _float(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise InvalidJsonError(f"it contains a number beyond every range: {text[:20]}")
    return number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InvalidJsonError(f"an object in it has {json.dumps(twice)} twice")
    return found


def _is_deep(value: Any) -> bool:
    """Tell whether a value has more than `DEEPEST` levels; without recursion."""
    level = [value]
    for _ in range(DEEPEST + 1):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _has_surrogates(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False
