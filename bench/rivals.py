"""Models of the same spec in pydantic and msgspec, to compare with."""

import datetime as dt
import enum
from collections.abc import Callable
from typing import Any, Literal

import msgspec
import pydantic
from marketplace_contracts.codegen.compile import compile_spec
from marketplace_contracts.codegen.schemas import PREFIX

from bench.samples import SPEC

SCHEMAS: dict[str, Any] = compile_spec(SPEC)["components"]["schemas"]
PLAIN = {"string": str, "integer": int, "number": float, "boolean": bool}
FORMATS = {"date": dt.date, "date-time": dt.datetime}
Make = Callable[[str, dict[str, tuple[Any, bool]]], type]


class Family:
    """Models made from the compiled schemas, each when it is first needed.

    Args:
        make: Makes a class of its name and its fields: type, and whether it is required.
    """

    def __init__(self, make: Make) -> None:
        self._make = make
        self._made: dict[str, Any] = {}
        self.fields: dict[type, tuple[str, ...]] = {}

    def of(self, name: str) -> Any:
        """The class of a schema."""
        if name not in self._made:
            self._made[name] = self._build(name, SCHEMAS[name])
        return self._made[name]

    def _build(self, name: str, schema: dict[str, Any]) -> Any:
        if "enum" in schema:
            return enum.Enum(name, {f"m{n}": word for n, word in enumerate(schema["enum"])})
        if "properties" not in schema:
            return self._type(schema)
        required = schema.get("required", [])
        given = {
            key: (self._type(inner), key in required) for key, inner in schema["properties"].items()
        }
        made = self._make(name, given)
        self.fields[made] = tuple(given)
        return made

    def _type(self, schema: dict[str, Any]) -> Any:
        kind = self._bare(schema)
        return kind | None if schema.get("nullable") and kind is not Any else kind

    def _bare(self, schema: dict[str, Any]) -> Any:
        parts = schema.get("allOf", [])
        ref = schema.get("$ref") or (parts[0].get("$ref") if len(parts) == 1 else None)
        if ref:
            return self.of(ref.removeprefix(PREFIX))
        if "x-map" in schema:
            return dict[str, Any]
        if schema.get("type") == "array":
            return list[self._type(schema["items"])]  # made at run time
        if "enum" in schema:
            return Literal[tuple(schema["enum"])]
        return FORMATS.get(schema.get("format", "")) or PLAIN.get(schema.get("type", ""), Any)


def pydantic_models() -> Family:
    """Models of pydantic v2 that keep unknown fields, as ours do."""
    config = pydantic.ConfigDict(extra="allow", protected_namespaces=())

    def make(name: str, fields: dict[str, tuple[Any, bool]]) -> type:
        given: dict[str, Any] = {
            key: (kind, ...) if required else (kind | None if kind is not Any else kind, None)
            for key, (kind, required) in fields.items()
        }
        return pydantic.create_model(name, __config__=config, **given)

    return Family(make)


def msgspec_structs() -> Family:
    """Structs of msgspec, the limit of what can be reached; they drop unknown fields."""

    def make(name: str, fields: dict[str, tuple[Any, bool]]) -> type:
        given = [
            (key, kind) if required else (key, kind | msgspec.UnsetType, msgspec.UNSET)
            for key, (kind, required) in fields.items()
        ]
        return msgspec.defstruct(name, given, kw_only=True)  # as above

    return Family(make)
