"""Settings are checked at once, named when wrong, and never shown."""

from functools import partial
from typing import Any

import pytest
from cloud_marketplace import AsyncMarketplace, ConfigurationError, Marketplace
from cloud_marketplace._config.settings import (
    ENVIRONMENT,
    Settings,
    check_timeout,
    from_environment,
)
from cloud_marketplace._observability.redaction import Secret
from support.client import CANARIES, ENVIRON, GIVEN, settings


def test_settings_hide_their_secrets() -> None:
    """The repr of settings shows neither password nor key."""
    shown = repr(settings())
    assert "cmpapi.API" in shown
    assert not [canary for canary in CANARIES if canary in shown]


def test_settings_are_cleaned() -> None:
    """Blanks around values and capital letters of the code do not matter; the password stays."""
    found = settings(marketplace=" UK ", subscription_key=" key\n", username=" u ", password=" p ")
    assert (found.marketplace, found.username) == ("uk", "u")
    assert found.subscription_key == Secret("key")
    assert found.password == Secret(" p ")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n"])
def test_the_line_end_of_a_secret_file_is_no_part_of_the_secret(end: str) -> None:
    """Secrets that were read from mounted files lose the line end, and nothing else."""
    found = settings(password=f" p {end}", subscription_key=f"key{end}")
    assert found.password == Secret(" p ")
    assert found.subscription_key == Secret("key")


def test_all_missing_settings_are_named_at_once() -> None:
    """Every missing setting is named by keyword and variable; blank ones are missing too."""
    given = GIVEN | {"password": "", "marketplace": " ", "subscription_key": Secret(" ")}
    with pytest.raises(ConfigurationError) as caught:
        Settings.of(given)
    assert caught.value.settings == (
        "password (MARKETPLACE_PASSWORD)",
        "subscription_key (MARKETPLACE_SUBSCRIPTION_KEY)",
        "marketplace (MARKETPLACE_CODE)",
    )
    assert all(label in str(caught.value) for label in caught.value.settings)
    assert "MARKETPLACE_USERNAME" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("base_url", "https://canary:canary@host/"),
        ("username", "canary:name"),
        ("username", "canary\x00name"),
        ("subscription_key", "canary key"),
        ("subscription_key", "canary\r\nX-Evil: 1"),
        ("subscription_key", "canary\u00e9"),
        ("marketplace", "canary/../x"),
        ("username", "canary\udce4"),
        ("password", "canary\ud800"),
    ],
)
def test_a_malformed_setting_is_named_not_shown(name: str, value: str) -> None:
    """A malformed setting is named in one sentence without its value."""
    with pytest.raises(ConfigurationError) as caught:
        Settings.of(GIVEN | {name: value})
    assert caught.value.settings == (f"{name} ({ENVIRONMENT[name]})",)
    assert "canary" not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf"), True, "5"])
def test_a_timeout_is_a_positive_number(value: object) -> None:
    """Zero, negative, infinite and non-numeric timeouts are refused, in settings by name."""
    with pytest.raises(ValueError, match="positive"):
        check_timeout(value)  # wrong on purpose
    with pytest.raises(ConfigurationError, match="timeout"):
        settings(timeout=value)


def test_the_environment_gives_way_to_overrides() -> None:
    """Variables fill the settings, keywords have priority, secrets are wrapped."""
    found = from_environment(ENVIRON, {"marketplace": "nl", "timeout": 5.0})
    assert found["marketplace"] == "nl"
    assert found["timeout"] == 5.0
    assert found["password"] == Secret(ENVIRON["MARKETPLACE_PASSWORD"])
    assert not [canary for canary in CANARIES if canary in repr(found)]


def test_the_process_environment_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a mapping the variables of the process are read."""
    for name in ENVIRON:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ConfigurationError, match="MARKETPLACE_BASE_URL"):
        Marketplace.from_env()
    for name, value in ENVIRON.items():
        monkeypatch.setenv(name, value)
    assert "api.example" in repr(Marketplace.from_env())


def test_plain_http_takes_no_proxy() -> None:
    """Proxies of the environment are for https only: over plain http they would see the key."""
    assert settings().trusts_proxies
    assert not settings(base_url="http://127.0.0.1:8080/marketplace/na").trusts_proxies


@pytest.mark.parametrize("value", [b"canary-password", bytearray(b"x"), ["x"], {"x": 1}, 7.0, True])
@pytest.mark.parametrize("name", ["username", "password", "subscription_key"])
def test_a_credential_is_text(name: str, value: Any) -> None:
    """Bytes of a secret file would be sent as `b'...'`, and lock the user out: they are refused."""
    for client in (Marketplace, AsyncMarketplace):
        for make in (client, partial(client.from_env, ENVIRON)):
            with pytest.raises(ConfigurationError, match=rf"^{name}.* is malformed") as caught:
                make(**{**GIVEN, name: value})
            assert "canary" not in str(caught.value)
