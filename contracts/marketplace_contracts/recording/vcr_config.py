"""vcrpy set up our way: scrubbed while recording, strict while playing, in memory both times."""

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
    """Keeps the text of one cassette; in vcrpy's words a persister, and nothing touches the disk.

    Attributes:
        text: The cassette; empty before it is recorded.
    """

    def __init__(self, text: str = "") -> None:
        self.text = text

    def load_cassette(self, _path: str, serializer: Any) -> Any:
        """Requests and responses, for vcrpy."""
        if not self.text:
            raise CassetteNotFound
        return deserialize(self.text, serializer)

    def save_cassette(self, _path: str, cassette_dict: Any, serializer: Any) -> None:
        """Take what vcrpy recorded."""
        self.text = serialize(cassette_dict, serializer)


@contextmanager
def recording(
    scrubber: Scrubber, persister: MemoryPersister, metadata: dict[str, Any]
) -> Iterator[Any]:
    """Let calls through, and record them when the block is over.

    Args:
        scrubber: Takes the secrets out before vcrpy keeps anything.
        persister: Gets the text.
        metadata: Provenance, at the head of the text.
    """
    with _without_logs(), _cassette(scrubber, persister, RecordMode.ALL) as cassette:
        for name, value in metadata.items():
            cassette.get_metadata(name, value)
        yield cassette


@contextmanager
def playing(text: str) -> Iterator[Any]:
    """Answer calls from the text of a cassette; a call that is not in it fails.

    What it yields tells how often each call was made.
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
    """Keep vcrpy from logging what it has not scrubbed yet."""
    log = logging.getLogger("vcr")
    former = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(former)


def same_address(asked: Any, stored: Any) -> None:
    """Scheme, host, port and path are the same."""
    assert urlsplit(asked.uri)[:3] == urlsplit(stored.uri)[:3], "another address"


def same_query(asked: Any, stored: Any) -> None:
    """The same query parameters, empty ones too, in whichever order."""
    first, second = (
        sorted(parse_qsl(urlsplit(each.uri).query, keep_blank_values=True))
        for each in (asked, stored)
    )
    assert first == second, "another query"


def same_body(asked: Any, stored: Any) -> None:
    """The same JSON value, or else the same bytes."""
    assert _content(asked) == _content(stored), "another body"


def same_credentials(asked: Any, stored: Any) -> None:
    """The same kinds of credentials; their values are scrubbed."""
    first, second = (
        {name.lower(): value for name, value in each.headers.items() if name.lower() in CREDENTIALS}
        for each in (asked, stored)
    )
    assert first == second, "other credentials"


def _content(request: Any) -> str:
    """Unlike ==, text tells 1 from 1.0 and from true."""
    body = request.body or b""
    text = body.decode("utf-8", "surrogateescape") if isinstance(body, bytes) else str(body)
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except ValueError:
        return text
