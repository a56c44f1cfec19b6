"""Known secrets become variables, secret properties become stars."""

import base64

from marketplace_contracts.traffic.redaction import STARS, Redactor, masked, one_line, unsigned


def redactor() -> Redactor:
    """Return a redactor with the usual secrets."""
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


def test_values_are_found_however_they_are_spelt() -> None:
    """Upper case, base64, JSON and HTML spellings are replaced, and letters that fold to two."""
    found = Redactor({"KEY": "abcd-1234/5", "WORD": "maß&gut<1>"})
    spelt = base64.b64encode(b"abcd-1234/5").decode().rstrip("=")
    for text in ("ABCD-1234/5", spelt, "abcd-1234%2F5", "abcd-1234%2f5"):
        assert found.mask(f"<{text}>") == "<$KEY>"
    for text in ("maß&gut<1>", "MAß&GUT<1>", "maß&amp;gut&lt;1&gt;", "ma\\u00df&gut<1>"):
        assert found.mask(f"({text})") == "($WORD)"


def test_names_are_not_replaced_again() -> None:
    """The name that replaces a secret is left alone, whatever the next secret is."""
    assert Redactor({"USERNAME": "username", "A": "user"}).mask("username") == "$USERNAME"


def test_longer_secrets_go_first() -> None:
    """A secret that is part of another one does not leave the rest of it behind."""
    found = Redactor({"A": "abcd", "B": "abcdefgh"})
    assert found.mask("abcdefgh") == "$B"


def test_short_values_are_no_secrets() -> None:
    """A value of three letters would be found inside innocent words."""
    assert Redactor({"A": "us"}).mask("status") == "status"


def test_a_redactor_does_not_show_its_values() -> None:
    """Printing a redactor shows how many values it has, not which."""
    assert "key-123" not in repr(redactor())


def test_only_credentials_betray_the_caller() -> None:
    """A signed query is masked too, but a response may contain it."""
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
