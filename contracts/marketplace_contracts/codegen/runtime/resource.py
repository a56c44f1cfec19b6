"""The resources of a client, imported at first access."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Generic, Self, TypeVar, overload

R_co = TypeVar("R_co", covariant=True)


class Resource(Generic[R_co]):
    """A resource of a client, created at first access and kept; the client has a `_sender`.

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

    def load(self) -> type[R_co]:
        """Import the class and return it."""
        kind: type[R_co] = getattr(import_module(self._module), self._name)
        return kind

    @overload
    def __get__(self, client: None, owner: type) -> Self: ...
    @overload
    def __get__(self, client: object, owner: type) -> R_co: ...

    def __get__(self, client: object | None, owner: type) -> Self | R_co:
        if client is None:
            return self
        kind: Callable[[Any], R_co] = self.load()
        # Concurrent threads all get the resource that was stored first.
        found: R_co = vars(client).setdefault(self._attribute, kind(vars(client)["_sender"]))
        return found


__all__ = ["Resource"]
