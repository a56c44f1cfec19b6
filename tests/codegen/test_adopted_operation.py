"""A new published file is adopted, generated and checked by three commands and nothing by hand."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml
from openapi_spec_validator import validate
from support.openapi import ROOT

SCHEMA = "#/components/schemas/"
TEXT = {"type": "string"}
STATES = {"type": "string", "enum": ["open", "closed"]}
SCHEMAS: dict[str, Any] = {
    "Quote": {
        "type": "object",
        "properties": {
            "id": {"type": "string", "readOnly": True},
            "status": STATES,
            "lines": {"type": "array", "items": {"$ref": f"{SCHEMA}QuoteLine"}},
            "owner": {"type": "object", "properties": {"name": TEXT}},
            "about": {"oneOf": [{"$ref": f"{SCHEMA}QuoteLine"}, {"$ref": f"{SCHEMA}QuoteNote"}]},
        },
    },
    "QuoteLine": {
        "type": "object",
        "properties": {"mpn": TEXT, "parent": {"$ref": f"{SCHEMA}QuoteLine"}},
    },
    "QuoteNote": {"type": "object", "properties": {"text": TEXT}},
    "ResultListQuote": {
        "type": "object",
        "properties": {
            "data": {"type": "array", "items": {"$ref": f"{SCHEMA}Quote"}},
            "pagination": {"$ref": f"{SCHEMA}Pagination"},
        },
    },
}


def response(schema: str, status: str) -> dict[str, Any]:
    """Return the responses of an operation as the vendor writes them."""
    content = {"application/json": {"schema": {"$ref": f"{SCHEMA}{schema}"}}}
    return {"responses": {status: {"description": "Fine", "content": content}}}


def published() -> dict[str, Any]:
    """Return the published file with quotes: parameters of a path, inline and recursive objects."""
    document: dict[str, Any] = yaml.safe_load(
        (ROOT / "spec/published/1.15.structure.yaml").read_text(encoding="utf-8")
    )
    document["info"]["version"] = "1.16"
    document["components"]["schemas"] |= SCHEMAS
    key = {"name": "X-Subscription-Key", "in": "header", "required": True, "schema": TEXT}
    identity = {"name": "id", "in": "path", "required": True, "schema": TEXT}
    queries = {"status": STATES, "urgent": {"type": "boolean"}, "least": {"type": "number"}}
    listed = [{"name": name, "in": "query", "schema": schema} for name, schema in queries.items()]
    content = {"application/json": {"schema": {"$ref": f"{SCHEMA}Quote"}}}
    document["paths"] |= {
        "/quotes": {
            "parameters": [key],
            "get": {"parameters": listed, **response("ResultListQuote", "default")},
            "post": {"requestBody": {"content": content}, **response("Quote", "201")},
        },
        "/quotes/{id}": {
            "parameters": [key, identity],
            "get": response("Quote", "default"),
            "delete": {"responses": {"204": {"description": "Gone"}}},
        },
    }
    return document


def run(root: Path, *arguments: str) -> str:
    """Run the program in a folder whose generated package is the one to use."""
    done = subprocess.run(
        [sys.executable, "-m", "marketplace_contracts", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "generated")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_adopted_operations_are_generated_and_checked(tmp_path: Path) -> None:
    """New operations of a published file get methods, pass the check, and have a row each."""
    for name in ("spec", "generated"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n")
    (tmp_path / "new.yaml").write_text(yaml.safe_dump(published(), sort_keys=False))
    names = [f"quotes.{verb}" for verb in ("list", "create", "get", "delete")]
    said = run(tmp_path, "adopt", "new.yaml", "--write")
    assert all(f" as {name}\n" in said for name in names)
    made = yaml.safe_load((tmp_path / "spec/openapi.yaml").read_text(encoding="utf-8"))
    validate(made)
    assert made["components"]["schemas"]["QuoteLine"] == SCHEMAS["QuoteLine"]
    assert {"204", "401", "404"} <= made["paths"]["/quotes/{id}"]["delete"]["responses"].keys()
    assert "+ models.quote.Quote.owner: QuoteOwner | Unset" in run(tmp_path, "generate", "--force")
    draft = (tmp_path / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "mp.quotes.delete(id: str | int, *, timeout: float | None = None) -> None" in draft
    assert "Breaking" not in draft
    only = [f"--only={name}" for name in names]
    said = run(tmp_path, "check", "--spec=spec/openapi.yaml", "--depth=quick", *only)
    assert ", 0 findings" in said
    rows = {line.split()[0]: line.split()[1] for line in said.splitlines() if "quotes." in line[:7]}
    assert rows == dict.fromkeys(names, "✓")
