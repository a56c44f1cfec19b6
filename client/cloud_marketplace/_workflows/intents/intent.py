"""One order that is to be placed once, as it is recorded before it is sent."""

from __future__ import annotations

import ipaddress
import json
import re
import unicodedata
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any
from urllib.parse import unquote, urlsplit

from cloud_marketplace._config.base_url import is_loopback

_PORTS = {"https": 443, "http": 80}


class State(StrEnum):
    """The state of an intent; `place_order` shows the transitions."""

    WRITTEN = "written"
    """Nothing was sent, or what was sent was certainly refused."""
    SENT = "sent"
    """The order was sent, and it is not known whether it arrived."""
    DONE = "done"
    """The order exists, and its id is known."""


@dataclass(frozen=True, slots=True)
class Intent:
    """The record of one order, which outlives the process that sends it.

    Attributes:
        scope: The service it is for, see `scope_of`.
        reference: The caller's own name for it, unique within the scope.
        customer_id: Customer of the order.
        po_number: PO number by which the order can be found.
        digest: Fingerprint of the order's body.
        content: Fingerprint of the body without its PO number; empty in old records.
        state: How far it is.
        version: Increases with each change.
        attempts: How many times it was sent.
        mark: High-water mark of the customer's orders before the first attempt; None until then.
        until: When the last attempt can have no effect any more, in seconds since 1970; 0 if it
            has had none.
        sent_at: Reading of the sender's clock at the last attempt; None in old records.
        clock_id: Which clock that was, see `search_deadline`.
        candidates: Ids of orders that a search could not tell from this one.
        order_id: The order, once it is known.
        note: Data that the caller wants back; not secret.
    """

    scope: str
    reference: str
    customer_id: str
    po_number: str
    digest: str
    state: State = State.WRITTEN
    version: int = 0
    attempts: int = 0
    mark: str | None = None
    until: float = 0.0
    order_id: str | None = None
    note: str = ""
    content: str = ""
    sent_at: float | None = None
    clock_id: str = ""
    candidates: tuple[str, ...] = ()

    def moved(self, **changes: Any) -> Intent:
        """Return the next version."""
        return replace(self, version=self.version + 1, **changes)

    def is_like(self, other: Intent) -> bool:
        """Tell whether another intent orders the same for the same customer."""
        if (self.scope, self.customer_id) != (other.scope, other.customer_id):
            return False
        return self.digest == other.digest or (self.content == other.content != "")

    def is_confusable_with(self, other: Intent) -> bool:
        """Tell whether a service that changes PO numbers could mix up the orders of both.

        `T-1` is what is left of `T-10` when it is cut, and `t-1` becomes `T-1` in upper case.
        """
        mine, theirs = plain(self.po_number), plain(other.po_number)
        return mine in theirs or theirs in mine


def plain(number: str) -> str:
    """Return a PO number without case, blanks and forms of Unicode."""
    text = unicodedata.normalize("NFKC", number).casefold()
    return "".join(unicodedata.normalize("NFKC", text).split())


def scope_of(url: str, marketplace: str) -> str:
    """Return the service of an address, in one spelling.

    The user name is no part of it, since an API user can be replaced while an order is under way.
    For example `http://127.0.0.1:8080/x/` and `http://localhost:8080/x` are the same service.
    """
    parts = urlsplit(url)
    port = parts.port or _PORTS.get(parts.scheme, 0)
    path = re.sub("/+", "/", unquote(parts.path)).rstrip("/")
    return f"{parts.scheme}://{_host(parts.hostname or '')}:{port}{path} {marketplace}"


def _host(host: str) -> str:
    """Return a host in one spelling."""
    name = host.rstrip(".").lower()
    if is_loopback(name):
        return "localhost"
    try:
        return ipaddress.ip_address(name).compressed
    except ValueError:
        pass
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return name


def dump(intent: Intent) -> str:
    """Write an intent as JSON."""
    return json.dumps(asdict(intent))


def load(data: Any, reference: str) -> Intent:
    """Read what `dump` wrote; what a later version has added is ignored.

    Raises:
        ValueError: If the record is damaged.
    """
    names = {field.name for field in fields(Intent)}
    try:
        known = {name: value for name, value in json.loads(data).items() if name in names}
        known["candidates"] = tuple(map(str, known.get("candidates") or ()))
        intent = Intent(**{**known, "state": State(known["state"])})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        intent = None
    if intent is None or not _is_sound(intent):
        raise ValueError(f"the record of the reference {reference!r} is damaged")
    return intent


def _is_sound(intent: Intent) -> bool:
    """Check the types of the values that decisions depend on."""
    texts = (intent.scope, intent.reference, intent.customer_id, intent.po_number, intent.digest)
    numbers = (intent.version, intent.attempts, intent.until, intent.sent_at or 0.0)
    optional = (intent.mark, intent.order_id)
    return (
        all(isinstance(each, str) for each in (*texts, intent.note, intent.content))
        and all(isinstance(each, int | float) for each in numbers)
        and all(each is None or isinstance(each, str) for each in optional)
        and (intent.state is not State.DONE or bool(intent.order_id))
    )
