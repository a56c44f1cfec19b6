"""Faults that keep state: credentials, objects, responses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from marketplace_contracts.drift.faults import FaultPart, sent, touches
from marketplace_contracts.simulator.http.messages import Request, Response

NOTHING = "999999999998"
"""An identifier that does not exist."""


def unlocked(where: str, header: str) -> FaultPart:
    """Accept any or no value of a credential header, by inserting an earlier valid one."""
    good: dict[str, str] = {}

    def scheme(request: Request) -> str:
        return "basic" if request.operation == "auth.token" else "bearer"

    def before(request: Request) -> Request:
        name = scheme(request)
        if not touches(where, request) or name not in good:
            return request
        return replace(request, headers={**request.headers, header: good[name]})

    def after(request: Request, response: Response) -> Response:
        if response.status == 200 and header in request.headers:
            good.setdefault(scheme(request), request.headers[header])
        return response

    return FaultPart(before=before, after=after)


def forgotten(creates: str, *others: str) -> FaultPart:
    """Confirm creations without storing them: later they are neither found nor listed."""
    lost: set[str] = set()

    def before(request: Request) -> Request:
        hidden = {name: NOTHING for name, value in request.ids.items() if value in lost}
        return replace(request, ids={**request.ids, **hidden}) if hidden else request

    def after(request: Request, response: Response) -> Response:
        if response.status != 200 or not isinstance(response.body, dict):
            return response
        if touches(creates, request):
            lost.add(str(response.body.get("id")))
        elif lost and touches(" ".join(others), request):
            return replace(response, body=_without(response.body, lost))
        return response

    return FaultPart(before=before, after=after)


def _without(page: dict[str, Any], lost: set[str]) -> dict[str, Any]:
    kept = [row for row in page["data"] if row.get("id") not in lost]
    pagination = page["pagination"]
    total = {**pagination, "total": max(0, pagination["total"] - len(lost))}
    return {**page, "data": kept, "pagination": total}


def after_calls(where: str, calls: int, new: Callable[[Request, Response], Response]) -> FaultPart:
    """Change the successful responses about an object after a number of calls."""
    seen: Counter[str] = Counter()

    def after(request: Request, response: Response) -> Response:
        if response.status != 200 or not touches(where, request):
            return response
        key = request.path
        seen[key] += 1
        return new(request, response) if seen[key] > calls else response

    return FaultPart(after=after)


def every_other(where: str, new: Callable[[Request, Response], Response]) -> FaultPart:
    """Change every second successful response."""
    seen: Counter[str] = Counter()

    def after(request: Request, response: Response) -> Response:
        if response.status != 200 or not touches(where, request):
            return response
        seen[where] += 1
        return new(request, response) if seen[where] % 2 == 0 else response

    return FaultPart(after=after)


def one_token() -> FaultPart:
    """Let a new token invalidate the one before it."""
    latest: list[str] = []

    def before(request: Request) -> Request:
        given = request.headers.get("authorization", "")
        if latest and given.startswith("Bearer ") and given != f"Bearer {latest[-1]}":
            return replace(request, headers={**request.headers, "authorization": "Bearer over"})
        return request

    def after(request: Request, response: Response) -> Response:
        if request.operation == "auth.token" and response.status == 200:
            latest.append(response.body["token"])
        return response

    return FaultPart(before=before, after=after)


def wiped(where: str, reads: str, names: tuple[str, ...]) -> FaultPart:
    """Let a change remove properties that were not sent."""
    empty: dict[str, set[str]] = {}

    def after(request: Request, response: Response) -> Response:
        if response.status != 200 or not isinstance(response.body, dict):
            return response
        key = next(iter(request.ids.values()), "")
        if touches(where, request):
            missing = {name for name in names if name not in (sent(request) or {})}
            empty[key] = (empty.get(key, set()) | missing) - set(sent(request) or {})
        elif not touches(reads, request):
            return response
        gone = empty.get(key, set())
        kept = {name: value for name, value in response.body.items() if name not in gone}
        return replace(response, body=kept)

    return FaultPart(after=after)
