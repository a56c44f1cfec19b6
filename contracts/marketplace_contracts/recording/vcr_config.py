"""Configure vcrpy: scrubbed while recording, strict while playing, and always in memory."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from marketplace_contracts.recording import cassette_file
from marketplace_contracts.recording.kept_fields import CREDENTIALS
from marketplace_contracts.recording.scrub import BASE, Scrubber
from marketplace_contracts.recording.vcr_library import (
    VCR,
    CassetteNotFound,
    RecordMode,
    deserialize,
    serialize,
)


class MemoryPersister:
    """Keep the text of one cassette in memory, so that nothing unscrubbed reaches the disk.

    Attributes:
        text: The cassette; empty before it is recorded.
    """

    def __init__(self, text: str = "") -> None:
        self.text = text

    def load_cassette(self, _path: str, serializer: Any) -> Any:
        """Return requests and responses to vcrpy."""
        if not self.text:
            raise CassetteNotFound
        return deserialize(self.text, serializer)

    def save_cassette(self, _path: str, cassette_dict: Any, serializer: Any) -> None:
        """Keep what vcrpy recorded."""
        self.text = serialize(cassette_dict, serializer)


@contextmanager
def recording(
    scrubber: Scrubber, persister: MemoryPersister, metadata: dict[str, Any]
) -> Iterator[Any]:
    """Let calls through, and record them when the block is over.

    Args:
        scrubber: Removes secrets before vcrpy keeps anything.
        persister: Gets the text.
        metadata: Provenance, written at the head of the text.
    """
    with _without_logs(), _cassette(scrubber, persister, RecordMode.ALL) as cassette:
        for name, value in metadata.items():
            cassette.get_metadata(name, value)
        yield cassette


@contextmanager
def playing(text: str) -> Iterator[Any]:
    """Respond to calls from the text of a cassette; a call that is not in it fails.

    The yielded object knows how often each request was made.
    """
    with (
        _without_logs(),
        _cassette(Scrubber(BASE), MemoryPersister(text), RecordMode.NONE) as cassette,
    ):
        yield cassette


@contextmanager
def _cassette(scrubber: Scrubber, persister: MemoryPersister, mode: Any) -> Iterator[Any]:
    matchers = (same_address, same_query, same_body, same_credentials)
    recorder = VCR(
        record_mode=mode,
        match_on=("method", *(matcher.__name__ for matcher in matchers)),
        serializer="plain",
        before_record_request=scrubber.request,
        before_record_response=scrubber.response,
        record_on_exception=False,
    )
    recorder.register_serializer("plain", cassette_file.Serializer)
    for matcher in matchers:
        recorder.register_matcher(matcher.__name__, matcher)
    recorder.register_persister(persister)
    with recorder.use_cassette("cassette") as cassette:
        yield cassette


@contextmanager
def _without_logs() -> Iterator[None]:
    """Keep vcrpy from logging what is not scrubbed yet."""
    log = logging.getLogger("vcr")
    former = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(former)


def same_address(sent: Any, stored: Any) -> None:
    """Require the same scheme, host, port and path."""
    assert urlsplit(sent.uri)[:3] == urlsplit(stored.uri)[:3], "another address"


def same_query(sent: Any, stored: Any) -> None:
    """Require the same query parameters, empty ones included, in any order."""
    first, second = (
        sorted(parse_qsl(urlsplit(each.uri).query, keep_blank_values=True))
        for each in (sent, stored)
    )
    assert first == second, "another query"


def same_body(sent: Any, stored: Any) -> None:
    """Require the same JSON value, or the same bytes."""
    assert _content(sent) == _content(stored), "another body"


def same_credentials(sent: Any, stored: Any) -> None:
    """Require the same kinds of credentials; their values are scrubbed."""
    first, second = (
        {name.lower(): value for name, value in each.headers.items() if name.lower() in CREDENTIALS}
        for each in (sent, stored)
    )
    assert first == second, "other credentials"


def _content(request: Any) -> str:
    """Return a text to compare: unlike `==`, it distinguishes 1, 1.0 and true."""
    body = request.body or b""
    text = body.decode("utf-8", "surrogateescape") if isinstance(body, bytes) else str(body)
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except (ValueError, RecursionError):
        return text
