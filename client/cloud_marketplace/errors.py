"""What can go wrong, as one small tree.

::

    MarketplaceError
    ├─ ConfigurationError        a setting is missing or malformed; names it
    ├─ NotSent                   the request never left: safe to send again
    ├─ Refused                   the service answered no; status, message, correlation id
    │  ├─ BadRequest             400
    │  ├─ Unauthorized           401
    │  ├─ Forbidden              403; a spent quota too, then with `retry_after`
    │  ├─ NotFound               404; also 400 with "No entity has been found" (facts C8)
    │  ├─ RateLimited            429, with `retry_after`
    │  └─ ServerError            5xx; business conflicts too, they come as 500 (facts C7)
    │     └─ NoAnswer            a read got no answer at all; nothing changed, safe to send again
    ├─ OutcomeUnknown            an order or write may have happened: look before sending again
    ├─ IntentConflict            the reference stands for another order: nothing was sent
    ├─ OrderFailed               an order that was waited for ended in error or cancelled
    ├─ WaitTimeout               time was up while an order was still open
    ├─ SeatChangeRefused         the seats can't be changed safely now: nothing was sent
    ├─ DownloadFailed            a report file could not be fetched whole
    └─ ResponseMismatch          the answer can't be read at all; the raw answer is attached

Any other 3xx or 4xx is a plain `Refused`; redirects are never followed. `NotSent`, `Refused` (with
all below it) mean that an order was not placed; `OutcomeUnknown` means that nobody knows. A
`ResponseMismatch` of an order or write came with a good status, so it has happened.

Each error's text begins with what the caller can do. Errors pickle and copy, and hold no secret.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Order

    from cloud_marketplace._engine.messages import RawResponse


class MarketplaceError(Exception):
    """Base of all errors that the client raises.

    Attributes:
        message: What the service said, or what happened, in one sentence.
        advice: What the caller can do about it.
        status: HTTP status of the answer; None when there was none.
        correlation_id: Identifies the request; quote it to support (facts C12).
        operation: Operation id, such as `orders.create`; None outside of a call.
        attempts: How many times the request of this call was handed to the network.
        elapsed: Seconds from the start of the call to the error; None outside of a call.
    """

    default_advice: ClassVar[str] = "Look at the message."

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
        return f"{self.advice} {self._what()}{self.message}{self._trail()}"

    def _what(self) -> str:
        """Name the operation and its status, as far as they are known."""
        if self.operation is None:
            return ""
        return f"{self.operation}: " if self.status is None else f"{self.operation} {self.status}: "

    def _trail(self) -> str:
        """Tell what helps support to find the call."""
        facts = []
        if self.correlation_id:
            facts.append(f"correlation id {self.correlation_id}")
        if self.attempts > 1:
            facts.append(f"{self.attempts} attempts")
        return f" ({', '.join(facts)})" if facts else ""


class ConfigurationError(MarketplaceError):
    """A setting is missing or malformed.

    Attributes:
        settings: Names of the settings, each as keyword and as environment variable.
    """

    default_advice = "Correct the settings."

    def __init__(self, message: str, *, advice: str = "", settings: tuple[str, ...] = ()) -> None:
        super().__init__(message, advice=advice)
        self.settings = settings


class NotSent(MarketplaceError):  # noqa: N818 - the name says what is the case
    """The request never left: nothing has happened, and it is safe to send it again.

    Attributes:
        retry_after: Seconds until the rate allows a call, if the rate is the reason.
    """

    default_advice = "Send it again when the service can be reached; nothing has happened."
    retry_after: float | None = None


class Refused(MarketplaceError):  # noqa: N818 - as above
    """The service answered no; nothing has happened.

    Attributes:
        retry_after: Seconds to wait before the next call, where the answer says so.
        written_by: Who wrote the response, as far as its form tells: `service`, `framework`,
            `gateway`, `html` for an HTML page, or `unknown`.
    """

    default_advice = "Read what the service says about the request."
    retry_after: float | None = None
    written_by: str = "unknown"


class BadRequest(Refused):
    """The request is malformed, or a value in it is not accepted (400)."""

    default_advice = "Correct the request."


class Unauthorized(Refused):
    """The key, the name and password, or the token is not accepted (401)."""

    default_advice = "Check the subscription key and the API user."


class Forbidden(Refused):
    """The API user may not do this, or the quota of the key is spent (403)."""

    default_advice = "Check what the API user may do, and the quota of the key."


class NotFound(Refused):
    """Nothing has this identifier (404, or 400 with the service's text for it)."""

    default_advice = "Check the identifier."


class RateLimited(Refused):
    """The budget of the time window is spent (429); `retry_after` tells the seconds to wait."""

    default_advice = "Wait before the next call."


class ServerError(Refused):
    """The service failed, or refuses for a business reason that the message names (5xx)."""

    default_advice = "Read the message: a conflict never goes away by trying again at once."


class NoAnswer(ServerError):  # noqa: N818 - as above
    """A read got no answer: time was up or the connection broke. `status` is None."""

    default_advice = "Try again: nothing was changed by this call."


class OutcomeUnknown(MarketplaceError):  # noqa: N818 - as above
    """An order or write may have happened, or not: the answer got lost.

    Attributes:
        replayable: Whether sending the very same request again does no harm.
        reference: The reference that `orders.place` was given; None elsewhere.
        customer_id: Of an order: the customer to look at.
        po_number: Of an order: the PO number to look for.
        candidates: Ids of orders that may be the one, where several fit or it can't be sure.
    """

    default_advice = "Look whether it has happened before sending it again."
    replayable: bool = False
    reference: str | None = None
    customer_id: str | None = None
    po_number: str | None = None
    candidates: tuple[str, ...] = ()


class IntentConflict(MarketplaceError):  # noqa: N818 - as above
    """The reference was used for another order, or another order can't be told from this one.

    So too where the service does not have the order that the store remembers: a simulator that
    was started anew, for instance, needs a store of its own.
    """

    default_advice = "Take a reference of its own for each order; nothing was sent."


class OrderFailed(MarketplaceError):  # noqa: N818 - as above
    """An order that was waited for ended in `error` or `cancelled`.

    Attributes:
        order: The last answer.
    """

    default_advice = "Look at the order: it ended without being completed."
    order: Order | None = None


class WaitTimeout(MarketplaceError):  # noqa: N818 - as above
    """Time was up while an order was still open; it goes on.

    Attributes:
        order: The last answer.
    """

    default_advice = "Wait again later: the order goes on by itself."
    order: Order | None = None


class SeatChangeRefused(MarketplaceError):  # noqa: N818 - as above
    """The seats of a subscription can't be changed safely now; nothing was sent.

    Attributes:
        reason: `open-order`, `ambiguous`, `no-seats`, `not-active`, `unchanged` or `out-of-range`.
        order_id: The open order that is in the way, if there is one.
        seats: The seats at present, where they are known.
    """

    default_advice = "Look at the subscription; nothing was sent."
    reason: str = ""
    order_id: str | None = None
    seats: int | None = None


class DownloadFailed(MarketplaceError):  # noqa: N818 - as above
    """A report file could not be fetched whole; what came is kept for the next try."""

    default_advice = "Try again: it goes on where it broke off, if the server allows."


class ResponseMismatch(MarketplaceError):  # noqa: N818 - as above
    """The answer can't be read at all: it is no JSON, empty, or not of the promised kind.

    Attributes:
        response: The raw answer; its body is left behind when the error is pickled, and it is None
            where the answer would have held a token.
    """

    default_advice = "Report this answer: it is not what the contract promises."
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
