"""Known secrets become variables, secret properties become stars."""

import base64
import json
from urllib.parse import quote

import pytest
from marketplace_contracts.traffic.redaction import STARS, Redactor, masked, one_line, unsigned
from marketplace_contracts.traffic.secret_shapes import without_shapes


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
    """The name that replaces a secret is not replaced, whatever the next secret is."""
    assert Redactor({"USERNAME": "username", "A": "user"}).mask("username") == "$USERNAME"


def test_longer_secrets_go_first() -> None:
    """A secret that is part of another one does not leave the rest of it behind."""
    found = Redactor({"A": "abcd", "B": "abcdefgh"})
    assert found.mask("abcdefgh") == "$B"


def test_short_values_are_no_secrets() -> None:
    """A value of three letters would be found inside harmless words."""
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


KEY = "0f3a9C55d2be4b17a1e6c0ffee42d00d"
SIGNATURE = "kX9+/Zq2fT7vB1nM4pL8sD6wR3yU5hJ0cA=="
ADDRESS = f"https://files.example/c/r.csv?sv=2024&se=2026-12-01&sig={quote(SIGNATURE, safe='')}"
WAYS = {
    "plain": KEY,
    "upper case": KEY.upper(),
    "lower case": KEY.lower(),
    "base64": base64.b64encode(KEY.encode()).decode(),
    "base64 for addresses": base64.urlsafe_b64encode(KEY.encode()).decode().rstrip("="),
    "base64 after one byte": base64.b64encode(f":{KEY}".encode()).decode(),
    "base64 between others": base64.b64encode(f"me:{KEY}:x".encode()).decode(),
    "hexadecimal": KEY.encode().hex(),
    "upper hexadecimal": KEY.encode().hex().upper(),
}


@pytest.mark.parametrize("text", WAYS.values(), ids=WAYS)
def test_a_credential_is_found_in_any_encoding(text: str) -> None:
    """A key that a service echoes in base64, digits or other letters is masked and betrayed."""
    found = Redactor({"MARKETPLACE_SUBSCRIPTION_KEY": KEY})
    shown = found.mask(f"refused: {text}.")
    assert "$MARKETPLACE_SUBSCRIPTION_KEY" in shown
    assert text[6:-6] not in shown
    assert found.betrays(f"refused: {text}.")


SHAPES = {
    "a signed address": (f"no file at {ADDRESS}", quote(SIGNATURE, safe="")),
    "an encoded signed address": (f"?from={quote(ADDRESS, safe='')}", "Zq2fT7"),
    "a signed address in JSON": (json.dumps({"message": ADDRESS}), "Zq2fT7"),
    "an amazon signature": ("x?X-Amz-Signature=9f86d081884c7d65", "9f86d081884c7d65"),
    "a web token": ("token eyJhbGciOiJIUzM4NCJ9.eyJzdWIiOiIxIn0.c2ln", "c2ln"),
    "a bearer": ("Authorization: Bearer 7c4a8d09ca37", "7c4a8d09ca37"),
    "a basic": ("sent Basic bWU6c2VjcmV0", "bWU6c2VjcmV0"),
    "a password in an address": ("http://me:hunter22@files.example/", "hunter22"),
    "a password in JSON in a text": ('body was {"password": "hunter22"}', "hunter22"),
    "a password in escaped JSON": ('body was {\\"password\\": \\"hunter22\\"}', "hunter22"),
    "a header in a text": ("X-Subscription-Key=hunter22-hunter22", "hunter22"),
    "a form": ("grant_type=password&client_secret=hunter22", "hunter22"),
    "a key nobody was told of": ("key 0123456789abcdef0123456789abcdef", "0123456789abcdef"),
}


@pytest.mark.parametrize(("text", "secret"), SHAPES.values(), ids=SHAPES)
def test_shapes_of_secrets_are_masked(text: str, secret: str) -> None:
    """Text with the shape of a secret is masked although its value is not known."""
    for shown in (Redactor().mask(text), Redactor().show({"message": text})):
        assert secret not in shown
        assert STARS in shown


@pytest.mark.parametrize(
    "text",
    [
        "without Basic credentials the status is 401",
        "with a wrong bearer token the status is 401",
        "correlation id a8n-6f1c2f5e-0000-4000-8000-00000000c0de",
        '{"tokenType": "bearer", "expiresInSeconds": 1500}',
        "GET /orders?customerId=1000611&limit=500",
        "id 0b9d5fd5-0000-4000-8000-000000000001",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    """Identifiers, queries and words about credentials are not masked."""
    assert Redactor().mask(text) == text


def test_promises_are_prose() -> None:
    """A rule about a secret property stays readable; a secret in it does not."""
    found = Redactor({"MARKETPLACE_PASSWORD": "hunter22"})
    assert found.mask("token: type string", prose=True) == "token: type string"
    assert "hunter22" not in found.mask('no property "HUNTER22" is described', prose=True)


def test_signatures_are_learned_from_responses() -> None:
    """The signature of a URL seen earlier is masked on its own later."""
    found = Redactor()
    found.learn_from({"data": [{"downloadUrl": ADDRESS}]})
    for text in (SIGNATURE, SIGNATURE.lower(), quote(SIGNATURE, safe="")):
        assert found.mask(f"bad signature {text}") == "bad signature $SIGNATURE"
    assert found.mask("2026-12-01") == "2026-12-01"


def test_named_parameters_are_masked_by_their_name() -> None:
    """A parameter has its name in one property and its secret in another."""
    value = {"name": "admin_password", "value": "x", "structured_value": {"a": 1}}
    assert masked(value) == {"name": "admin_password", "value": STARS, "structured_value": STARS}


def test_text_that_is_not_unicode_can_be_learned() -> None:
    """A token with half a surrogate pair is masked like any other."""
    assert Redactor({"MARKETPLACE_TOKEN": "abc\ud800def"}).mask("abc\ud800def") == (
        "$MARKETPLACE_TOKEN"
    )


CREDENTIALS = [
    "MARKETPLACE_SUBSCRIPTION_KEY",
    "MARKETPLACE_PASSWORD",
    "MARKETPLACE_BASIC",
    "MARKETPLACE_TOKEN",
    "EXPIRED_TOKEN",
]


@pytest.mark.parametrize("name", CREDENTIALS)
def test_each_credential_betrays_the_caller(name: str) -> None:
    """A response that holds any of the caller's credentials betrays it; a user name does not."""
    found = Redactor({name: "canary-1", "MARKETPLACE_USERNAME": "canary-2"})
    assert found.betrays("got CANARY-1")
    assert not found.betrays("got canary-2")
    assert not found.betrays("got nothing")
    assert found.mask("canary-1, canary-2") == f"${name}, $MARKETPLACE_USERNAME"


def test_values_from_four_characters_are_known() -> None:
    """A value of four characters is looked for, one of three is not; the first name stays."""
    found = Redactor({"A": "abcd", "B": "xyz", "C": "abcd"})
    assert found.mask("abcd xyz") == "$A xyz"
    assert found.hide("abcd xyz") == "*** xyz"
    assert found.hide("abcd xyz", "?") == "? xyz"
    assert repr(Redactor({"A": "aaaa"})).startswith("Redactor(")
    assert repr(Redactor()) == "Redactor(0 values)"


def test_the_basic_header_is_known_without_its_padding() -> None:
    """The header is replaced as a whole, whether its padding is there or not."""
    found = Redactor()
    found.learn_basic("me", "pass1")
    encoded = base64.b64encode(b"me:pass1").decode()
    assert encoded.endswith("=")
    for text in (encoded, encoded.rstrip("=")):
        assert found.mask(f"({text})") == "($MARKETPLACE_BASIC)"


@pytest.mark.parametrize(
    ("name", "length", "learned"),
    [("sig", 16, True), ("sig", 15, False), ("se", 16, False), ("X-Amz-Signature", 20, True)],
)
def test_a_signature_has_sixteen_characters(name: str, length: int, learned: bool) -> None:
    """Only what is named a signature, and is long enough, is learned from a signed address."""
    text = "k9" * (length // 2) + "x" * (length % 2)
    found = Redactor()
    rows = [{"downloadUrl": None, "list": [{"downloadUrl": f"/f?x=1&{name}={text}&y=2"}]}, 7]
    found.learn_from(rows)
    assert found.knows(text) is learned
    other = Redactor()
    other.learn_from([{"note": f"/f?{name}={text}"}])
    assert not other.knows(text)


@pytest.mark.parametrize(
    ("length", "shown"), [(298, '"' + "x" * 298 + '"'), (299, '"' + "x" * 298 + "…")]
)
def test_what_is_shown_is_cut_to_its_limit(length: int, shown: str) -> None:
    """A text of 300 characters is shown whole, a longer one ends with an ellipsis."""
    assert Redactor().show("x" * length) == shown
    assert Redactor().show("abcdef", 5) == '"abc…'


@pytest.mark.parametrize("secret", ["x", 7, ["x"], {"a": 1}])
@pytest.mark.parametrize("name", ["password", "apiKey", "login"])
def test_any_value_of_a_secret_property_is_masked(name: str, secret: object) -> None:
    """Texts, numbers, lists and objects become stars under the name of a secret, truth does not."""
    assert masked({name: secret}) == {name: STARS}
    assert masked({name: True}) == {name: True}
    assert masked([{name: None}]) == [{name: None}]
    assert masked({"name": name, "value": secret, "other": "x"}) == {
        "name": name,
        "value": STARS,
        "other": "x",
    }
    assert masked({"name": "domain", "value": secret}) == {"name": "domain", "value": secret}


def test_a_signed_property_keeps_what_is_no_text() -> None:
    """Only a text under the name of a signed address is read as an address."""
    assert masked({"downloadUrl": {"token": "x"}}) == {"downloadUrl": {"token": STARS}}
    assert masked({"downloadUrl": 7}) == {"downloadUrl": 7}
    assert unsigned("/f?a%20b&c=1") == f"/f?a b={STARS}&c={STARS}"


def test_one_line_keeps_letters_where_they_can_be_printed() -> None:
    """Letters of any language are shown as they are; where something is not printable, none is."""
    assert one_line({"a": "ü"}) == '{"a": "ü"}'
    assert one_line("ü\u200b") == '"\\u00fc\\u200b"'
    assert one_line({1, 2} - {2}) == '"{1}"'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("GET /f?sig=abc failed for Bearer eyJhbGciOi.x.y", "GET /f?sig=*** failed for Bearer ***"),
        ("Basic bWU6c2VjcmV0 ", "Basic *** "),
        ("http://me:hunter22@files.example/", "http://***@files.example/"),
        ('"password": "hunter22"', '"password": "***"'),
        ("mpnKey=hunter22", "mpnKey=hunter22"),
        ("0123456789abcdef0123456789abcdef.", "***."),
    ],
)
def test_what_only_looks_like_a_secret_is_shown_as_stars(text: str, shown: str) -> None:
    """Only the secret itself is replaced, what tells its kind stays."""
    assert Redactor().mask(text) == shown


@pytest.mark.parametrize(
    "word",
    [
        "x",
        "_",
        "-",
        "\\",
        "a=",
        "token",
        "token ",
        "pass_",
        "eyJaaaaaaa",
        "bearer ",
        "0a",
        "http://a:",
    ],
)
def test_a_body_of_one_long_word_is_read_once(word: str) -> None:
    """Whatever a long text repeats, it is masked in a moment, not in hours."""
    text = word * (200_000 // len(word))
    assert Redactor().mask(text)
    assert without_shapes(text, STARS)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("my-token: hunter22", "my-token: ***"),
        ('x\\"rootPassword\\": \\"hunter22\\"', 'x\\"rootPassword\\": \\"***\\"'),
        ("a" * 300 + "Password=hunter22", "a" * 300 + "Password=***"),
        ("u=https://x.example/?token=hunter22", "u=https://x.example/?token=***"),
    ],
)
def test_the_name_of_a_secret_may_have_any_length(text: str, shown: str) -> None:
    """A name is read from its first letter to its last, whatever is around it."""
    assert Redactor().mask(text) == shown
