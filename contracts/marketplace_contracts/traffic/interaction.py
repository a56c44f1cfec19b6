"""One request and its response, in the form that every source yields and every check takes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from marketplace_contracts.description.operations import Operation
from marketplace_contracts.description.spec import Spec
from marketplace_contracts.traffic import strict_json


class Headers(Mapping[str, str]):
    """Header values by name in any letter case; several values of one name are joined by commas."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._values: dict[str, str] = {}
        for name, value in pairs:
            key = name.lower()
            self._values[key] = f"{self._values[key]}, {value}" if key in self._values else value

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Headers({', '.join(self._values)})"


@dataclass(frozen=True)
class Interaction:
    """One call of the service.

    Attributes:
        operation: The operation that was called; None if the request matches none.
        method: Upper case.
        url: As it was sent.
        relative: The path without the base address, percent-encoded.
        ids: Values of the path parameters, decoded.
        sent: Headers of the request.
        payload: Body of the request.
        status: HTTP status of the response.
        headers: Headers of the response.
        body: Body of the response, content encodings undone.
        source: The check, phase or cassette, such as `fuzzing` or `cassette order-life`.
        seconds: Time from request to response; None if it was not measured, as in a cassette.
    """

    operation: Operation | None
    method: str
    url: str
    relative: str
    ids: Mapping[str, str]
    sent: Headers = field(repr=False)
    payload: bytes = field(repr=False)
    status: int
    headers: Headers
    body: bytes = field(repr=False)
    source: str = ""
    seconds: float | None = field(default=None, compare=False)

    @cached_property
    def query(self) -> tuple[tuple[str, str], ...]:
        """Return query parameters in order, decoded."""
        return tuple(parse_qsl(urlsplit(self.url).query, keep_blank_values=True))

    def query_value(self, name: str) -> str | None:
        """Return a query parameter's value; None if it was not sent or sent more than once."""
        values = [value for key, value in self.query if key == name]
        return values[0] if len(values) == 1 else None

    @cached_property
    def media_type(self) -> str:
        """Return the response's content type without parameters; empty if there is none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def is_json(self) -> bool:
        """Tell whether the response has a JSON content type."""
        return self.media_type == "application/json" or self.media_type.endswith("+json")

    @cached_property
    def _decoded(self) -> tuple[Any, str]:
        try:
            return strict_json.loads(self.body), ""
        except strict_json.InvalidJsonError as error:
            return None, str(error)

    @property
    def json(self) -> Any:
        """Return the response's JSON value; None if it is not valid JSON."""
        return self._decoded[0]

    @property
    def json_error(self) -> str:
        """Return why the response's body is not valid JSON; empty if it is."""
        return self._decoded[1]

    @cached_property
    def sent_json(self) -> Any:
        """Return the request's JSON value; None if there is none."""
        try:
            return json.loads(self.payload) if self.payload else None
        except (ValueError, RecursionError):
            return None

    @property
    def ok(self) -> bool:
        """Tell whether the call succeeded with JSON."""
        return self.status // 100 == 2 and self.is_json and not self.json_error

    @property
    def schema_pointer(self) -> str | None:
        """Return the pointer of the schema for this status and content type, if there is one."""
        response = self.operation.responses.get(self.status) if self.operation else None
        return response.content.get(self.media_type) if response else None


def exact(value: Any) -> str:
    """Return JSON text to compare by; unlike `==`, it distinguishes 1, 1.0 and true."""
    return json.dumps(value, sort_keys=True)


def relative_to(base_url: str, url: str) -> str:
    """Return the path of a URL below a base address; the whole path if it is not below."""
    base, path = urlsplit(base_url).path.rstrip("/"), urlsplit(url).path
    return path.removeprefix(base) or "/"


def interaction(
    spec: Spec,
    base_url: str,
    request: tuple[str, str, Headers, bytes],
    response: tuple[int, Headers, bytes],
    source: str,
    *,
    seconds: float | None = None,
) -> Interaction:
    """Return an interaction from a request and a response as sent and received.

    Args:
        spec: Finds the operation.
        base_url: What the service's paths are relative to.
        request: Method, URL, headers, body.
        response: Status, headers, body.
        source: The check, phase or cassette that made the call.
        seconds: Time from request to response, if it was measured.
    """
    method, url, sent, payload = request
    relative = relative_to(base_url, url)
    operation, ids = spec.match(method, relative) or (None, {})
    return Interaction(
        operation, method.upper(), url, relative, ids, sent, payload, *response, source, seconds
    )
