"""Parts of faults: what is done to answers and to requests of some operations.

Operations are named by patterns: `orders.get`, `*.list`, several separated by blanks. A part is
put between check and simulator by the simulator's own seam for breaks.
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
    """What a fault does in the three places of the seam; each does nothing unless told."""

    options: Callable[[Options], Options] = lambda options: options
    before: Before = lambda request: request
    after: After = lambda _, response: response

    def __and__(self, other: FaultPart) -> FaultPart:
        """Both, one after the other."""

        def before(request: Request) -> Request | Response:
            changed = self.before(request)
            return changed if isinstance(changed, Response) else other.before(changed)

        return FaultPart(
            lambda options: other.options(self.options(options)),
            before,
            lambda request, response: other.after(request, self.after(request, response)),
        )


def compose(name: str, summary: str, part: FaultPart) -> Fault:
    """A part as a break of the simulator."""
    return Fault(name, summary, part.options, part.before, part.after)


def touches(where: str, request: Request) -> bool:
    """Whether a request is a call of one of the operations."""
    return any(fnmatchcase(request.operation or "", pattern) for pattern in where.split())


def rewrite(where: str, new: After, *statuses: int) -> FaultPart:
    """Put answers through a function; those of some statuses, or of all."""

    def after(request: Request, response: Response) -> Response:
        fits = not statuses or response.status in statuses
        return new(request, response) if fits and touches(where, request) else response

    return FaultPart(after=after)


def responses(where: str, edit: Edit, *statuses: int) -> FaultPart:
    """Edit the JSON of answers; of good ones unless statuses are named."""

    def new(_: Request, response: Response) -> Response:
        is_json = response.media == "application/json"
        return replace(response, body=edit(response.body)) if is_json else response

    return rewrite(where, new, *(statuses or (200,)))


def errors(where: str, edit: Edit, *statuses: int) -> FaultPart:
    """Edit the JSON of errors; of all 4xx and 500 unless statuses are named."""
    return responses(where, edit, *(statuses or (400, 401, 403, 404, 415, 500)))


def rows(where: str, new: Callable[[list[Any]], list[Any]]) -> FaultPart:
    """Put the rows of good lists through a function."""
    return responses(where, lambda body: {**body, "data": new(body["data"])})


def status(where: str, old: int, new: int, body: Any = ...) -> FaultPart:
    """Answer with another status, and with another body where one is given."""

    def changed(_: Request, response: Response) -> Response:
        return replace(response, status=new, body=response.body if body is ... else body)

    return rewrite(where, changed, old)


def media(where: str, content_type: str, text: Callable[[str], str], *statuses: int) -> FaultPart:
    """Send the JSON of answers as text of another content type."""

    def new(_: Request, response: Response) -> Response:
        body = response.body
        written = body if isinstance(body, str) else json.dumps(body)
        return replace(response, media=content_type, body=text(written))

    return rewrite(where, new, *statuses)


def headers(where: str, new: Callable[[Mapping[str, str]], Mapping[str, str]]) -> FaultPart:
    """Put the headers of all answers through a function."""
    return rewrite(where, lambda _, response: replace(response, headers=new(response.headers)))


def requests(where: str, new: Before) -> FaultPart:
    """Put requests through a function before the service sees them."""
    return FaultPart(before=lambda request: new(request) if touches(where, request) else request)


def query(where: str, new: Callable[[Query], Query]) -> FaultPart:
    """Let the service see another query."""
    return requests(where, lambda request: replace(request, query=new(request.query)))


def without(where: str, *names: str) -> FaultPart:
    """Let the service not see some query parameters."""
    return query(where, lambda pairs: tuple(pair for pair in pairs if pair[0] not in names))


def parameter(where: str, name: str, new: Callable[[str], str | None]) -> FaultPart:
    """Let the service see another value of a query parameter; None takes it away."""

    def changed(pairs: Query) -> Query:
        seen = ((key, new(value) if key == name else value) for key, value in pairs)
        return tuple((key, value) for key, value in seen if value is not None)

    return query(where, changed)


def number(text: str | None, otherwise: int) -> int:
    """A whole number of a query, or something else where there is none."""
    return int(text) if text and text.isascii() and text.isdigit() else otherwise


def asked(request: Request, name: str) -> str | None:
    """A query parameter of a request."""
    return dict(request.query).get(name)


def bodies(where: str, edit: Edit) -> FaultPart:
    """Let the service see another JSON body."""

    def new(request: Request) -> Request:
        body = sent(request)
        if not isinstance(body, dict):
            return request
        return replace(request, body=json.dumps(edit(body)).encode())

    return requests(where, new)


def sent(request: Request) -> Any:
    """The JSON body of a request; None where there is none."""
    try:
        return json.loads(request.body)
    except ValueError:
        return None


def refused(request: Request, status_code: int, message: str) -> Response:
    """A refusal in the service's own shape (facts C3)."""
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
    """Refuse requests that would have been fine, after the service has let them in."""

    def new(request: Request, response: Response) -> Response:
        return refused(request, code, message) if when(request) else response

    return rewrite(where, new, 200)
