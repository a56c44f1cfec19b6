"""The exceptions that the client raises.

::

    MarketplaceError
    ├─ ConfigurationError        a setting is missing or malformed; the message names it
    ├─ NotSent                   the request was not sent: safe to send again
    ├─ Refused                   the service refused it; status, message, correlation id
    │  ├─ BadRequest             400
    │  ├─ Unauthorized           401
    │  ├─ Forbidden              403; also a used-up quota, then with `retry_after`
    │  ├─ NotFound               404; also 400 with "No entity has been found"
    │  ├─ RateLimited            429, with `retry_after`
    │  └─ ServerError            5xx; also business conflicts, which the service sends as 500
    │     └─ NoAnswer            a read got no response; nothing changed, safe to send again
    ├─ OutcomeUnknown            an order or write may have happened: check before sending again
    ├─ IntentConflict            the reference belongs to another order: nothing was sent
    ├─ OrderFailed               an order that was waited for ended in error or cancelled
    ├─ WaitTimeout               time was up while an order was still open
    ├─ SeatChangeRefused         the seats can't be changed safely now: nothing was sent
    ├─ DownloadFailed            a report file could not be downloaded completely
    └─ ResponseMismatch          the response can't be read; the raw response is attached

Any other 3xx or 4xx is a plain `Refused`; redirects are never followed. `NotSent` and `Refused`
(with its subclasses) mean that nothing has happened; `OutcomeUnknown` means that an order or
write may have been carried out: for these only JSON of the service or its gateway is a refusal, a
redirect or a page of a proxy is not. A read whose response can't be used is a `ResponseMismatch`.

The text of an error says what happened, then what to do about it:

    orders.create: 400 quantity must be positive (correlation id a8n-1). Correct the request.

Errors can be pickled and copied, and hold no secret.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Order

    from cloud_marketplace._engine.messages import RawResponse

_PROBLEM = re.compile(r"([a-z][\w.\[\]]*): +(\S.*)")
"""A field, which begins in lower case as keys of JSON do, and its fault."""


class MarketplaceError(Exception):
    """Base of all errors, so that one `except` clause catches whatever the client raises.

    Attributes:
        message: What happened, or the message of the service, in one sentence.
        advice: What the caller can do about it.
        status: HTTP status of the response; None if there was none.
        correlation_id: Identifies the request; quote it to support.
        operation: Operation id, such as `orders.create`; None outside of a call.
        attempts: How often the request was sent.
        elapsed: Seconds from the start of the call to the error; None outside of a call.
    """

    default_advice: ClassVar[str] = ""

    def __init__(
        self,
        message: str,
        *,
        advice: str = "",
        status: int | None = None,
        correlation_id: str | None = None,
        operation: str | None = None,
        attempts: int = 0,
        elapsed: float | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice or self.default_advice
        self.status = status
        self.correlation_id = correlation_id
        self.operation = operation
        self.attempts = attempts
        self.elapsed = elapsed

    def __str__(self) -> str:
        where = f"{self.operation}: " if self.operation else ""
        status = f"{self.status} " if self.status is not None else ""
        text = f"{where}{status}{self.message.rstrip('. ')}{self._details()}"
        text += "" if text.endswith(("!", "?")) else "."
        return f"{text} {self.advice}" if self.advice else text

    def _details(self) -> str:
        """Return what helps support to find the call."""
        facts = []
        if self.correlation_id:
            facts.append(f"correlation id {self.correlation_id}")
        if self.attempts > 1:
            facts.append(f"{self.attempts} attempts")
        return f" ({', '.join(facts)})" if facts else ""


class ConfigurationError(MarketplaceError):
    """A setting is missing or malformed.

    Attributes:
        settings: Names of the settings, each with its environment variable.
    """

    default_advice = "Correct the settings."

    def __init__(self, message: str, *, advice: str = "", settings: tuple[str, ...] = ()) -> None:
        super().__init__(message, advice=advice)
        self.settings = settings


class NotSent(MarketplaceError):
    """The request was not sent: nothing has happened, and it is safe to send it again.

    Attributes:
        retry_after: Seconds until the rate allows a call, if the rate is the reason.
    """

    default_advice = "Send it again when the service can be reached; nothing has happened."
    retry_after: float | None = None


class Refused(MarketplaceError):
    """The service refused the request; nothing has happened.

    Attributes:
        retry_after: Seconds to wait before the next call, if the response says so.
        written_by: Who wrote the response, as far as its form shows: `service`, `framework`,
            `gateway`, `provider` for an identity provider, `html` for an HTML page, or `unknown`.
    """

    default_advice = "Check the request against the message of the service."
    retry_after: float | None = None
    written_by: str = "unknown"


class FieldProblem(NamedTuple):
    """One fault of a request that was refused.

    Attributes:
        field: Where it is, as the service writes it, such as `contactPersons[0].email`.
        fault: What is wrong there.
    """

    field: str
    fault: str


class BadRequest(Refused):
    """The request is malformed, or a value in it is not accepted (400)."""

    default_advice = "Correct the request."

    @property
    def problems(self) -> list[FieldProblem]:
        """The fields that the message names, each with its fault; empty if it names none.

        For example, `name: is missing; products[0].quantity: not an allowed value` names two.
        """
        found = (_PROBLEM.fullmatch(part.strip()) for part in re.split(r";|\n", self.message))
        return [FieldProblem(match[1], match[2].rstrip(". ")) for match in found if match]


class Unauthorized(Refused):
    """The key, the name and password, or the token is not accepted (401).

    Also a refusal of an identity provider, with 400 or 401: `invalid_client` or `invalid_grant`.
    """

    default_advice = "Check the subscription key and the API user."


class Forbidden(Refused):
    """The API user may not do this, or the quota of the key is used up (403)."""

    default_advice = "Check what the API user may do, and the quota of the key."


class NotFound(Refused):
    """There is nothing with this identifier (404, or 400 with the service's text for it)."""

    default_advice = "Check the identifier."


class RateLimited(Refused):
    """The rate limit is exceeded (429); `retry_after` is the seconds to wait."""

    default_advice = "Wait before the next call."


class ServerError(Refused):
    """The service failed, or refused for a business reason that the message names (5xx)."""

    default_advice = "Read the message: sending a conflicting request again does not help."


class NoAnswer(ServerError):
    """A read got no response: time was up or the connection broke. `status` is None."""

    default_advice = "Try again: nothing was changed by this call."


class OutcomeUnknown(MarketplaceError):
    """An order or write may have happened: its response was lost.

    Attributes:
        replayable: Whether sending the very same request again does no harm.
        reference: The reference that was given to `orders.place`; None elsewhere.
        customer_id: Customer of the order.
        po_number: PO number of the order.
        candidates: Ids of the orders that may be the one, if it can't be decided.
        response: The raw response, if there was one that is not the one to the request; its body
            is not pickled.
    """

    default_advice = "Check whether it has happened before you send it again."
    replayable: bool = False
    reference: str | None = None
    customer_id: str | None = None
    po_number: str | None = None
    candidates: tuple[str, ...] = ()
    response: RawResponse | None = None


class IntentConflict(MarketplaceError):
    """The reference belongs to another order, or another order can't be told from this one.

    Also raised if the service does not have the order that the store remembers. For example, a
    simulator that was restarted needs a new store.
    """

    default_advice = "Use a different reference for each order; nothing was sent."


class OrderFailed(MarketplaceError):
    """An order that was waited for ended in `error` or `cancelled`.

    Attributes:
        order: The order as it was last read.
    """

    default_advice = "Read the order: it ended without being completed."
    order: Order | None = None


class WaitTimeout(MarketplaceError):
    """Time was up while an order was still open; the service goes on processing it.

    Attributes:
        order: The order as it was last read.
    """

    default_advice = "Wait again later: the service goes on processing the order."
    order: Order | None = None


class SeatChangeRefused(MarketplaceError):
    """The seats of a subscription can't be changed safely now; nothing was sent.

    Attributes:
        reason: `open-order`, `ambiguous`, `no-seats`, `not-active`, `unchanged` or `out-of-range`.
        order_id: The open order that prevents the change, if there is one.
        seats: The present seats, if they are known.
    """

    default_advice = "Read the subscription; nothing was sent."
    reason: str = ""
    order_id: str | None = None
    seats: int | None = None


class DownloadFailed(MarketplaceError):
    """A report file could not be downloaded completely; what was received is kept."""

    default_advice = "Try again: the download is resumed if the server supports it."


class ResponseMismatch(MarketplaceError):
    """The response can't be read: it is not JSON, empty, or not of the promised type.

    Attributes:
        response: The raw response; its body is not pickled. None if it may hold a token.
    """

    default_advice = "Report this response: it does not match the API description."
    response: RawResponse | None = None


__all__ = [
    "BadRequest",
    "ConfigurationError",
    "DownloadFailed",
    "Forbidden",
    "IntentConflict",
    "MarketplaceError",
    "NoAnswer",
    "NotFound",
    "NotSent",
    "OrderFailed",
    "OutcomeUnknown",
    "RateLimited",
    "Refused",
    "ResponseMismatch",
    "SeatChangeRefused",
    "ServerError",
    "Unauthorized",
    "WaitTimeout",
]
