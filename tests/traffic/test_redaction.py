"""Known secrets become variables, secret places become stars, whatever they hold."""

import base64

from marketplace_contracts.traffic.redaction import STARS, Redactor, masked, one_line, unsigned


def redactor() -> Redactor:
    """A vault with the usual secrets."""
    found = Redactor(
        {"MARKETPLACE_PASSWORD": "p&ss word", "MARKETPLACE_SUBSCRIPTION_KEY": "key-123"}
    )
    found.learn_basic("me", "p&ss word")
    return found


def test_known_values_become_variables() -> None:
    """A known value is replaced in plain and in both URL-encoded forms."""
    text = "p&ss word, p%26ss%20word, p%26ss+word and key-123"
    password = "$MARKETPLACE_PASSWORD"
    assert redactor().mask(text) == (
        f"{password}, {password}, {password} and $MARKETPLACE_SUBSCRIPTION_KEY"
    )
    assert redactor().hide("key-123!") == f"{STARS}!"


def test_the_basic_header_is_known() -> None:
    """User and password in base64 are as secret as in plain."""
    encoded = base64.b64encode(b"me:p&ss word").decode()
    assert redactor().mask(f"Basic {encoded}") == "Basic $MARKETPLACE_BASIC"


def test_longer_secrets_go_first() -> None:
    """A secret that is part of another one does not leave the rest of it behind."""
    found = Redactor({"A": "abcd", "B": "abcdefgh"})
    assert found.mask("abcdefgh") == "$B"


def test_short_values_are_no_secrets() -> None:
    """A value of three letters would be found inside innocent words."""
    assert Redactor({"A": "us"}).mask("status") == "status"


def test_a_vault_does_not_tell() -> None:
    """Printing a vault shows how many values it keeps, not which."""
    assert "key-123" not in repr(redactor())


def test_only_credentials_betray_the_caller() -> None:
    """A signed query is masked too, but an answer may well hold it."""
    found = redactor()
    found.learn("SIGNED_QUERY", "sig=abcdef")
    assert found.knows("x?sig=abcdef")
    assert not found.betrays("x?sig=abcdef")
    assert found.betrays("key-123")


def test_secret_properties_are_masked_whatever_they_hold() -> None:
    """Passwords, logins and tokens are stars at every depth; null stays null."""
    value = {"a": [{"password": "x", "login": None}], "token": "y", "name": "z"}
    assert masked(value) == {
        "a": [{"password": STARS, "login": None}],
        "token": STARS,
        "name": "z",
    }


def test_signatures_are_masked() -> None:
    """A signed address keeps its path and the names in its query."""
    url = "https://files.example/a.csv?sig=abc%3D&se=2026"
    assert unsigned(url) == f"https://files.example/a.csv?sig={STARS}&se={STARS}"
    assert unsigned("/reports/files/1") == "/reports/files/1"
    assert masked({"downloadUrl": url})["downloadUrl"] == unsigned(url)


def test_what_is_shown_is_one_short_line() -> None:
    """A value is shown without secrets, on one line, cut where it is long."""
    shown = redactor().show({"note": "key-123", "password": "x"})
    assert shown == '{"note": "$MARKETPLACE_SUBSCRIPTION_KEY", "password": "***"}'
    assert len(redactor().show("x" * 1000)) == 300
    assert one_line({"a": "\x1b[31m"}).isprintable()
