"""Proxies and certificates of the environment."""

from pathlib import Path

import pytest
from cloud_marketplace import Marketplace, errors
from cloud_marketplace._transport.proxies import bypasses, proxy_for, ssl_context
from support.client import GIVEN

PROXY = "http://proxy.example:3128"


@pytest.mark.parametrize(
    ("no_proxy", "host", "port", "direct"),
    [
        ("", "api.example", 443, False),
        ("*", "api.example", 443, True),
        ("api.example", "api.example", 443, True),
        ("API.Example", "api.example", 443, True),
        ("example", "api.example", 443, True),
        (".example", "api.example", 443, True),
        ("*.example", "api.example", 443, True),
        ("pi.example", "api.example", 443, False),
        ("https://api.example", "api.example", 443, True),
        ("api.example:443", "api.example", 443, True),
        ("api.example:8443", "api.example", 443, False),
        ("a.example, api.example ,", "api.example", 443, True),
        ("10.1.2.3", "10.1.2.3", 443, True),
        ("10.0.0.0/8", "10.1.2.3", 443, True),
        ("10.0.0.0/8", "11.1.2.3", 443, False),
        ("::1", "::1", 443, True),
        ("[::1]", "::1", 443, True),
        ("[::1]:443", "::1", 443, True),
        ("[::1]:80", "::1", 443, False),
        ("0:0:0:0:0:0:0:1", "::1", 443, True),
        ("fe80::/10", "fe80::17", 443, True),
        ("[fe80::]/10", "fe80::17", 443, True),
        ("fe80::/10", "2001:db8::1", 443, False),
        ("[nonsense", "api.example", 443, False),
        ("api.example:nonsense", "api.example", 443, False),
        ("10.0.0.0/99", "10.1.2.3", 443, False),
    ],
)
def test_who_is_reached_without_a_proxy(
    no_proxy: str, host: str, port: int, *, direct: bool
) -> None:
    """`NO_PROXY` names hosts, domains, addresses and networks, also of IPv6, and ports."""
    assert bypasses(no_proxy, host, port) is direct
    proxy = proxy_for("https", host, port, {"https": PROXY, "no": no_proxy})
    assert proxy == (None if direct else PROXY)


@pytest.mark.parametrize(
    ("proxies", "proxy"),
    [
        ({}, None),
        ({"https": PROXY}, PROXY),
        ({"all": PROXY}, PROXY),
        ({"https": PROXY, "all": "http://other.example"}, PROXY),
        ({"http": PROXY}, None),
        ({"https": "proxy.example:3128"}, PROXY),
        ({"https": "http://user:pw@[2001:db8::1]:3128"}, "http://user:pw@[2001:db8::1]:3128"),
        ({"all": "socks5://proxy.example"}, "socks5://proxy.example"),
    ],
)
def test_which_proxy_is_used(proxies: dict[str, str], proxy: str | None) -> None:
    """The proxy of the scheme is used, or that for all schemes."""
    assert proxy_for("https", "api.example", 443, proxies) == proxy


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HTTPS_PROXY", "ftp://canary.example"),
        ("HTTPS_PROXY", "http://canary.example:nonsense"),
        ("HTTPS_PROXY", "http://"),
        ("ALL_PROXY", "http://[canary"),
        ("ALL_PROXY", "socks5://canary.example:1080"),
        ("SSL_CERT_FILE", "/nowhere/ca.pem"),
        ("SSL_CERT_DIR", "/dev/null/nowhere"),
    ],
)
def test_what_can_not_work_is_an_error_of_the_setting(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    """A malformed proxy, one that needs a package, or missing certificates name the variable."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv(variable, value)
    with Marketplace(**GIVEN) as mp, pytest.raises(errors.ConfigurationError) as caught:
        mp.orders.get(7)
    assert variable in str(caught.value)
    assert variable in caught.value.settings
    assert "canary" not in str(caught.value)


def test_certificates_that_are_none(tmp_path: Path) -> None:
    """A file without certificates is an error of the setting; without the variables it is not."""
    file = tmp_path / "ca.pem"
    file.write_text("nonsense", encoding="utf-8")
    with pytest.raises(errors.ConfigurationError, match=r"SSL_CERT_FILE.*ca\.pem"):
        ssl_context({"SSL_CERT_FILE": str(file)})
    assert ssl_context({}) is None


def test_certificates_of_the_environment_are_used() -> None:
    """A file with certificates is read."""
    import certifi

    context = ssl_context({"SSL_CERT_FILE": certifi.where()})
    assert context is not None
    assert context.get_ca_certs()
