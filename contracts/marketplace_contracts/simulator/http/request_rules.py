"""Validate parameters and bodies of requests by the spec.

Responses are not validated here: they follow the facts, as a second opinion.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import jsonschema_rs

from marketplace_contracts.description.json_values import path_text, read_text
from marketplace_contracts.description.operations import Operation, Parameter
from marketplace_contracts.description.schemas import Schemas
from marketplace_contracts.description.spec import Spec, load
from marketplace_contracts.simulator.domain.errors import Rejected, bad_request, no_entity
from marketplace_contracts.simulator.domain.json_object import JsonObject
from marketplace_contracts.simulator.http.bodies import parse_body
from marketplace_contracts.simulator.http.messages import Request
from marketplace_contracts.simulator.http.request_values import with_text_ids, without_nulls
from marketplace_contracts.simulator.options import Options

MOST_NAMED = 20
"""Violations that one message names at most."""


@dataclass(frozen=True, slots=True)
class ParameterRule:
    """A declared parameter with its validator."""

    name: str
    kind: str
    validator: jsonschema_rs.Validator

    @property
    def is_text(self) -> bool:
        """Tell whether any text is valid, even an empty one; not for dates and enumerations."""
        return self.kind == "string" and self.validator.is_valid("")


class OperationRules:
    """The rules of the spec for requests of one operation.

    Args:
        schemas: Validators of the spec.
        operation: The operation.
    """

    def __init__(self, schemas: Schemas, operation: Operation) -> None:
        self._schemas = schemas
        self._body_pointer = operation.body_pointer or ""
        self._path = _parameters(schemas, operation, "path")
        self._query = _parameters(schemas, operation, "query")
        self._body = schemas.validator(operation.body_pointer) if operation.body_pointer else None

    def read(self, request: Request, options: Options) -> tuple[JsonObject, Any]:
        """Return the declared query parameters and the body of a request.

        A null in the body counts as an absent property (facts E14), so it is removed.

        Raises:
            Rejected: 400 or 415, naming the location and the violated rule.
        """
        for rule in self._path:
            if not rule.validator.is_valid(request.ids[rule.name]):
                raise no_entity(request.ids[rule.name])
        query = self._read_query(request, options) if request.query else {}
        if self._body is None:
            return query, None
        body = parse_body(request)
        if options.number_ids == "accept":
            body = with_text_ids(self._schemas, self._body_pointer, body)
        if not self._body.is_valid(body):
            raise _refusal(self._body, body)
        return query, without_nulls(self._schemas, self._body_pointer, body)

    def _read_query(self, request: Request, options: Options) -> JsonObject:
        sent: dict[str, str] = {}
        for name, value in request.query:
            # A repeated parameter reads as one list, which no parameter accepts (facts C9, F10).
            sent[name] = f"{sent[name]},{value}" if name in sent else value
        # Undeclared parameters are ignored (facts D9).
        given = [rule for rule in self._query if rule.name in sent]
        if options.empty_filters == "ignore":
            given = [rule for rule in given if sent[rule.name] or not rule.is_text]
        return {rule.name: _query_value(rule, sent[rule.name], options) for rule in given}


class RequestRules:
    """The rules of the spec for requests, compiled on first use.

    Attributes:
        spec: The description.
        operations: All operations by id.
    """

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.operations = spec.operations
        self._schemas = Schemas(spec)
        self._rules: dict[str, OperationRules] = {}

    def of(self, operation_id: str) -> OperationRules:
        """Return the rules of one operation."""
        if operation_id not in self._rules:
            operation = self.operations[operation_id]
            self._rules[operation_id] = OperationRules(self._schemas, operation)
        return self._rules[operation_id]


@cache
def load_rules() -> RequestRules:
    """Return the rules of the project's own spec, read once in a process.

    Raises:
        CannotRun: The spec is missing or broken.
    """
    return RequestRules(load())


def _parameters(schemas: Schemas, operation: Operation, location: str) -> tuple[ParameterRule, ...]:
    return tuple(
        _parameter(schemas, parameter)
        for parameter in operation.parameters
        if parameter.location == location
    )


def _parameter(schemas: Schemas, parameter: Parameter) -> ParameterRule:
    validator = schemas.validator(f"{parameter.pointer}/schema")
    return ParameterRule(parameter.name, str(parameter.schema.get("type", "string")), validator)


def _query_value(rule: ParameterRule, text: str, options: Options) -> Any:
    if not text and options.empty_filters == "refuse":
        raise bad_request(f"{rule.name}: empty")
    value = read_text(rule.kind, text)
    if rule.kind == "integer" and value is text:
        raise bad_request(f"{rule.name}: not a whole number")
    if value == 0 and rule.name == "limit" and options.zero_limit == "count":
        return value
    if not rule.validator.is_valid(value):
        raise bad_request(f"{rule.name}: not an allowed value")
    return value


def _refusal(validator: jsonschema_rs.Validator, body: Any) -> Rejected:
    """Name every violation and its location, never the value: it can be a password.

    Example: `contactPersons/0/email: does not keep to pattern; address: city is missing`.
    """
    found = {line for error in validator.iter_errors(body) for line in _violations(error)}
    named = sorted(found)[:MOST_NAMED]
    more = [f"{len(found) - MOST_NAMED} more"] if len(found) > MOST_NAMED else []
    return bad_request("; ".join(named + more))


def _violations(error: jsonschema_rs.ValidationError) -> Iterator[str]:
    """Yield what is wrong, inside of a value that may also be null too."""
    kind, path = error.kind, tuple(error.instance_path)
    if isinstance(kind, jsonschema_rs.ValidationErrorKind.AnyOf):
        meant = [branch for branch in kind.context if not _is_of_another_kind(branch, path)]
        if len(meant) == 1:
            for inner in meant[0]:
                yield from _violations(inner)
            return
    if isinstance(kind, jsonschema_rs.ValidationErrorKind.Required):
        yield f"{path_text(path)}: {kind.property} is missing"
    else:
        yield f"{path_text(path)}: does not keep to {kind.name}"


def _is_of_another_kind(
    errors: Sequence[jsonschema_rs.ValidationError], path: tuple[str | int, ...]
) -> bool:
    """Return whether a value is not even of the type of a schema, such as null."""
    return any(_excludes(error, path) for error in errors)


def _excludes(error: jsonschema_rs.ValidationError, path: tuple[str | int, ...]) -> bool:
    kind = error.kind
    if isinstance(kind, jsonschema_rs.ValidationErrorKind.AnyOf):
        return all(_is_of_another_kind(branch, path) for branch in kind.context)
    return tuple(error.instance_path) == path and kind.name in ("type", "enum", "const")
