"""The imports from vcrpy, in one module, because vcrpy has no type hints."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_vcr: Any = import_module("vcr")

RECORDER = f"vcrpy {_vcr.__version__}"
VCR: Any = _vcr.VCR
Request: Any = import_module("vcr.request").Request
RecordMode: Any = import_module("vcr.record_mode").RecordMode
CassetteNotFound: Any = import_module("vcr.persisters.filesystem").CassetteNotFoundError
"""Raised by a persister that has no cassette."""
UnrecordedRequest: Any = import_module("vcr.errors").CannotOverwriteExistingCassetteException
"""Raised by a call that is not in the cassette."""
_serialize: Any = import_module("vcr.serialize")


def serialize(content: Any, serializer: Any) -> str:
    """Return the text of what vcrpy recorded."""
    text: str = _serialize.serialize(content, serializer)
    return text


def deserialize(text: str, serializer: Any) -> Any:
    """Return what vcrpy plays, from its text."""
    return _serialize.deserialize(text, serializer)
