"""Turn a capture of another program's traffic into a scrubbed cassette, and check it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from marketplace_contracts.description.spec import Spec
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.recording import cassette_file
from marketplace_contracts.recording.imported.har import Capture, address_of, captures
from marketplace_contracts.recording.interactions import interactions
from marketplace_contracts.recording.kept_fields import documented_words
from marketplace_contracts.recording.provenance import IMPORTED, Provenance
from marketplace_contracts.recording.scan import leaks
from marketplace_contracts.recording.scrub import Scrubber
from marketplace_contracts.recording.vcr_library import RECORDER, Request
from marketplace_contracts.run.results import Results

OTHER = "not of the API"
NOT_TEXT = "with a body that is not text"
SHOWS = "Traffic of another program, imported from a capture"


@dataclass(frozen=True, slots=True)
class Import:
    """The result of an import.

    Attributes:
        text: The cassette.
        taken: Calls of the API in it.
        others: Entries that were left out, by the reason.
        base_url: Base address that the calls have in common.
    """

    text: str
    taken: int
    others: Mapping[str, int]
    base_url: str


def import_har(path: Path, results: Results, base_url: str | None = None) -> Import:
    """Read a capture, check its calls and make a cassette of them.

    Only values that are listed in `kept_fields` are kept in the cassette, as for recordings of a
    live service. Calls are judged after scrubbing: masked values keep their kind and format.

    Args:
        path: A HAR file.
        results: Receives the calls and the findings.
        base_url: Base address of the API; derived from the calls if it is not given.

    Raises:
        CannotRun: It is not a HAR file, has no call of the API, or a secret could not be removed.
    """
    found = captures(path)
    spec = results.contract.spec
    base = address_of(base_url or common_base(found, spec)).rstrip("/")
    others = Counter(_left_out(capture, base, spec) for capture in found)
    ours = [capture for capture in found if not _left_out(capture, base, spec)]
    del others[""]
    if not ours:
        where = f" below {base}" if base else ""
        raise CannotRun(f"{path} holds no call of the API{where}{_listed(others)}.")
    scrubber = Scrubber(base, words=documented_words(dict(spec.document)))
    text = cassette(f"imported-{path.stem}", ours, base, spec, scrubber)
    content = cassette_file.parse(text, path.name)
    for call in interactions(content, spec, f"import {path.name}"):
        results.record(call)
    return Import(text, len(ours), others, base)


def _listed(others: Mapping[str, int]) -> str:
    """Return what was left out besides foreign entries, for an error."""
    rows = [f"{count} {reason}" for reason, count in others.items() if reason != OTHER]
    return f" that can be judged ({', '.join(rows)})" if rows else ""


def _left_out(capture: Capture, base: str, spec: Spec) -> str:
    """Tell why an entry is left out; nothing for one that is judged."""
    if is_call(capture, base, spec):
        return capture.missing or ("" if _is_text(capture.payload) else NOT_TEXT)
    elsewhere = common_base([capture], spec)
    here, there = urlsplit(base), urlsplit(elsewhere)
    # The path of another service may look like that of an operation, such as `/users/token`.
    alike = there.netloc == here.netloc or (there.path == here.path and there.netloc)
    return f"below {elsewhere}" if alike else OTHER


def _is_text(payload: bytes) -> bool:
    try:
        payload.decode()
    except UnicodeDecodeError:
        return False
    return True


def common_base(found: Iterable[Capture], spec: Spec) -> str:
    """Find the base address below which most calls match an operation.

    Example: `https://shop.example/api/na/orders/7` matches `/orders/{id}` below
    `https://shop.example/api/na`.
    """
    votes: Counter[str] = Counter()
    for capture in found:
        parts = urlsplit(capture.url)
        steps = parts.path.split("/")
        for end in range(1, len(steps)):
            if spec.match(capture.method, "/" + "/".join(steps[end:])):
                votes[f"{parts.scheme}://{parts.netloc}{'/'.join(steps[:end])}"] += 1
    # Of equally frequent ones the longest: `/customers/1/orders` is not a call of `/orders`.
    best = max(votes.values(), default=0)
    return max((base for base, count in votes.items() if count == best), key=len, default="")


def is_call(capture: Capture, base: str, spec: Spec) -> bool:
    """Tell whether a captured request is a call of an operation below a base address."""
    path = capture.url.partition("?")[0]
    inside = bool(base) and path.startswith(f"{base}/")
    return inside and spec.match(capture.method, path.removeprefix(base)) is not None


def cassette(
    name: str, ours: list[Capture], base: str, spec: Spec, scrubber: Scrubber, *, shows: str = SHOWS
) -> str:
    """Make a scrubbed cassette of calls.

    Args:
        name: Name of the scenario.
        ours: The calls.
        base: Base address that they have in common.
        spec: Tells their operations.
        scrubber: One for a live service; it remembers the secrets that it meets.
        shows: What the cassette shows, in one sentence.

    Raises:
        CannotRun: A secret could not be removed.
    """
    root = urlsplit(base).path
    matched = (spec.match(one.method, urlsplit(one.url).path.removeprefix(root)) for one in ours)
    operations = tuple(dict.fromkeys(found[0].id for found in matched if found))
    origin = Provenance(
        scenario=name,
        shows=shows,
        source=IMPORTED,
        spec=spec.version,
        date=ours[0].when[:10],
        recorder=RECORDER,
        marketplace="",
        operations=operations,
    )
    for one in ours:  # what a later call shows to be secret is removed from earlier ones too
        scrubbed_pair(scrubber, one)
    pairs = [scrubbed_pair(scrubber, one) for one in ours]
    text = cassette_file.write({"metadata": origin.as_dict(), "version": 1, "interactions": pairs})
    if found := leaks(text, scrubber.known):
        raise CannotRun(f"Nothing was kept: {name} would show {'; '.join(map(str, found[:3]))}.")
    return text


def scrubbed_pair(scrubber: Scrubber, capture: Capture) -> dict[str, Any]:
    """Return a call as a cassette has it, without its secrets."""
    sent = Request(capture.method, capture.url, capture.payload, dict(capture.sent))
    headers: dict[str, list[str]] = {}
    for key, value in capture.headers:
        headers.setdefault(key.lower(), []).append(value)
    given = {
        "status": {"code": capture.status, "message": ""},
        "headers": headers,
        "body": {"string": capture.body},
    }
    request, response = scrubber.request(sent), scrubber.response(given)
    return {
        "request": {
            "method": request.method,
            "uri": request.uri,
            "body": _text(request.body),
            "headers": {key: [value] for key, value in request.headers.items()},
        },
        "response": {**response, "body": {"string": _text(response["body"]["string"])}},
    }


def _text(body: Any) -> Any:
    """Store bodies as text where possible."""
    if not isinstance(body, bytes):
        return body or ""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body
