"""Read YAML that people write as the JSON values it stands for, whatever is in it.

This is the one reader of files and git revisions that a user names. A date stays text, and a key
is the text that is written, such as `200` or `no`. What JSON cannot hold and what is beyond
`yaml_bounds` is refused with one sentence.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import yaml

from marketplace_contracts.description.yaml_bounds import refuse_unbounded
from marketplace_contracts.errors import CannotRun

LARGEST = 16 * 1024 * 1024
"""Bytes of the largest file that is read."""
KINDS = {
    b"PK\x03\x04": "a ZIP archive; unpack it first",
    b"\x1f\x8b": "compressed with gzip; unpack it first",
    b"\xff\xfe": "UTF-16, not UTF-8; save it as UTF-8 first",
    b"\xfe\xff": "UTF-16, not UTF-8; save it as UTF-8 first",
    b"%PDF": "a PDF document",
    b"<": "a page of HTML or XML",
}
"""What a file is that begins so."""
_TAG = "tag:yaml.org,2002:"
_PLAIN = {_TAG + kind for kind in ("bool", "float", "int", "null")}
_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Safe):  # type: ignore[misc]  # libyaml's loader where it is installed
    """A safe loader without dates, in whose mappings a key such as `200` or `no` is text."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML reads it so
        letter: [pair for pair in pairs if pair[0] != _TAG + "timestamp"]
        for letter, pairs in _Safe.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Any:
        """Return a mapping after its keys have become text."""
        if isinstance(node, yaml.MappingNode):
            self.flatten_mapping(node)
            node.value = [(_text_key(key), value) for key, value in node.value]
        return super().construct_mapping(node, deep)


def _text_key(key: yaml.Node) -> yaml.Node:
    return yaml.ScalarNode(_TAG + "str", key.value) if key.tag in _PLAIN else key


def read_yaml(path: Path, what: str) -> tuple[Any, str]:
    """Return the JSON value and the text of a YAML file.

    Args:
        path: The file.
        what: What a message calls it, such as `The description openapi.yaml`.

    Raises:
        CannotRun: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise CannotRun(f"{what} cannot be read: {error.strerror}.") from None
    return parse_yaml(content, what)


def parse_yaml(content: bytes, what: str) -> tuple[Any, str]:
    """Return the JSON value and the text of a YAML or JSON document.

    Args:
        content: UTF-8, with or without a byte order mark.
        what: What a message calls it.

    Raises:
        CannotRun: It cannot be read.
    """
    if len(content) > LARGEST:
        raise CannotRun(f"{what} cannot be read: it is larger than {LARGEST >> 20} MiB.")
    kind = next((kind for start, kind in KINDS.items() if content.lstrip().startswith(start)), "")
    if kind:
        raise CannotRun(f"{what} cannot be read: it is {kind}.")
    try:
        text = content.decode("utf-8-sig")
        refuse_unbounded(text)
        return _json_value(_load(text)), text
    except UnicodeDecodeError:
        raise CannotRun(f"{what} cannot be read: not UTF-8.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" at line {mark.line + 1}" if mark else ""
        raise CannotRun(f"{what} is not valid YAML or JSON{line}.") from None
    except ValueError as error:
        raise CannotRun(f"{what} cannot be read: {error}.") from None


def _load(text: str) -> Any:
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
    except (AttributeError, TypeError, ValueError, LookupError, ArithmeticError) as error:
        # A tag such as `!!timestamp` or `!!int` before a text that is not valid for it.
        raise ValueError("it has a value that its tag does not allow") from error


def _json_value(value: Any) -> Any:
    """Copy a value of YAML as a value of JSON.

    Raises:
        ValueError: JSON cannot hold it.
    """
    if isinstance(value, dict):
        return {_key(key): _json_value(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_json_value(item) for item in value]
    return _scalar(value)


def _key(key: Any) -> str:
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
