"""Pages to parse, made from the examples of the spec."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
SPEC: dict[str, Any] = yaml.safe_load((ROOT / "spec/openapi.yaml").read_text(encoding="utf-8"))
FEW = {"currency", "type", "status", "statusCode", "billingModel", "amountCode"}
"""Keys with a handful of values in any page."""


def example(path: str) -> dict[str, Any]:
    """The example response of a GET operation."""
    response = SPEC["paths"][path]["get"]["responses"]["200"]
    found: dict[str, Any] = response["content"]["application/json"]["example"]
    return found


def varied(value: Any, number: int, key: str = "") -> Any:
    """The same value for another row: other identifiers, amounts, names and times."""
    if isinstance(value, dict):
        return {k: varied(v, number, k) for k, v in value.items()}
    if isinstance(value, list):
        return [varied(v, number, key) for v in value]
    if not isinstance(value, str) or key in FEW:
        return value
    if key.endswith("Date"):
        return _later(value, number)
    if key in ("amount", "value") and value.replace(".", "").isdigit():
        return f"{number % 487}.{number % 97:02}"
    return f"{value[:-4]}{number:04}"


def rows(path: str, count: int) -> list[dict[str, Any]]:
    """Detailed objects as a service would give them."""
    template = example(path)
    return [varied(template, number) for number in range(count)]


def page(path: str, count: int) -> bytes:
    """The JSON text of a page of detailed objects."""
    pagination = {"offset": 0, "limit": count, "total": count}
    return json.dumps({"data": rows(path, count), "pagination": pagination}).encode()


def _later(text: str, number: int) -> str:
    """A date or a time some days or minutes later, in the same form."""
    if len(text) == 10:
        day = dt.date.fromisoformat(text) + dt.timedelta(days=number % 365)
        return day.isoformat()
    moment = dt.datetime.fromisoformat(text) + dt.timedelta(minutes=number)
    return moment.isoformat().replace("+00:00", "Z")
