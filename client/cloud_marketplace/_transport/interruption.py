"""Exceptions that a signal handler raises while a call is under way.

Such an exception can appear anywhere: a job queue enforces its time limit with it, for example. It
must end the call, even if it is a `TimeoutError` that looks like one of the network, and it must
not carry frames whose variables hold credentials.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import CodeType
from typing import Any


class Interruption(BaseException):
    """Carries the exception of a signal handler through the HTTP library.

    The library treats an `OSError` or a `TimeoutError` as one of the network, and goes on after
    some of them. It never catches this one.
    """

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error


@contextmanager
def uncaught_interruption() -> Iterator[None]:
    """Raise `Interruption` if a signal handler raises within the block."""
    found = None
    try:
        yield
    except Exception as error:
        found = interruption_of(error)
        if found is None:
            raise
    if found is not None:
        raise Interruption(found)


def interruption_of(error: BaseException) -> BaseException | None:
    """Return the exception that interrupted a call, or None if the call failed by itself.

    Args:
        error: What was caught; the HTTP library may have wrapped the exception of the handler.
    """
    if isinstance(error, Interruption):
        return error.error
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
