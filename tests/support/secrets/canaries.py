"""Everything that people and tools can see of an exception, to look for planted secrets in it."""

from __future__ import annotations

import base64
import pickle
import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import cloud_marketplace
import cloud_marketplace_api

from support.client import CANARIES, GIVEN

PACKAGES = (cloud_marketplace, cloud_marketplace_api)
OURS = tuple(str(Path(package.__file__ or "").parent) for package in PACKAGES)
BASIC = base64.b64encode(f"{GIVEN['username']}:{GIVEN['password']}".encode()).decode()
SECRETS = (*CANARIES, BASIC)


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """An exception with all that it was caused by or came up in."""
    while error is not None:
        yield error
        yield from chain(error.__cause__)
        error = error.__context__


def locals_of_ours(trace: TracebackType | None) -> Iterator[str]:
    """The variables of our own frames, as tools that show locals would show them."""
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.startswith(OURS):
            for name, value in trace.tb_frame.f_locals.items():
                yield f"{trace.tb_frame.f_code.co_name}.{name} = {value!r}"
        trace = trace.tb_next


def attributes(value: Any, depth: int = 4) -> Iterator[str]:
    """Everything that can be reached from an error through attributes and containers."""
    yield repr(value)
    if depth == 0:
        return
    slots = [getattr(value, name, None) for name in getattr(type(value), "__slots__", ())]
    inner = [*getattr(value, "__dict__", {}).values(), *slots]
    inner += list(value.values()) if isinstance(value, dict) else []
    inner += list(value) if isinstance(value, list | tuple) else []
    for one in inner:
        yield from attributes(one, depth - 1)


def looked_at(error: BaseException) -> Iterator[str]:
    """All ways in which people and tools look at an exception."""
    for one in chain(error):
        yield str(one)
        yield repr(one)
        yield repr(one.args)
        yield from attributes(one)
        yield pickle.dumps(one).decode("latin-1")
        yield "".join(traceback.format_exception(one))
        shown = traceback.TracebackException.from_exception(one, capture_locals=True)
        mine = [frame for frame in shown.stack if frame.filename.startswith(OURS)]
        yield str([frame.locals for frame in mine])
        yield from locals_of_ours(one.__traceback__)


def clean(error: BaseException, secrets: Iterable[str] = SECRETS) -> None:
    """Nothing that can be seen of an exception holds a canary."""
    for text in looked_at(error):
        for secret in secrets:
            assert secret not in text, text
