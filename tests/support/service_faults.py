"""Faults of a simulated service, for the tests of checks."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from marketplace_contracts.simulator import Break, Request, Response

Body = dict[str, Any]
NUMBERS = iter(range(10_000))


def responses(operation: str, change: Callable[[Body], Body]) -> Break:
    """A fault in the successful responses of an operation."""

    def after(request: Request, response: Response) -> Response:
        if request.operation != operation or response.status != 200:
            return response
        return replace(response, body=change(dict(response.body)))

    return Break("answers", "changes answers", after=after)


def asks(operation: str, **changed: str | None) -> Break:
    """A fault that gives the service another query; None removes a parameter."""

    def before(request: Request) -> Request:
        if request.operation != operation or not set(changed) & {n for n, _ in request.query}:
            return request
        kept = tuple(pair for pair in request.query if pair[0] not in changed)
        return replace(request, query=kept + tuple((n, v) for n, v in changed.items() if v))

    return Break("asks", "changes the query", before=before)


def sends(operation: str, change: Callable[[Body], Body]) -> Break:
    """A fault that lets the service see another body."""

    def before(request: Request) -> Request:
        if request.operation != operation or not request.body.startswith(b"{"):
            return request
        return replace(request, body=json.dumps(change(json.loads(request.body))).encode())

    return Break("sends", "changes the body", before=before)


def without(name: str) -> Callable[[Body], Body]:
    """An object without one of its properties."""
    return lambda body: {key: value for key, value in body.items() if key != name}


def status(operation: str, old: int, new: int) -> Break:
    """A fault that turns one status of an operation into another."""

    def after(request: Request, response: Response) -> Response:
        hit = request.operation == operation and response.status == old
        return replace(response, status=new) if hit else response

    return Break("status", "changes the status", after=after)


def asked_in(name: str, change: Callable[[str], str]) -> Break:
    """A fault that reads a query parameter in its own way."""

    def before(request: Request) -> Request:
        pairs = ((key, change(value) if key == name else value) for key, value in request.query)
        return replace(request, query=tuple(pairs))

    return Break("asked-in", "changes a query parameter", before=before)


def each_row(body: Body, change: Callable[[Body], Body]) -> Body:
    """A page with each of its rows changed."""
    return {**body, "data": [change(row) for row in body["data"]]}


def each_line(body: Body, **changed: Any) -> Body:
    """An order with another value in each of its lines; None gives each its own value."""
    lines = [dict(line) for line in body.get("products", [])]
    for line in lines:
        line.update({name: str(next(NUMBERS)) if v is None else v for name, v in changed.items()})
    return {**body, "products": lines} if lines else body


def renamed(row: Body) -> Body:
    """A row of another name than a moment ago."""
    return {**row, "name": f"Renamed {next(NUMBERS)}"}
