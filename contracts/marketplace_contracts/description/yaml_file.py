"""Read YAML files that people write as the JSON values they stand for, whatever is in them.

A date stays text, and a key such as `200` becomes text. What JSON cannot hold, what is nested too
deeply and what grows too large through aliases is refused with one sentence.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import yaml

from marketplace_contracts.description.nesting import NestingError, refuse_deep_nesting
from marketplace_contracts.errors import CannotRun

LARGEST = 16 * 1024 * 1024
"""Bytes of the largest file that is read."""
MOST = 2_000_000
"""Values of the largest document; ten lines of aliases within aliases describe billions."""
DEEPEST = 400
"""Levels of the deepest document once its aliases are followed."""
_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Loader: Any = type(
    "_Loader",
    (_Safe,),
    {
        "yaml_implicit_resolvers": {
            letter: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
            for letter, pairs in _Safe.yaml_implicit_resolvers.items()
        }
    },
)


def read_yaml(path: Path, what: str) -> tuple[Any, str]:
    """Return the JSON value and the text of a YAML file.

    Args:
        path: The file.
        what: What a message calls it, such as `The description openapi.yaml`.

    Raises:
        CannotRun: It cannot be read.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise CannotRun(f"{what} cannot be read: it is larger than {LARGEST >> 20} MiB.")
        text = path.read_text(encoding="utf-8-sig")
        refuse_deep_nesting(text)
        return _Copy().of(_load(text), 0), text
    except OSError as error:
        raise CannotRun(f"{what} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise CannotRun(f"{what} cannot be read: not UTF-8.") from None
    except (NestingError, RecursionError):
        raise CannotRun(f"{what} cannot be read: it is nested too deeply.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" at line {mark.line + 1}" if mark else ""
        raise CannotRun(f"{what} is not valid YAML{line}.") from None
    except ValueError as error:
        raise CannotRun(f"{what} cannot be read: {error}.") from None


def _load(text: str) -> Any:
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
    except (AttributeError, TypeError, ValueError, LookupError, ArithmeticError) as error:
        # A tag such as `!!timestamp` or `!!int` before a text that is none.
        raise ValueError("it has a value that its tag does not allow") from error


class _Copy:
    """Copies a value of YAML as a value of JSON, and counts while it does."""

    def __init__(self) -> None:
        self._count = 0

    def of(self, value: Any, depth: int) -> Any:
        """Return the copy.

        Raises:
            ValueError: JSON cannot hold the value, or it is too large or too deep.
        """
        self._count += 1
        if self._count > MOST or depth > DEEPEST:
            raise ValueError("it is too large, or contains itself")
        if isinstance(value, dict):
            return {_key(key): self.of(item, depth + 1) for key, item in value.items()}
        if isinstance(value, list):
            return [self.of(item, depth + 1) for item in value]
        return _scalar(value)


def _key(key: Any) -> str:
    if isinstance(key, int) and not isinstance(key, bool):
        return str(key)
    if not isinstance(key, str):
        raise ValueError(f"it has a key that is not text ({type(key).__name__})")  # noqa: TRY004 - of YAML
    return str(_scalar(key))


def _scalar(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("it has a number that JSON cannot hold")
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ValueError("it has half of a surrogate pair") from None
    elif value is not None and not isinstance(value, bool | int | float):
        raise ValueError(f"it has a value that JSON cannot hold ({type(value).__name__})")
    return value
