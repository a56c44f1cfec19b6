"""The calls of a client in its help: `help(Marketplace)` lists them."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from cloud_marketplace_api.resource import Resource


class CallList:
    """A docstring that ends with the calls of its class, collected when it is read.

    Collecting imports all resources, which importing the client must not do.

    Args:
        text: The docstring itself; None where docstrings are stripped.
    """

    def __init__(self, text: str | None) -> None:
        self._text = text

    def __get__(self, client: object | None, owner: type) -> str | None:
        if self._text is None:
            return None
        return "\n".join([inspect.cleandoc(self._text), "", "Calls:", "", *_lines(owner)])


def _lines(owner: type) -> Iterator[str]:
    for name in dir(owner):
        resource: Any = inspect.getattr_static(owner, name)
        if isinstance(resource, Resource):
            kind = resource.load()
            for call in (each for each in dir(kind) if not each.startswith("_")):
                meaning = (inspect.getdoc(getattr(kind, call)) or "").partition("\n")[0]
                yield f"    {name}.{call}: {meaning}"
