"""Check the steps of access in order, and name the first one that fails."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, Final

from cloud_marketplace._config.base_url import Address
from cloud_marketplace._config.diagnosis import MENU, Diagnosis, Step, diagnose
from cloud_marketplace._config.settings import Settings, from_environment
from cloud_marketplace._engine.call_redactor import secrets_of
from cloud_marketplace._engine.error_response import token_failure
from cloud_marketplace._engine.messages import HttpRequest, HttpResponse, Reply
from cloud_marketplace._observability.redaction import Redactor
from cloud_marketplace._transport.proxies import environment_proxies, proxy_for
from cloud_marketplace.client import Marketplace
from cloud_marketplace.errors import ConfigurationError, MarketplaceError

TIMEOUT: Final = 60.0
"""Seconds for each of the two calls."""

CLOCK_TOLERANCE: Final = 300.0
"""Seconds by which the clock of this machine may differ from that of the service."""


_HEAD: Final = (Step.SETTINGS, Step.NETWORK, Step.ADDRESS, Step.KEY)
_BASIC: Final = (*_HEAD, Step.USER, Step.PASSWORD, Step.CODE, Step.REGION, Step.READ)
_OAUTH2: Final = (Step.SETTINGS, Step.PROVIDER, *_HEAD[1:], Step.READ)
_PROVEN: Final = {Step.PASSWORD: Step.USER, Step.REGION: Step.ADDRESS}
"""Steps whose failure leaves earlier ones open, and up to which step all is proven then."""


@dataclass(slots=True)
class Examination:
    """The result of the doctor.

    Attributes:
        passed: Steps that are in order, each with a remark.
        failure: The first step that fails; None if all is well.
        warnings: What is odd, and does no harm to calls.
    """

    passed: dict[Step, str] = field(default_factory=dict)
    failure: Diagnosis | None = None
    warnings: list[str] = field(default_factory=list)


class ReplyWatch:
    """The transport of a client, which also keeps the last request and reply for a look at them."""

    def __init__(self, transport: Any) -> None:
        self._transport = transport
        self.url = ""
        self.reply: Reply | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def send(self, request: HttpRequest) -> Reply:
        """Exchange a request."""
        self.url, self.reply = request.url, None
        reply: Reply = self._transport.send(request)
        self.reply = reply
        return reply


def examine(
    environ: Mapping[str, str],
    *,
    wall: Callable[[], float] = time.time,
    **options: Any,
) -> Examination:
    """Check the steps of access with two calls: one for a token, and one that reads.

    Args:
        environ: The `MARKETPLACE_*` variables.
        wall: Returns seconds since 1970.
        **options: Further keywords of the client.
    """
    found = Examination()
    try:
        settings = Settings.of(from_environment(environ, {}))
    except ConfigurationError as error:
        found.failure = _of_settings(error)
        return found
    options = {"timeout": TIMEOUT, "max_attempts": 2} | options
    with Marketplace.from_env(environ, **options) as mp:
        sender = vars(mp)["_sender"]
        sender.transport = watch = ReplyWatch(sender.transport)
        found.failure = _first_failure(mp, settings, watch)
    _note_clock(found, watch.reply, wall())
    found.passed = _passed(settings, found.failure)
    return found


def _passed(settings: Settings, failure: Diagnosis | None) -> dict[Step, str]:
    """Return the steps that are proven to be in order, each with a remark."""
    remarks = {
        Step.SETTINGS: "all are set",
        Step.NETWORK: f"{settings.address.origin.host} responds",
        Step.ADDRESS: settings.address.url,
        Step.USER: settings.username,
        Step.CODE: settings.marketplace,
    }
    steps = _BASIC if settings.oauth2 is None else _OAUTH2
    end = _PROVEN.get(failure.step, failure.step) if failure else None
    proven = steps[: steps.index(end)] if end in steps else steps
    return {step: remarks.get(step, "") for step in proven}


def _first_failure(mp: Marketplace, settings: Settings, watch: ReplyWatch) -> Diagnosis | None:
    try:
        if settings.oauth2 is None:
            mp.auth.token({"marketplace": settings.marketplace})
    except MarketplaceError as error:
        return _of_token(error, settings, watch)
    try:
        mp.customers.list(limit=1)
    except MarketplaceError as error:
        provider = settings.oauth2 is not None and error.operation != "customers.list"
        is_about_key = getattr(error, "written_by", "") == "gateway" and error.status == 401
        if watch.reply is None or provider or is_about_key or error.status is None:
            return _of_token(error, settings, watch)
        return Diagnosis(Step.READ, _problem(error), error.advice)
    return None


def _of_token(error: MarketplaceError, settings: Settings, watch: ReplyWatch) -> Diagnosis:
    if watch.reply is None:  # nothing was sent: a proxy or certificates of the environment
        named = error.settings if isinstance(error, ConfigurationError) else ()
        return Diagnosis(Step.NETWORK, _problem(error), error.advice, named)
    if settings.oauth2 is not None and watch.url == settings.oauth2.endpoint.url:
        return Diagnosis(Step.PROVIDER, _problem(error), error.advice, ("MARKETPLACE_TOKEN_URL",))
    redact = Redactor(secrets_of(settings)).text
    proxy = _proxy_variable(settings.address) if settings.trusts_proxies else ""
    return diagnose(settings, token_failure(watch.reply, redact, now=time.time(), proxy=proxy))


def _of_settings(error: ConfigurationError) -> Diagnosis:
    mend = error.advice
    if error.message.endswith("missing"):
        mend = (
            f"Set what is missing. {MENU[0].upper()}{MENU[1:]} shows base URL, user name and key; "
            "the marketplace code is the country in the control panel's host name, such as us."
        )
    return Diagnosis(Step.SETTINGS, error.message, mend, error.settings)


def _problem(error: MarketplaceError) -> str:
    status = f"{error.status} " if error.status is not None else ""
    return f"{error.operation or 'settings'}: {status}{error.message}".rstrip(". ")


def _proxy_variable(address: Address) -> str:
    """Return the variable of the proxy on the way; empty if there is none."""
    proxies, origin = environment_proxies(), address.origin
    if not proxy_for(origin.scheme, origin.host, origin.port, proxies):
        return ""
    return f"{(origin.scheme if proxies.get(origin.scheme) else 'all').upper()}_PROXY"


def _note_clock(found: Examination, reply: Reply | None, now: float) -> None:
    """Compare the clock of this machine with the one that the response was sent by."""
    text = reply.headers.get("date", "") if isinstance(reply, HttpResponse) else ""
    with suppress(ValueError, OverflowError):
        off = parsedate_to_datetime(text).timestamp() - now
        if abs(off) > CLOCK_TOLERANCE:
            way = "slow" if off > 0 else "fast"
            found.warnings.append(
                f"The clock of this machine is {abs(off) / 60:.0f} minutes {way}. Set it: times in "
                "orders.since and the ends of download addresses are compared with it."
            )
