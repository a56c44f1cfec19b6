"""Bodies as they come in the field, and what of ours each is held against.

A line is one body: operation as `METHOD path`, kind (`request` or `response`), status of an answer.
A page of HTML is a text.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cloud_marketplace_api import models
from cloud_marketplace_api.fields import fields_of
from cloud_marketplace_api.model import Model
from marketplace_contracts.codegen import compile_spec
from openapi_schema_validator import OAS30ReadValidator, OAS30WriteValidator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from support.harness import SPEC, contract
from support.specs import ROOT

OURS = ROOT / "tests/support/bodies_made_up.jsonl"
FIELD = ROOT / "tests/support/bodies_from_the_field.jsonl"
CHECKED = contract()
COMPILED = compile_spec(SPEC.document)
REGISTRY = Registry().with_resource("urn:spec", Resource(SPEC.document, DRAFT4))
ERRORS = (models.ServiceError, models.FrameworkError, models.GatewayError)


@dataclass(frozen=True)
class Body:
    """One body and where it came or went."""

    operation: str
    kind: str
    status: int | None
    body: Any

    def schema(self) -> str:
        """Where our description says what it has to be."""
        method, path = self.operation.split()
        found = SPEC.match(method, path)
        assert found is not None, f"{self} is not declared"
        operation, _ = found
        if self.kind == "request":
            pointer = operation.body_pointer or ""
        else:
            assert self.status in operation.responses, f"{self} is not declared"
            media = "text/html" if isinstance(self.body, str) else "application/json"
            pointer = operation.responses[self.status].content[media]
        return SPEC.follow(pointer)[1]

    def violations(self) -> list[str]:
        """What is wrong with it by our description."""
        return [one.message for one in CHECKED.schemas.violations(self.schema(), self.body)]

    def violations_by_the_letter(self) -> list[str]:
        """The same, by a validator that takes OpenAPI 3.0 at its word, directions included."""
        strict = OAS30WriteValidator if self.kind == "request" else OAS30ReadValidator
        validator = strict({"$ref": f"urn:spec{self.schema()}"}, registry=REGISTRY)
        return [error.message for error in validator.iter_errors(self.body)]

    def models(self) -> list[type[Model]]:
        """The models that read or write it; of errors those whose fields it has."""
        if isinstance(self.body, str):
            return []
        if (self.status or 200) >= 400:
            return [m for m in ERRORS if _required(m) <= self.body.keys()]
        method, path = self.operation.split()
        known = COMPILED["paths"][path][method.lower()]["responses"]["200"]["x-operation"]
        return [getattr(models, known["body" if self.kind == "request" else "returns"])]


def _required(model: type[Model]) -> set[str]:
    return {key for key, field in fields_of(model).items() if field.required}


def read(path: Path) -> Iterator[Body]:
    """All bodies of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        yield Body(case["operation"], case["kind"], case["status"], case["body"])
