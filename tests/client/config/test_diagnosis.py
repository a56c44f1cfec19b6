"""Failures of a token request are distinguished by response, exception and settings."""

from __future__ import annotations

import pytest
from cloud_marketplace import ConfigurationError
from cloud_marketplace._config.diagnosis import Step, TokenFailure, diagnose
from support.client import PASSWORD, settings

KEY_401 = TokenFailure(401, "gateway", "Access denied due to invalid subscription key.")
USER_401 = TokenFailure(401, "service", "Unauthorized")
NO_ACCESS = TokenFailure(403, "service", "no access")
WEB_PAGE = TokenFailure(200, "html")
OTHER_JSON = TokenFailure(404, "unknown", "Not Found")
NA, EU = "https://api.cloud.im/marketplace/na", "https://api.cloud.im/marketplace/eu"


def connect_error(detail: str, proxy: str = "") -> TokenFailure:
    """Return a connection that could not be opened."""
    return TokenFailure(kinds=("ConnectError", "NetworkError"), detail=detail, proxy=proxy)


@pytest.mark.parametrize(
    ("changes", "failure", "step", "says"),
    [
        ({}, KEY_401, Step.KEY, "MARKETPLACE_SUBSCRIPTION_KEY"),
        ({}, USER_401, Step.USER, "activate the API user"),
        ({}, TokenFailure(401), Step.USER, "MARKETPLACE_PASSWORD"),
        ({}, TokenFailure(401, "service", "User is not activated"), Step.USER, "not active"),
        ({"password": "'p'"}, USER_401, Step.PASSWORD, "is in quotes"),
        ({"password": "p "}, USER_401, Step.PASSWORD, "begins or ends with a blank"),
        ({}, NO_ACCESS, Step.CODE, "MARKETPLACE_CODE is us"),
        ({"marketplace": "na"}, NO_ACCESS, Step.CODE, "a region, not a country"),
        ({}, TokenFailure(400, "service", "bad"), Step.CODE, "MARKETPLACE_CODE"),
        ({"base_url": NA, "marketplace": "nl"}, KEY_401, Step.REGION, "is in eu"),
        ({"base_url": EU, "marketplace": "us"}, USER_401, Step.REGION, "is in na"),
        ({"base_url": EU, "marketplace": "uk"}, KEY_401, Step.KEY, "know the subscription key"),
        ({"base_url": f"{NA}/token"}, KEY_401, Step.ADDRESS, f"Set MARKETPLACE_BASE_URL to {NA}."),
        ({"base_url": f"{NA}/orders"}, OTHER_JSON, Step.ADDRESS, "an operation (/orders)"),
        ({"base_url": "https://api.cloud.im"}, OTHER_JSON, Step.ADDRESS, "no path after the host"),
        ({"base_url": "https://api.cloud.im"}, USER_401, Step.USER, "MARKETPLACE_PASSWORD"),
        ({"base_url": "https://cp.us.na.cloud.im"}, WEB_PAGE, Step.ADDRESS, "the control panel"),
        ({}, WEB_PAGE, Step.ADDRESS, "a web page"),
        ({}, TokenFailure(403, "html"), Step.ADDRESS, "a web page"),
        ({}, OTHER_JSON, Step.ADDRESS, "with status 404"),
        ({}, TokenFailure(302), Step.ADDRESS, "with status 302"),
        ({}, TokenFailure(501), Step.ADDRESS, "with status 501"),
        ({}, TokenFailure(429), Step.NETWORK, "Try again later"),
        ({}, TokenFailure(403, "gateway", "quota", 30.0), Step.NETWORK, "in 30 s"),
        ({}, TokenFailure(504, "html"), Step.NETWORK, "fails with status 504"),
        ({}, TokenFailure(kinds=("ProxyError",)), Step.NETWORK, "HTTPS_PROXY"),
        ({}, connect_error("[SSL: WRONG_VERSION_NUMBER] wrong"), Step.NETWORK, "not speak TLS"),
        ({}, connect_error("certificate has expired"), Step.NETWORK, "Check date and time"),
        ({}, connect_error("certificate is not yet valid"), Step.NETWORK, "Check date and time"),
        ({}, connect_error("certificate: Hostname mismatch"), Step.NETWORK, "another host"),
        ({}, connect_error("certificate: self-signed"), Step.NETWORK, "SSL_CERT_FILE"),
        ({}, connect_error("Name or service not known"), Step.NETWORK, "here is no host"),
        ({}, connect_error("refused", "ALL_PROXY"), Step.NETWORK, "proxy that ALL_PROXY names"),
        ({}, connect_error("Name or service not known", "ALL_PROXY"), Step.NETWORK, "ALL_PROXY"),
        ({}, connect_error("Connection refused"), Step.NETWORK, "Connection refused"),
        ({}, TokenFailure(kinds=("ReadTimeout",)), Step.NETWORK, "ReadTimeout"),
    ],
)
def test_each_failure_names_its_step_and_setting(
    changes: dict[str, str], failure: TokenFailure, step: Step, says: str
) -> None:
    """Each way in which access fails has its own step and sentence; no sentence has a secret."""
    found = diagnose(settings(**changes), failure)
    assert found.step is step
    assert says in found.text
    assert PASSWORD not in found.text
    assert found.text.endswith(".")


@pytest.mark.parametrize("name", ["base_url", "username", "subscription_key", "marketplace"])
@pytest.mark.parametrize("quotes", ['""', "''", "\u201c\u201d"])
def test_a_setting_in_quotes_is_refused(name: str, quotes: str) -> None:
    """A value whose quotes were read as part of it is refused by name, and not shown."""
    with pytest.raises(ConfigurationError, match=f"{name} .* in quotes") as caught:
        settings(**{name: f" {quotes[0]}https://canary{quotes[1]} "})
    assert "canary" not in str(caught.value)


def test_a_password_may_be_in_quotes() -> None:
    """Quotes can be part of a password, so they are sent."""
    assert settings(password='"p"').password.reveal() == '"p"'
