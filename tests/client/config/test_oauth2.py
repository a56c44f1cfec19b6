"""The settings of OAuth 2 are checked at once, and named when wrong."""

from typing import Any

import pytest
from cloud_marketplace import ConfigurationError, Marketplace
from cloud_marketplace._config.settings import Settings
from support.client import ENVIRON, GIVEN, settings

OAUTH2: dict[str, Any] = {
    "auth": "oauth2",
    "token_url": "https://identity.example/auth/realms/x/protocol/openid-connect/token",
    "client_id": "program",
    "client_secret": "canary-client-secret",
}
NO_PERSON = {"username": "", "password": ""}


def test_the_environment_has_all_settings_of_oauth2() -> None:
    """Each setting has a variable, and the client is made from them alone."""
    variables = {
        "MARKETPLACE_AUTH": "oauth2",
        "MARKETPLACE_TOKEN_URL": OAUTH2["token_url"],
        "MARKETPLACE_CLIENT_ID": "program",
        "MARKETPLACE_CLIENT_SECRET": "canary-client-secret\n",
        "MARKETPLACE_SCOPE": "openid profile",
    }
    mp = Marketplace.from_env(ENVIRON | variables)
    assert "client_id='program'" in repr(mp)
    assert "canary" not in repr(mp)
    found = mp._settings.oauth2  # noqa: SLF001 - the settings as they were read
    assert found is not None
    assert found.client_secret.reveal() == "canary-client-secret"
    assert found.scope == "openid profile"


def test_all_missing_settings_are_named_at_once() -> None:
    """What OAuth 2 needs is named beside what every client needs."""
    given = GIVEN | NO_PERSON | {"auth": "oauth2", "client_id": " ", "marketplace": ""}
    with pytest.raises(ConfigurationError) as caught:
        Settings.of(given)
    assert caught.value.settings == (
        "marketplace (MARKETPLACE_CODE)",
        "token_url (MARKETPLACE_TOKEN_URL)",
        "client_id (MARKETPLACE_CLIENT_ID)",
        "client_secret (MARKETPLACE_CLIENT_SECRET)",
    )


@pytest.mark.parametrize("name", ["username", "password"])
def test_user_name_and_password_come_together(name: str) -> None:
    """One of them alone is a mistake, not the other grant."""
    with pytest.raises(ConfigurationError, match=f"{name} .* is missing"):
        settings(**OAUTH2, **{name: ""})


@pytest.mark.parametrize("name", ["token_url", "client_id", "client_secret", "scope"])
def test_settings_of_oauth2_are_not_ignored_without_it(name: str) -> None:
    """A client that is given them and would use Basic says so, before it sends a password."""
    with pytest.raises(ConfigurationError, match=r"auth .*must be oauth2"):
        settings(**{name: OAUTH2.get(name, "openid")})


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("auth", "Basic", "basic, oauth2"),
        ("token_url", "http://identity.example/token", "https"),
        ("token_url", "https://identity.example/token?tenant=1", "query"),
        ("token_url", "identity.example", "https://"),
        ("client_id", "a\nb", "control"),
        ("scope", "a  b", "words"),
        ("scope", 'a"b', "words"),
    ],
)
def test_a_malformed_setting_is_named(name: str, value: str, problem: str) -> None:
    """The text names the setting, its variable, and what is wrong."""
    with pytest.raises(ConfigurationError, match=problem) as caught:
        settings(**OAUTH2 | {name: value})
    assert caught.value.settings[0].startswith(f"{name} (MARKETPLACE_")


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/token", "http://localhost/token/"])
def test_this_machine_needs_no_tls(url: str) -> None:
    """A provider on this machine is fine; its address stays as given, and no proxy is used."""
    found = settings(**OAUTH2 | {"token_url": url})
    assert found.oauth2 is not None
    assert found.oauth2.endpoint.url == url
    assert not found.trusts_proxies
    assert settings(**OAUTH2).trusts_proxies
