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
from marketplace_contracts.codegen.operations import Found, operations_of, resolve
from marketplace_contracts.codegen.schemas import PREFIX, Json, compile_schemas, reachable, tidy


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
    errors = [operation.raw["responses"] for operation in found]
    names = reachable([paths, errors, spec["components"].get("responses", {})], schemas)
    return {
        "openapi": spec["openapi"],
        "info": {"title": spec["info"]["title"], "version": spec["info"]["version"]},
        "paths": paths,
        "components": {"schemas": {n: s for n, s in schemas.items() if n in names}},
    }


def compile_operation(
    operation: Found, spec: Mapping[str, Any], schemas: Mapping[str, Json]
) -> Json:
    """Make one operation of the generator's input.

    Args:
        operation: The operation as found in the spec.
        spec: The whole spec, to look references up.
        schemas: The compiled schemas, to find what a page is made of.
    """
    parameters = [p for p in operation.parameters if p["in"] in ("path", "query")]
    body = _json_schema(resolve(operation.raw.get("requestBody", {}), spec), operation.id)
    response = _json_schema(_good_response(operation, spec), operation.id)
    if response is None:
        raise CodegenError(
            f"{operation.id}: the successful response has no application/json schema"
        )
    compiled: Json = {
        "tags": [operation.tag],
        "operationId": operation.id.replace(".", "_"),
        "parameters": [_parameter(p, schemas, operation.id) for p in parameters],
        "responses": {
            "200": {
                "description": "",
                "content": {"application/json": {"schema": response}},
                "x-operation": {
                    **_facts(operation, spec),
                    "returns": _name(response),
                    "row": _row(operation, response, schemas),
                    "body": _name(body) if body else None,
                    "parameters": {p["name"]: _about(p) for p in parameters},
                },
            }
        },
    }
    if body:
        content = {"application/json": {"schema": body}}
        compiled["requestBody"] = {"required": True, "content": content}
    return compiled


def _facts(operation: Found, spec: Mapping[str, Any]) -> Json:
    """Return what the templates write about an operation as a whole."""
    about = {tag["name"]: tag.get("description", "") for tag in spec.get("tags", [])}
    return {
        "id": operation.id,
        "name": operation.id.partition(".")[2],
        "about": about.get(operation.tag, ""),
        "summary": operation.raw.get("summary", ""),
        "description": operation.raw.get("description", ""),
        "effect": operation.raw["x-effect"],
        "replayable": operation.raw["x-replayable"],
    }


def _good_response(operation: Found, spec: Mapping[str, Any]) -> Json:
    """Return the successful response, that of the lowest declared status below 300."""
    good = sorted(s for s in operation.raw["responses"] if str(s).startswith("2"))
    if not good:
        raise CodegenError(f"{operation.id}: no successful response is declared")
    return resolve(operation.raw["responses"][good[0]], spec)


def _json_schema(holder: Mapping[str, Any], place: str) -> Json | None:
    """Return the reference to the JSON schema of a body or a response, or None."""
    schema: Json | None = holder.get("content", {}).get("application/json", {}).get("schema")
    if schema is not None and "$ref" not in schema:
        raise CodegenError(f"{place}: bodies and responses must refer to a schema under components")
    return schema


def _name(schema: Json) -> str:
    """Return the name of the schema that a reference points to."""
    return str(schema["$ref"]).removeprefix(PREFIX)


def _row(operation: Found, response: Json, schemas: Mapping[str, Json]) -> str | None:
    """Return the name of the schema of a page's rows, None for operations that do not page."""
    paging = operation.raw.get("x-pagination")
    if paging is None:
        return None
    page = schemas.get(_name(response), {})
    items = page.get("properties", {}).get("data", {}).get("items", {})
    needed = {"data", "pagination"}
    if paging.get("items") != "data" or "$ref" not in items or not needed <= {*page["required"]}:
        raise CodegenError(
            f"{operation.id}: a page needs data (an array of a named schema) and pagination"
        )
    return _name(items)


def _parameter(parameter: Json, schemas: Mapping[str, Json], place: str) -> Json:
    """Return a parameter with its schema reduced."""
    place = f"{place} {parameter['name']}"
    return {
        "name": parameter["name"],
        "in": parameter["in"],
        "required": parameter.get("required", False),
        "schema": tidy(parameter.get("schema", {}), schemas, place),
    }


def _about(parameter: Json) -> str:
    """Return a parameter's description with the default that the service assumes."""
    about = str(parameter.get("description", "")).strip()
    default = parameter.get("schema", {}).get("default")
    return about if default is None else f"{about} The service assumes {default}."
