"""How a model is made, for `help` and `inspect.signature`."""

from __future__ import annotations

import inspect
from typing import Any, Final

from msgspec import Struct, StructMeta

from .fields import fields_of
from .types import UNSET

_written: Final[dict[Any, dict[str, str]]] = {}
"""The annotations of each model as they are written; msgspec is given others."""


class _Signed(StructMeta):
    """The class of the models, which has their signature.

    That of msgspec would show JSON types, and could not find models that are not imported yet.
    """

    @property
    def __signature__(self: Any) -> inspect.Signature:
        only, empty = inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.empty
        parameters = [
            inspect.Parameter(
                field.name,
                only,
                default=empty if field.required else UNSET,
                annotation=_written[self][field.name],
            )
            for field in fields_of(self).values()
            if _written[self][field.name] != "NO_KEY"
        ]
        unknown = ("additional_properties", only)
        extra = inspect.Parameter(*unknown, default=UNSET, annotation="dict[str, Any]")
        return inspect.Signature([*parameters, extra])


class Signed(Struct, metaclass=_Signed):
    """A struct whose signature has the types of the documentation."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        _written[cls] = inspect.get_annotations(cls)


__all__ = ["Signed"]
