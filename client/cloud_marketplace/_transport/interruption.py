"""Exceptions that a signal handler raises while a call is under way.

Such an exception can appear anywhere: a job queue enforces its time limit with it, for example. It
must end the call, even if it is a `TimeoutError` that looks like one of the network, and it must
not carry frames whose variables hold credentials.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from functools import partial
from types import CodeType
from typing import Any


def interruption_of(error: BaseException) -> BaseException | None:
    """Return the exception that interrupted a call, or None if the call failed by itself.

    Args:
        error: What was caught; the HTTP library may have wrapped the exception of the handler.
    """
    if not isinstance(error, Exception):
        return error
    handlers = set(_handlers())
    return next((each for each in _chain(error) if handlers & set(_codes(each))), None)


def without_frames(error: BaseException) -> BaseException:
    """Remove the frames of an exception, and of those that it refers to.

    Frames of the HTTP library hold headers and bodies in plain text; tracebacks with local
    variables would show them.
    """
    for each in list(_chain(error)):
        each.__traceback__ = None
    error.__context__ = None
    return error


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and all that it was made from, each once."""
    seen: set[int] = set()
    rest: list[BaseException | None] = [error]
    while rest:
        each = rest.pop()
        if each is not None and id(each) not in seen:
            seen.add(id(each))
            yield each
            rest += [each.__context__, each.__cause__]


def _codes(error: BaseException) -> Iterator[CodeType]:
    """Yield the code of the functions that an exception has passed through."""
    traceback = error.__traceback__
    while traceback is not None:
        yield traceback.tb_frame.f_code
        traceback = traceback.tb_next


def _handlers() -> Iterator[CodeType]:
    """Yield the code of the signal handlers that are installed."""
    for number in signal.valid_signals():
        code = _code_of(signal.getsignal(number))
        if code is not None:
            yield code


def _code_of(handler: Any) -> CodeType | None:
    """Return the code of a function, a method, a partial or an object that can be called."""
    while isinstance(handler, partial):
        handler = handler.func
    for each in (handler, getattr(type(handler), "__call__", None)):  # noqa: B004 - its code
        code = getattr(getattr(each, "__func__", each), "__code__", None)
        if isinstance(code, CodeType):
            return code
    return None
