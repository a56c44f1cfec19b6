"""Pages to parse, made from the examples of the spec."""

import json
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
SPEC: dict[str, Any] = yaml.safe_load((ROOT / "spec/openapi.yaml").read_text(encoding="utf-8"))


def example(path: str) -> dict[str, Any]:
    """The example answer of a GET operation."""
    answer = SPEC["paths"][path]["get"]["responses"]["200"]
    found: dict[str, Any] = answer["content"]["application/json"]["example"]
    return found


def rows(path: str, count: int) -> bytes:
    """A JSON list of detailed objects that differ in their id."""
    template = example(path)
    return json.dumps([template | {"id": str(1_000_000 + n)} for n in range(count)]).encode()
