"""The arguments of hooks: an allow-list, so that they hold no secrets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt of a call. It holds no header, query, body or filled-in path.

    Attributes:
        operation: Operation id, such as `orders.get`.
        method: HTTP method.
        route: Route template, such as `/orders/{id}`.
        number: Number of the attempt within its call, 1 at first.
        status: HTTP status; None if there was no response.
        failure: Kind of the failure if there was no response, such as `ReadTimeout`.
        seconds: How long it took.
        ended: When it ended, in seconds since 1970.
        correlation_id: Identifies the request, if the response says so.
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
    """A wait of a call before its next request, reported when it begins.

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

An exception in it is logged by its class and not raised: a hook must not lose a response.

A hook that has a method `on_wait` is given each `Waiting` by it, so waiting is never silent.
"""
