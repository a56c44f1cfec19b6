"""Why no token is issued: which setting is wrong, and how to correct it.

The errors of the client, `cloud-marketplace doctor` and `marketplace-contracts check --target` tell
a failed request for a token apart by this module, so all of them say the same. It does no I/O.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final
from urllib.parse import urlsplit

from cloud_marketplace._config.settings import Settings, is_in_quotes

BASE_URL: Final = "MARKETPLACE_BASE_URL"
KEY: Final = "MARKETPLACE_SUBSCRIPTION_KEY"
USERNAME: Final = "MARKETPLACE_USERNAME"
PASSWORD: Final = "MARKETPLACE_PASSWORD"  # noqa: S105 - the name of a variable
CODE: Final = "MARKETPLACE_CODE"
MENU: Final = 'the menu of "Marketplace API" in the control panel'

_USUAL_HOST = "api.cloud.im"
_REGIONS: Final = {"na": ("us", "ca", "br"), "eu": ("nl", "de", "se", "uk", "eu")}
"""Regions as the address ends in them, and the marketplace codes that are known there."""

_ASLEEP = re.compile(r"activat|not active|inactive|disabled|locked|expired", re.IGNORECASE)
_NAME_UNKNOWN = re.compile(
    r"name or service not known|nodename nor servname|getaddrinfo|no address associated"
    r"|name resolution|name does not resolve",
    re.IGNORECASE,
)


class Step(Enum):
    """The steps of access, in the order in which they are tried."""

    SETTINGS = "settings"
    NETWORK = "network"
    ADDRESS = "address"
    KEY = "subscription key"
    USER = "user activated"
    PASSWORD = "password"  # noqa: S105 - a step
    CODE = "marketplace code"
    REGION = "region"
    PROVIDER = "identity provider"
    READ = "first call"


@dataclass(frozen=True, slots=True)
class TokenFailure:
    """How a request for a token failed, in a form that client and harness share.

    Attributes:
        status: HTTP status; None without a response.
        layer: Who wrote the response: `service`, `framework`, `gateway`, `html` or `unknown`.
        message: Text of the response.
        retry_after: Seconds to wait, if the response says so.
        kinds: Names of the classes of the exception, nearest first, if there is no response.
        detail: What the system says about the connection.
        proxy: Environment variable that names the proxy on the way; empty if there is none.
    """

    status: int | None = None
    layer: str = "unknown"
    message: str = ""
    retry_after: float | None = None
    kinds: Sequence[str] = ()
    detail: str = ""
    proxy: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The first step that fails, and what to do.

    Attributes:
        step: The step.
        problem: What is wrong, without a full stop.
        mend: What to do about it, in full sentences; names the setting.
        settings: Environment variables to look at; empty if no setting is wrong.
    """

    step: Step
    problem: str
    mend: str
    settings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Problem and advice as sentences."""
        return f"{self.problem[:1].upper()}{self.problem[1:]}. {self.mend}"


def diagnose(settings: Settings, failure: TokenFailure) -> Diagnosis:
    """Tell why the service issued no token."""
    if failure.status is None:
        return _no_response(settings, failure)
    status = failure.status
    if failure.retry_after is not None or status == 429 or (status >= 500 and status != 501):
        return _busy(failure)
    is_marketplace = status in (400, 401, 403) and failure.layer != "html"
    wrong = _misplaced(settings.address.url) or (None if is_marketplace else _elsewhere(settings))
    if wrong or not is_marketplace:
        return wrong or _other_server(failure)
    return _refused(settings, failure)


def network_trouble(base_url: str, kinds: Sequence[str], detail: str) -> Diagnosis | None:
    """Diagnose what prevents a connection; None if the reason is not known."""
    host = urlsplit(base_url).hostname or base_url
    if "ProxyError" in kinds:
        return Diagnosis(
            Step.NETWORK,
            "the proxy refuses the connection",
            "Check HTTPS_PROXY (or ALL_PROXY) and its user name and password, or name the host "
            f"{host} in NO_PROXY.",
            ("HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
        )
    lowered = detail.lower()
    if "certificate" in lowered:
        return _certificate(host, lowered)
    if "ssl" in lowered or "tls" in lowered:
        return Diagnosis(
            Step.NETWORK,
            f"{host} does not speak TLS on this port",
            f"Check the port in {BASE_URL}, and HTTPS_PROXY if there is a proxy.",
            (BASE_URL, "HTTPS_PROXY"),
        )
    if _NAME_UNKNOWN.search(detail):
        return Diagnosis(
            Step.NETWORK,
            f"there is no host {host}",
            f"Check the spelling of {BASE_URL}, and whether this machine can look up names.",
            (BASE_URL,),
        )
    return None


def region_of(base_url: str) -> str | None:
    """Return the region in which an address ends; None if it is not a known one."""
    last = base_url.rpartition("/")[2].lower()
    return last if last in _REGIONS else None


def _certificate(host: str, detail: str) -> Diagnosis:
    if "expired" in detail or "not yet valid" in detail:
        return Diagnosis(
            Step.NETWORK,
            f"by the clock of this machine the certificate of {host} is not valid now",
            "Check date and time of this machine; if they are right, tell the operator of the "
            "service.",
        )
    if "mismatch" in detail or "not valid for" in detail:
        return Diagnosis(
            Step.NETWORK,
            f"the certificate is for another host than {host}",
            f"Check the host in {BASE_URL}.",
            (BASE_URL,),
        )
    return Diagnosis(
        Step.NETWORK,
        f"the certificate of {host} is not trusted",
        "If a proxy of your company opens TLS connections, name its certificates in SSL_CERT_FILE.",
        ("SSL_CERT_FILE", "SSL_CERT_DIR"),
    )


def _no_response(settings: Settings, failure: TokenFailure) -> Diagnosis:
    found = network_trouble(settings.address.url, failure.kinds, failure.detail)
    is_of_host = found is not None and not _NAME_UNKNOWN.search(failure.detail)
    if found and (is_of_host or not failure.proxy):
        return found
    reason = failure.detail or (failure.kinds[0] if failure.kinds else "there was no response")
    if failure.proxy:
        return Diagnosis(
            Step.NETWORK,
            f"the service can't be reached by way of the proxy: {reason.rstrip('. ')}",
            f"Check the proxy that {failure.proxy} names, or name the host in NO_PROXY.",
            (failure.proxy, "NO_PROXY"),
        )
    return Diagnosis(
        Step.NETWORK,
        f"the service can't be reached: {reason.rstrip('. ')}",
        f"Check host and port in {BASE_URL}, the network, and whether a proxy is needed "
        "(HTTPS_PROXY).",
        (BASE_URL,),
    )


def _busy(failure: TokenFailure) -> Diagnosis:
    if failure.retry_after is not None or failure.status == 429:
        wait = "a minute" if failure.retry_after is None else f"{failure.retry_after:.0f} s"
        return Diagnosis(
            Step.NETWORK, "the rate or quota of the key is used up", f"Try again later: in {wait}."
        )
    return Diagnosis(
        Step.NETWORK, f"the service fails with status {failure.status}", "Try again later."
    )


def _misplaced(base_url: str) -> Diagnosis | None:
    """Diagnose an address that is wrong by its form alone."""
    parts = urlsplit(base_url)
    last = parts.path.rpartition("/")[2]
    if last in _first_segments():
        shorter = base_url.removesuffix(f"/{last}")
        return _address(
            f"{BASE_URL} is the address of an operation (/{last})", f"Set {BASE_URL} to {shorter}."
        )
    if (parts.hostname or "").startswith("cp."):
        return _address(
            f"{BASE_URL} is the address of the control panel",
            f"Copy the base URL from {MENU}; https://{_USUAL_HOST}/marketplace/na is one.",
        )
    return None


def _elsewhere(settings: Settings) -> Diagnosis | None:
    parts = urlsplit(settings.address.url)
    if parts.path.strip("/"):
        return None
    example = f"https://{_USUAL_HOST}/marketplace/{_region_for(settings.marketplace)}"
    return _address(
        f"{BASE_URL} has no path after the host", f"Copy the whole base URL from {MENU}: {example}."
    )


def _other_server(failure: TokenFailure) -> Diagnosis:
    what = "with a web page" if failure.layer == "html" else f"with status {failure.status}"
    return _address(
        f"{BASE_URL} does not respond as a Marketplace does: it responds {what} and without a "
        "token",
        f"Copy the base URL from {MENU}; a proxy or firewall on the way can send such pages, too.",
    )


def _address(problem: str, mend: str) -> Diagnosis:
    return Diagnosis(Step.ADDRESS, problem, mend, (BASE_URL,))


def _refused(settings: Settings, failure: TokenFailure) -> Diagnosis:
    code, region = settings.marketplace, region_of(settings.address.url)
    homes = [name for name, codes in _REGIONS.items() if code in codes]
    if region and homes and region not in homes:
        return Diagnosis(
            Step.REGION,
            f"{BASE_URL} is for the region {region}, and the marketplace {code} is in {homes[0]}",
            f"Set {BASE_URL} or {CODE} so that both are of one region; {MENU} shows the base URL.",
            (BASE_URL, CODE),
        )
    if failure.status != 401:
        what = "which is a region, not a country" if code in _REGIONS else ""
        what = what or "to which the user has no access"
        return _code(f"{CODE} is {code}, {what}")
    return _key() if failure.layer == "gateway" else _user(settings, failure)


def _code(problem: str) -> Diagnosis:
    return Diagnosis(
        Step.CODE,
        problem,
        f"Set {CODE} to the country in the host name of your control panel: cp.us.na.cloud.im is "
        "us; the United Kingdom is uk, not gb.",
        (CODE,),
    )


def _key() -> Diagnosis:
    return Diagnosis(
        Step.KEY,
        "the gateway does not know the subscription key",
        f"Check {KEY}: copy it again from {MENU}; changing the API user can reset it.",
        (KEY,),
    )


def _user(settings: Settings, failure: TokenFailure) -> Diagnosis:
    if _ASLEEP.search(failure.message):
        return Diagnosis(
            Step.USER,
            "the API user is not active",
            f"Activate the API user {settings.username} by the link in its e-mail, or let the "
            f"control panel send it again. Then set {PASSWORD}.",
            (USERNAME, PASSWORD),
        )
    if oddity := _oddity(settings.password.reveal()):
        return Diagnosis(
            Step.PASSWORD,
            f"the service rejects user name and password, and {PASSWORD} {oddity}",
            "Remove that if it is not part of the password.",
            (PASSWORD,),
        )
    return Diagnosis(
        Step.USER,
        "the service rejects user name and password",
        f"Check {USERNAME} and {PASSWORD}, and activate the API user: follow the link in its "
        f"e-mail and set a password. The name is in {MENU}; it is not the one with which you "
        "sign in yourself.",
        (USERNAME, PASSWORD),
    )


def _oddity(password: str) -> str:
    if is_in_quotes(password):
        return "is in quotes"
    return "begins or ends with a blank" if password != password.strip() else ""


def _region_for(code: str) -> str:
    return next((name for name, codes in _REGIONS.items() if code in codes), "na")


def _first_segments() -> frozenset[str]:
    """Return the first parts of the paths of all operations, such as `token` and `orders`."""
    from cloud_marketplace_api.operations import OPERATIONS

    return frozenset(operation.path.split("/")[1] for operation in OPERATIONS.values())
