"""The compile step: the spec in, the generator's input out. Pure and deterministic.

The generator looks at responses it should not see (an error schema becomes part of every response's
type) and does not show templates what they need (operation ids, `x-` keys of operations,
descriptions of parameters). So the input has one response for each operation, the successful one,
and all that templates need under its key `x-operation`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marketplace_contracts.codegen.errors import CodegenError
from marketplace_contracts.codegen.inline_schemas import PREFIX, Json
from marketplace_contracts.codegen.operations import (
    good_schemas,
    has_no_content,
    node_at,
    operations_of,
    schema_at,
)
from marketplace_contracts.codegen.schemas import compile_schemas, reachable, tidy
from marketplace_contracts.description.operations import Operation, Parameter


def compile_spec(spec: Mapping[str, Any]) -> Json:
    """Make the generator's input.

    Args:
        spec: The parsed `spec/openapi.yaml`; left as it is.

    Returns:
        An OpenAPI document of the same operations and models without errors, headers, links,
        security, examples and compositions.

    Raises:
        CodegenError: If the spec breaks a rule that the generated package relies on.
    """
    found = operations_of(spec)
    schemas = compile_schemas(spec.get("components", {}).get("schemas", {}))
    paths: dict[str, Json] = {}
    for operation in found:
        compiled = compile_operation(operation, spec, schemas)
        paths.setdefault(operation.path, {})[operation.method.lower()] = compiled
    # Errors have models too, though no return type names them.
    errors = [node_at(spec, operation.pointer)["responses"] for operation in found]
    names = reachable([paths, errors, spec["components"].get("responses", {})], schemas)
    return {
        "openapi": spec["openapi"],
        "info": {"title": spec["info"]["title"], "version": spec["info"]["version"]},
        "paths": paths,
        "components": {"schemas": {n: s for n, s in schemas.items() if n in names}},
    }


def compile_operation(
    operation: Operation, spec: Mapping[str, Any], schemas: Mapping[str, Json]
) -> Json:
    """Make one operation of the generator's input.

    Args:
        operation: The operation as found in the spec.
        spec: The whole spec, to look references up.
        schemas: The compiled schemas, to find what a page is made of.
    """
    parameters = [p for p in operation.parameters if p.location in ("path", "query")]
    _refuse_unsent(operation)
    body = _reference(spec, operation.body_pointer, operation.id)
    response = _reference(spec, _good_response(operation), operation.id)
    if response is None and not has_no_content(operation):
        raise CodegenError(
            f"{operation.id}: the successful response has no application/json schema"
        )
    compiled: Json = {
        "tags": [operation.tag],
        "operationId": operation.id.replace(".", "_"),
        "parameters": [_parameter(p, spec, schemas, operation.id) for p in parameters],
        "responses": {
            "200": {
                "description": "",
                "content": {"application/json": {"schema": response}} if response else {},
                "x-operation": {
                    **_facts(operation, spec),
                    "returns": _name(response) if response else None,
                    "row": _row(operation, response, schemas) if response else None,
                    "body": _name(body) if body else None,
                    "parameters": {p.name: _about(node_at(spec, p.pointer)) for p in parameters},
                },
            }
        },
    }
    if body:
        content = {"application/json": {"schema": body}}
        compiled["requestBody"] = {"required": True, "content": content}
    return compiled


def _refuse_unsent(operation: Operation) -> None:
    """Refuse parameters that the client could not send, rather than leave them out."""
    for parameter in operation.parameters:
        is_left_out = parameter.location in ("header", "cookie") and parameter.required
        if is_left_out or parameter.schema.get("type") in ("array", "object"):
            kind = f"{parameter.location} parameter" if is_left_out else "list or object"
            raise CodegenError(
                f"{operation.id}: {parameter.name} is a {kind}, which is not sent yet "
                f"({parameter.pointer}). Remove it there to generate without it"
            )


def _facts(operation: Operation, spec: Mapping[str, Any]) -> Json:
    """Return what the templates write about an operation as a whole."""
    node = node_at(spec, operation.pointer)
    about = {tag["name"]: tag.get("description", "") for tag in spec.get("tags", [])}
    return {
        "id": operation.id,
        "name": operation.id.partition(".")[2],
        "about": about.get(operation.tag, ""),
        "summary": node.get("summary", ""),
        "description": node.get("description", ""),
        "effect": operation.effect,
        "replayable": operation.replayable,
    }


def _good_response(operation: Operation) -> str | None:
    """Return the pointer of the JSON of the successful response of the lowest status."""
    good = good_schemas(operation)
    if not good:
        raise CodegenError(f"{operation.id}: no successful response is declared")
    return good[0]


def _reference(spec: Mapping[str, Any], pointer: str | None, place: str) -> Json | None:
    """Return the reference to the JSON schema of a body or a response, or None."""
    schema = schema_at(spec, pointer)
    if schema is not None and "$ref" not in schema:
        raise CodegenError(f"{place}: bodies and responses must refer to a schema under components")
    return schema


def _name(schema: Json) -> str:
    """Return the name of the schema that a reference points to."""
    return str(schema["$ref"]).removeprefix(PREFIX)


def _row(operation: Operation, response: Json, schemas: Mapping[str, Json]) -> str | None:
    """Return the name of the schema of a page's rows, None for operations that do not page."""
    if operation.paging is None:
        return None
    page = schemas.get(_name(response), {})
    items = page.get("properties", {}).get("data", {}).get("items", {})
    needed = {"data", "pagination"}
    if operation.paging.items != "data" or "$ref" not in items or not needed <= {*page["required"]}:
        raise CodegenError(
            f"{operation.id}: a page needs data (an array of a named schema) and pagination"
        )
    return _name(items)


def _parameter(
    parameter: Parameter, spec: Mapping[str, Any], schemas: Mapping[str, Json], place: str
) -> Json:
    """Return a parameter with its schema reduced."""
    schema = schema_at(spec, f"{parameter.pointer}/schema") or {}
    return {
        "name": parameter.name,
        "in": parameter.location,
        "required": parameter.required,
        "schema": tidy(schema, schemas, f"{place} {parameter.name}"),
    }


def _about(parameter: Json) -> str:
    """Return a parameter's description with the default that the service assumes."""
    about = str(parameter.get("description", "")).strip()
    default = parameter.get("schema", {}).get("default")
    return about if default is None else f"{about} The service assumes {default}."
