"""What hooks are told about each attempt: an allow-list, so that nothing secret can slip in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Attempt:
    """One exchange of a call, as it went; no header, query, body or filled path is in it.

    Attributes:
        operation: Operation id, such as `orders.get`.
        method: HTTP method.
        route: Route template, such as `/orders/{id}`.
        number: Number of the attempt within its call, 1 at first.
        status: HTTP status; None when there was no answer.
        failure: Kind of the failure when there was no answer, such as `ReadTimeout`.
        seconds: How long it took.
        ended: When it ended, in seconds since 1970.
        correlation_id: Identifies the request, if the response has one.
    """

    operation: str
    method: str
    route: str
    number: int
    status: int | None
    failure: str | None
    seconds: float
    ended: float
    correlation_id: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A wait of a call before its next request, told when it begins.

    Attributes:
        operation: Operation id, such as `orders.get`.
        reason: `rate` for the rate limit, `token` for a token that another call fetches, `retry`
            before the same request is sent again.
        seconds: How long it takes; at most, if something else can end it earlier.
        attempts: How many requests of the call were sent before.
    """

    operation: str
    reason: Literal["rate", "token", "retry"]
    seconds: float
    attempts: int


Hook: TypeAlias = Callable[[Attempt], object]
"""Is called after each attempt, in the thread or task of the call; it should be quick.

What it raises is logged by its class and goes no further: a hook must not lose an answer.

A hook that has a method `on_wait` is given each `Waiting` by it, so waiting is never silent.
"""
