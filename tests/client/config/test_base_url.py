"""The base address is read as users have it, and guards its origin."""

import pytest
from cloud_marketplace._config.base_url import Address, is_loopback


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://api.cloud.im/marketplace/na", "https://api.cloud.im/marketplace/na"),
        ("https://api.cloud.im/marketplace/na/", "https://api.cloud.im/marketplace/na"),
        ("https://api.cloud.im:443/marketplace/eu", "https://api.cloud.im/marketplace/eu"),
        ("  HTTPS://API.Cloud.im/Marketplace/eu//\n", "https://api.cloud.im/Marketplace/eu"),
        ("https://api.example:8443", "https://api.example:8443"),
        ("http://127.0.0.1:8080/marketplace/na", "http://127.0.0.1:8080/marketplace/na"),
        ("http://localhost:80/x", "http://localhost/x"),
        ("http://[::1]:8080/x/", "http://[::1]:8080/x"),
    ],
)
def test_spellings_of_one_address(text: str, url: str) -> None:
    """Slash, default port, letter case and blanks around make no difference (facts A16)."""
    assert Address.parse(text).url == url


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("api.cloud.im/marketplace", "begin with https"),
        ("ftp://api.cloud.im", "begin with https"),
        ("http://api.cloud.im/marketplace", "http is for this machine"),
        ("http://127.0.0.1.evil.example/", "http is for this machine"),
        ("https:///marketplace", "no host"),
        ("https://canary:canary@api.cloud.im/", "user name or password"),
        ("https://canary@api.cloud.im/", "user name or password"),
        ("https://api.cloud.im/?canary=1", "query or a fragment"),
        ("https://api.cloud.im/?", "query or a fragment"),
        ("https://api.cloud.im/#canary", "query or a fragment"),
        ("https://api.cloud.im:canary/", "port"),
        ("https://api.cloud.im:0/", "port"),
        ("https://api.cloud.im:70000/", "port"),
        ("https://api.\tcloud.im/", "spaces or control"),
        ("https://api.cloud.im\\@evil.example/", "spaces or control"),
        ("https://[canary/", "not an address"),
    ],
)
def test_bad_addresses_are_refused_unseen(text: str, problem: str) -> None:
    """An invalid URL is refused with the reason, and its text is not repeated."""
    with pytest.raises(ValueError, match=problem) as caught:
        Address.parse(text)
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "owned"),
    [
        ("https://api.example/elsewhere", True),
        ("https://API.example:443/x?y", True),
        ("http://api.example/x", False),
        ("https://api.example:8443/x", False),
        ("https://api.example.evil/x", False),
        ("https://evil/api.example", False),
        ("https://api.example@evil/x", False),
        ("https://[broken", False),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, owned: bool) -> None:
    """Another scheme, host or port is another origin."""
    assert Address.parse("https://api.example/marketplace").owns(url) is owned


def test_loopback_hosts() -> None:
    """This machine has many names; a name that merely begins like one is another machine."""
    assert all(map(is_loopback, ("localhost", "sim.localhost", "127.0.0.1", "127.9.9.9", "::1")))
    assert not any(map(is_loopback, ("localhost.example", "10.0.0.1", "0.0.0.0", "example")))  # noqa: S104 - not bound
