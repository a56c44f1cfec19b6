"""Cassettes of what passes through the proxy: scrubbed, some calls in each, written on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from marketplace_contracts.description.spec import Spec
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.proxy.exchange import Exchange
from marketplace_contracts.recording.imported.har import DECODED, Capture
from marketplace_contracts.recording.imported.import_har import cassette, is_call
from marketplace_contracts.recording.kept_fields import documented_words
from marketplace_contracts.recording.scrub import Scrubber

CALLS, BYTES = 200, 20_000_000
"""Of one cassette: replaying takes longer with the square of its calls."""

SHOWS = "Traffic of another program, recorded by the proxy"


class Recorder:
    """Keeps calls until they fill a cassette.

    Args:
        folder: Where the cassettes go.
        target: Base address of the service.
        spec: Tells what is a call, and which words are harmless.

    Raises:
        CannotRun: The folder cannot be written.
    """

    def __init__(self, folder: Path, target: str, spec: Spec) -> None:
        self._folder, self._target, self._spec = folder, target, spec
        # One for all cassettes: a secret of one of them is a secret in the next.
        self._scrubber = Scrubber(target, words=documented_words(dict(spec.document)))
        self._calls: list[Capture] = []
        self._size = self._number = 0
        self._lost: dict[str, None] = {}

    def add(self, exchange: Exchange, body: bytes) -> None:
        """Keep a call; anything else that passes is not recorded."""
        headers = tuple(pair for pair in exchange.headers if pair[0].lower() not in DECODED)
        url, payload = self._target + exchange.target, exchange.payload or b""
        capture = Capture(
            exchange.method,
            url,
            exchange.sent,
            payload,
            exchange.status,
            headers,
            body,
            exchange.when,
        )
        if not is_call(capture, self._target, self._spec):
            return
        self._calls.append(capture)
        self._size += len(payload) + len(body)
        if len(self._calls) >= CALLS or self._size >= BYTES:
            self.flush()

    def flush(self) -> None:
        """Write the calls so far as a cassette; nothing is written of calls that show a secret."""
        calls, self._calls, self._size = self._calls, [], 0
        if not calls:
            return
        path = self._next()
        text = self._cassette(path.stem, calls)
        if text is None:  # one call must not cost all others
            sound = [call for call in calls if self._cassette(path.stem, [call]) is not None]
            text = self._cassette(path.stem, sound) if sound else None
        if text is not None:
            try:
                path.write_text(text, encoding="utf-8")
            except OSError as error:
                self._lost.setdefault(f"{path}: it cannot be written ({error.strerror})")

    def _cassette(self, name: str, calls: list[Capture]) -> str | None:
        try:
            return cassette(name, calls, self._target, self._spec, self._scrubber, shows=SHOWS)
        except CannotRun as error:
            if len(calls) == 1:
                self._lost.setdefault(f"a call is not recorded: {str(error).rstrip('.')}")
            return None

    def lines(self) -> Iterator[str]:
        """Yield what could not be recorded, as `what: why`."""
        yield from self._lost

    def _next(self) -> Path:
        """Return a path that is not taken: earlier recordings stay."""
        while True:
            self._number += 1
            path = self._folder / f"proxy-{self._number:03}.yaml"
            if not path.exists():
                return path
