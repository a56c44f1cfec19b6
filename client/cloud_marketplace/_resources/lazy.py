"""Attributes that return a generated resource, imported when it is first accessed."""

from __future__ import annotations

from importlib import import_module
from typing import Generic, Self, TypeVar, overload

R = TypeVar("R")


class Resource(Generic[R]):
    """A resource of a client, created when first accessed and kept.

    Args:
        module: Module of the resource class.
        name: Name of the class; it takes the client's sender.
    """

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name
        self._attribute = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._attribute = name

    @overload
    def __get__(self, client: None, owner: type) -> Self: ...
    @overload
    def __get__(self, client: object, owner: type) -> R: ...

    def __get__(self, client: object | None, owner: type) -> Self | R:
        if client is None:
            return self
        kind = getattr(import_module(self._module), self._name)
        # Concurrent threads all get the first one.
        found: R = vars(client).setdefault(self._attribute, kind(vars(client)["_sender"]))
        return found
