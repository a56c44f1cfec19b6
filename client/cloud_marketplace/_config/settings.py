"""The settings of a client: read, checked, and never shown when secret."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Self

from cloud_marketplace._config.base_url import Address
from cloud_marketplace._config.oauth2 import OAUTH2, REQUIRED, OAuth2, SettingError
from cloud_marketplace._config.rate import Rate
from cloud_marketplace._observability.redaction import Secret
from cloud_marketplace.errors import ConfigurationError

MAX_ATTEMPTS: Final = 6
"""Default number of times that a request is sent."""

ENVIRONMENT = {
    "base_url": "MARKETPLACE_BASE_URL",
    "username": "MARKETPLACE_USERNAME",
    "password": "MARKETPLACE_PASSWORD",
    "subscription_key": "MARKETPLACE_SUBSCRIPTION_KEY",
    "marketplace": "MARKETPLACE_CODE",
}
"""Keyword of each required setting, and its environment variable; see `_required`."""

USUAL = {"intents": "MARKETPLACE_INTENTS", "auth": "MARKETPLACE_AUTH", **OAUTH2}
"""Keywords of optional settings, and their environment variables."""

SECRETS = frozenset({"password", "subscription_key", "client_secret"})
_AUTHS: Final = ("basic", "oauth2")
_PERSON: Final = ("username", "password")
_QUOTES: Final = "'\"`\u201c\u201d\u2018\u2019\u00ab\u00bb"
_CODE = re.compile(r"[a-z][a-z0-9_-]{1,15}")
_PRINTABLE = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Settings:
    """Checked settings.

    Attributes:
        address: Base address.
        username: Name of the API user; empty with the client-credentials grant of OAuth 2.
        password: Its password; empty as above.
        subscription_key: Key of the gateway, sent with each call.
        marketplace: Marketplace code in lower case, such as `us` or `uk`.
        timeout: Seconds that a call may take; None uses the default of its effect.
        max_attempts: How often a request is sent at most.
        rate: Calls in a window of time that the key allows; None learns the rate.
        oauth2: How tokens are requested from an identity provider; None requests them from the
            service with user name and password.
    """

    address: Address
    username: str
    password: Secret
    subscription_key: Secret
    marketplace: str
    timeout: float | None = None
    max_attempts: int = MAX_ATTEMPTS
    rate: Rate | None = None
    oauth2: OAuth2 | None = None

    @classmethod
    def of(cls, given: Mapping[str, Any], timeout: float | None = None, **options: Any) -> Self:
        """Check the settings, by keyword, and the options as in `altered`.

        Raises:
            ConfigurationError: Names the setting that is malformed, or all that are missing.
        """
        auth = _auth(given)
        missing = [name for name in _required(given, auth) if not _is_there(given.get(name))]
        if missing:
            raise _missing(missing)
        _see_no_quotes(given)
        return cls(
            address=_address(given["base_url"]),
            username=_username(given.get("username") or ""),
            password=_password(given.get("password") or ""),
            subscription_key=_key(given["subscription_key"]),
            marketplace=_code(given["marketplace"]),
            oauth2=_oauth2(given) if auth == "oauth2" else None,
        ).altered(timeout=timeout, **options)

    def altered(self, **options: Any) -> Self:
        """Return settings with other options.

        Args:
            **options: `timeout`, `max_attempts` or `rate`; a rate may be a text (see `Rate.of`).

        Raises:
            ConfigurationError: Names the option that is malformed.
        """
        return replace(self, **{name: _option(name, value) for name, value in options.items()})

    @property
    def trusts_proxies(self) -> bool:
        """Whether proxies of the environment are used: not with plain http, which shows the key."""
        addresses = (self.address, self.oauth2.endpoint) if self.oauth2 else (self.address,)
        return all(address.origin.scheme == "https" for address in addresses)


def from_environment(
    environ: Mapping[str, str] | None, overrides: Mapping[str, Any]
) -> dict[str, Any]:
    """Collect keyword arguments from the environment; overrides go first.

    Secrets are wrapped, so that a traceback which shows locals does not show them.

    Raises:
        ConfigurationError: If the variable with the path of intents is relative or in quotes.
    """
    source = os.environ if environ is None else environ
    found = {name: source.get(variable, "") for name, variable in ENVIRONMENT.items()}
    usual = {name: source[variable] for name, variable in USUAL.items() if source.get(variable)}
    if "intents" in usual and "intents" not in overrides:
        _see_lasting(usual["intents"])
    given = {**found, **usual, **overrides}
    return {
        name: Secret.of(value) if name in SECRETS and value is not None else value
        for name, value in given.items()
    }


def check_timeout(timeout: float | None) -> float | None:
    """Check seconds to wait.

    Raises:
        ValueError: If they are not a positive, finite number.
    """
    if timeout is None:
        return None
    number = isinstance(timeout, int | float) and not isinstance(timeout, bool)
    if not number or not math.isfinite(timeout) or timeout <= 0:
        raise ValueError("a timeout is a positive number of seconds")
    return float(timeout)


def is_in_quotes(text: str) -> bool:
    """Return whether a value is in quotes, as a `.env` file that was read literally leaves it."""
    return len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES


def _is_there(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else bool(value)


def _label(name: str) -> str:
    variable = ENVIRONMENT.get(name) or USUAL.get(name)
    return f"{name} ({variable})" if variable else name


def _malformed(name: str, problem: str) -> ConfigurationError:
    label = _label(name)
    return ConfigurationError(f"{label} is malformed: {problem}", settings=(label,))


def _missing(names: list[str]) -> ConfigurationError:
    labels = tuple(_label(name) for name in names)
    verb = "is" if len(labels) == 1 else "are"
    return ConfigurationError(
        f"{', '.join(labels)} {verb} missing", advice="Set what is missing.", settings=labels
    )


def _see_no_quotes(given: Mapping[str, Any]) -> None:
    """Refuse values in quotes, as a file of settings that was read literally has them.

    A password may be in quotes, and so may the secret of a client.
    """
    for name in (*ENVIRONMENT, *OAUTH2):
        if name in ("password", "client_secret") or given.get(name) is None:
            continue
        if is_in_quotes(Secret.of(given[name]).reveal().strip()):
            raise _malformed(name, "it is in quotes; remove them")


def depends_on_folder(path: str) -> bool:
    """Tell whether a text is the path of another file in each working directory."""
    is_other = path.startswith(("~", ":")) or path.lower().startswith("file:")
    return not is_other and not Path(path).is_absolute()


def _see_lasting(path: str) -> None:
    """Refuse a path that names another file in each working directory, as `cron` has its own.

    Texts that are no path of a file are refused where the store is made.
    """
    if is_in_quotes(path.strip()):
        raise _malformed("intents", "it is in quotes; remove them")
    if depends_on_folder(path):
        problem = "it is relative, so it depends on the working directory; give an absolute path"
        raise _malformed("intents", problem)


def _auth(given: Mapping[str, Any]) -> str:
    """Return how the client proves who it is; settings of the other way are refused."""
    auth = given.get("auth") or "basic"
    if auth not in _AUTHS:
        raise _malformed("auth", f"one of {', '.join(_AUTHS)} is expected")
    for name in OAUTH2:
        if auth != "oauth2" and _is_there(given.get(name)):
            raise _malformed("auth", f"it must be oauth2, since {_label(name)} is given")
    return str(auth)


def _required(given: Mapping[str, Any], auth: str) -> list[str]:
    """Return the settings that must be there, those of every client first.

    With OAuth 2, user name and password belong to the password grant: both are given, or neither.
    """
    if auth == "basic":
        return list(ENVIRONMENT)
    has_person = any(_is_there(given.get(name)) for name in _PERSON)
    return [*(n for n in ENVIRONMENT if has_person or n not in _PERSON), *REQUIRED]


def _oauth2(given: Mapping[str, Any]) -> OAuth2:
    try:
        return OAuth2.of(given)
    except SettingError as error:
        name, problem = error.name, str(error)
    raise _malformed(name, problem)


def _address(value: Any) -> Address:
    try:
        return Address.parse(str(value))
    except ValueError as error:
        problem = str(error)
    raise _malformed("base_url", problem)


def _username(value: Any) -> str:
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise _malformed("username", f"it must be text, not {type(value).__name__}")
    name = str(value).strip()
    # A colon ends the name in HTTP Basic; control characters are not allowed at all.
    if ":" in name or not name.isprintable():
        raise _malformed("username", "it must not hold colons or control characters")
    return name


def _key(value: Any) -> Secret:
    key = Secret(Secret.of(value).reveal().strip())
    if not _PRINTABLE.fullmatch(key.reveal()):
        raise _malformed("subscription_key", "it may hold printable ASCII characters only")
    return key


def _password(value: Any) -> Secret:
    """Check a password; the line end of a secret file is removed from it."""
    password = Secret(Secret.of(value).reveal().rstrip("\r\n"))
    # Bytes of the environment that are not UTF-8 are surrogates here, and are sent unchanged.
    if password.is_encodable():
        return password
    raise _malformed("password", "it is not text, or holds a character that can't be sent")


def _code(value: Any) -> str:
    code = str(value).strip().lower()
    if not _CODE.fullmatch(code):
        raise _malformed("marketplace", "expected a code such as us, nl or uk")
    return code


def _option(name: str, value: Any) -> Any:
    """Check an option by its name."""
    try:
        return OPTIONS[name](value)
    except ValueError as error:
        problem = str(error)
    raise _malformed(name, problem)


def _attempts(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError("it must be a whole number of at least 1")
    return value


def _rate(value: Any) -> Rate | None:
    return None if value is None else Rate.of(value)


OPTIONS = {"timeout": check_timeout, "max_attempts": _attempts, "rate": _rate}
"""The options that `with_options` can change, and how each is checked."""
