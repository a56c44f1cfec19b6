"""A signal handler that raises ends a call: at once, once, and without showing secrets."""

import functools
import signal
import threading
import traceback
from collections.abc import Iterator
from functools import partial
from typing import Any

import httpx
import pytest
from cloud_marketplace import Marketplace
from rich.pretty import pretty_repr
from support.client import CANARIES, GIVEN, Service
from support.servers.raw_server import RawServer

SECRETS = (*CANARIES, "Y21wYXBpLkFQSTp")
CONTACT = {
    "name": "C",
    "contactPersons": [{"email": "a@b.example", "password": "canary-contact"}],
}


class Handlers:
    """Ways to install a handler that raises."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def method(self, *_: object) -> None:
        """Raise, as a method."""
        raise self.error

    def __call__(self, *_: object) -> None:
        """Raise, as an object."""
        raise self.error

    def made(self, how: str) -> Any:
        """A handler of a kind."""

        def function(*_: object) -> None:
            raise self.error

        known = {"function": function, "method": self.method, "object": self}
        return known.get(how) or functools.partial(function)


@pytest.fixture
def previous() -> Iterator[None]:
    """The handlers before the test are back after it."""
    before = signal.getsignal(signal.SIGUSR1)
    yield
    signal.signal(signal.SIGUSR1, before)


def shown(error: BaseException) -> str:
    """What `rich` shows of the local variables of the client's frames."""
    frames = traceback.walk_tb(error.__traceback__)
    ours = [frame for frame, _ in frames if "/cloud_marketplace/" in frame.f_code.co_filename]
    return "".join(f"{frame.f_code.co_name}: {pretty_repr(frame.f_locals)}\n" for frame in ours)


@pytest.mark.usefixtures("previous")
@pytest.mark.parametrize("how", ["function", "method", "object", "partial"])
@pytest.mark.parametrize("error", [TimeoutError("soft"), OSError("soft"), ValueError("soft")])
def test_an_interruption_while_waiting_for_a_response(error: Exception, how: str) -> None:
    """What a handler raises during a read ends the call, and the call is not sent again."""
    received: list[bytes] = []

    def respond(_: Any, request: bytes) -> None:
        received.append(request)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)
        server.is_over.wait(60)

    signal.signal(signal.SIGUSR1, Handlers(error).made(how))
    settings = GIVEN | {"timeout": 30.0}
    with RawServer(respond) as server:
        settings["base_url"] = server.environment["MARKETPLACE_BASE_URL"]
        with Marketplace(**settings) as mp, pytest.raises(type(error)) as caught:
            mp.customers.create(CONTACT)
    assert caught.value is error
    assert len(received) == 1
    text = shown(caught.value)
    assert "run: " in text
    assert not [secret for secret in SECRETS if secret in text]


@pytest.mark.usefixtures("previous")
def test_no_moment_of_a_call_shows_a_secret() -> None:
    """Wherever a call is interrupted, no frame of the client shows a secret afterwards."""
    shown_once = False
    for moment in range(0, 1200, 7):
        service = Service([httpx.Response(200, json={"id": "7"})])
        with service.client() as mp:
            error = interrupted_after(moment, partial(mp.customers.create, CONTACT))
        if error is not None:
            text = shown(error)
            shown_once = shown_once or "run: " in text
            assert not [secret for secret in SECRETS if secret in text], moment
    assert shown_once


def interrupted_after(calls: int, work: Any) -> BaseException | None:
    """Raise in a signal handler after so many function calls; return the result."""
    import sys

    left = calls

    def profile(_frame: object, event: str, _argument: object) -> None:
        nonlocal left
        if event == "call":
            left -= 1
            if left == 0:
                sys.setprofile(None)
                signal.raise_signal(signal.SIGUSR1)

    signal.signal(signal.SIGUSR1, Handlers(TimeoutError("soft")).made("function"))
    sys.setprofile(profile)
    try:
        work()
    except TimeoutError as error:
        return error
    finally:
        sys.setprofile(None)
    return None
