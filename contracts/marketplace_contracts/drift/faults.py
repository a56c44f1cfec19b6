"""Parts of faults: edits of the requests and responses of some operations.

Operations are named by patterns separated by blanks, such as `orders.get *.list`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any, TypeAlias

from marketplace_contracts.drift.edits import Edit
from marketplace_contracts.simulator import Fault
from marketplace_contracts.simulator.http.messages import Request, Response
from marketplace_contracts.simulator.options import Options

Query: TypeAlias = tuple[tuple[str, str], ...]
Before: TypeAlias = Callable[[Request], Request | Response]
After: TypeAlias = Callable[[Request, Response], Response]


@dataclass(frozen=True, slots=True)
class FaultPart:
    """The three hooks of a fault, which can be combined; by default they change nothing."""

    options: Callable[[Options], Options] = lambda options: options
    before: Before = lambda request: request
    after: After = lambda _, response: response

    def __and__(self, other: FaultPart) -> FaultPart:
        """Combine two parts, one after the other."""

        def before(request: Request) -> Request | Response:
            changed = self.before(request)
            return changed if isinstance(changed, Response) else other.before(changed)

        return FaultPart(
            lambda options: other.options(self.options(options)),
            before,
            lambda request, response: other.after(request, self.after(request, response)),
        )


def compose(name: str, summary: str, part: FaultPart) -> Fault:
    """Return a part as a fault of the simulator."""
    return Fault(name, summary, part.options, part.before, part.after)


def touches(where: str, request: Request) -> bool:
    """Return whether a request calls one of the operations."""
    return any(fnmatchcase(request.operation or "", pattern) for pattern in where.split())


def rewrite(where: str, new: After, *statuses: int) -> FaultPart:
    """Change responses by a function; only those of the given statuses, if any."""

    def after(request: Request, response: Response) -> Response:
        fits = not statuses or response.status in statuses
        return new(request, response) if fits and touches(where, request) else response

    return FaultPart(after=after)


def responses(where: str, edit: Edit, *statuses: int) -> FaultPart:
    """Edit the JSON of responses; of successful ones unless statuses are given."""

    def new(_: Request, response: Response) -> Response:
        is_json = response.media == "application/json"
        return replace(response, body=edit(response.body)) if is_json else response

    return rewrite(where, new, *(statuses or (200,)))


def errors(where: str, edit: Edit, *statuses: int) -> FaultPart:
    """Edit the JSON of errors; of all 4xx and 500 unless statuses are given."""
    return responses(where, edit, *(statuses or (400, 401, 403, 404, 415, 500)))


def rows(where: str, new: Callable[[list[Any]], list[Any]]) -> FaultPart:
    """Change the rows of successful lists by a function."""
    return responses(where, lambda body: {**body, "data": new(body["data"])})


def status(where: str, old: int, new: int, body: Any = ...) -> FaultPart:
    """Change the status, and the body if one is given."""

    def changed(_: Request, response: Response) -> Response:
        return replace(response, status=new, body=response.body if body is ... else body)

    return rewrite(where, changed, old)


def media(where: str, content_type: str, text: Callable[[str], str], *statuses: int) -> FaultPart:
    """Send the JSON of responses as text of another content type."""

    def new(_: Request, response: Response) -> Response:
        body = response.body
        written = body if isinstance(body, str) else json.dumps(body)
        return replace(response, media=content_type, body=text(written))

    return rewrite(where, new, *statuses)


def headers(where: str, new: Callable[[Mapping[str, str]], Mapping[str, str]]) -> FaultPart:
    """Change the headers of all responses by a function."""
    return rewrite(where, lambda _, response: replace(response, headers=new(response.headers)))


def requests(where: str, new: Before) -> FaultPart:
    """Change requests by a function before the service receives them."""
    return FaultPart(before=lambda request: new(request) if touches(where, request) else request)


def query(where: str, new: Callable[[Query], Query]) -> FaultPart:
    """Change the query that the service receives."""
    return requests(where, lambda request: replace(request, query=new(request.query)))


def without(where: str, *names: str) -> FaultPart:
    """Hide some query parameters from the service."""
    return query(where, lambda pairs: tuple(pair for pair in pairs if pair[0] not in names))


def parameter(where: str, name: str, new: Callable[[str], str | None]) -> FaultPart:
    """Change the value of a query parameter; None removes it."""

    def changed(pairs: Query) -> Query:
        seen = ((key, new(value) if key == name else value) for key, value in pairs)
        return tuple((key, value) for key, value in seen if value is not None)

    return query(where, changed)


def number(text: str | None, otherwise: int) -> int:
    """Return a whole number of a query, or a default."""
    return int(text) if text and text.isascii() and text.isdigit() else otherwise


def query_value(request: Request, name: str) -> str | None:
    """Return a query parameter of a request."""
    return dict(request.query).get(name)


def bodies(where: str, edit: Edit) -> FaultPart:
    """Change the JSON body that the service receives."""

    def new(request: Request) -> Request:
        body = sent(request)
        if not isinstance(body, dict):
            return request
        return replace(request, body=json.dumps(edit(body)).encode())

    return requests(where, new)


def sent(request: Request) -> Any:
    """Return the JSON body of a request, or None."""
    try:
        return json.loads(request.body)
    except ValueError:
        return None


def refused(request: Request, status_code: int, message: str) -> Response:
    """Return an error response in the service's shape (facts C3)."""
    correlation = "a8n-0d0d0d0d-1111-4222-8333-444444444444"
    body = {
        "timeStamp": "2026-11-02T08:00:00.000+00:00",
        "status": status_code,
        "message": message,
        "path": request.path,
        "correlationId": correlation,
    }
    return Response(status_code, body, {"X-Correlation-ID": correlation})


def refuse(where: str, when: Callable[[Request], bool], message: str, code: int = 400) -> FaultPart:
    """Refuse requests that the service has accepted."""

    def new(request: Request, response: Response) -> Response:
        return refused(request, code, message) if when(request) else response

    return rewrite(where, new, 200)
