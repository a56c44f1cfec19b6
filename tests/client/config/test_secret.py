"""Secrets stay hidden, and are removed from texts."""

import copy
import pickle

import pytest
from cloud_marketplace._observability.redaction import Redactor, Secret


def test_a_secret_never_shows_itself() -> None:
    """Printing, formatting and collecting a secret show asterisks only."""
    secret = Secret("canary")
    shown = [str(secret), repr(secret), f"{secret}", f"{secret:>30}", f"{secret!r}", f"{[secret]}"]
    assert not [text for text in shown if "canary" in text]
    assert secret.reveal() == "canary"


def test_a_secret_is_a_value() -> None:
    """Secrets compare by their text, are true unless blank, and copy to themselves."""
    assert Secret("a") == Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a")}) == 1
    assert not Secret(" ")
    assert Secret("\udce4") == Secret("\udce4") != Secret("\ud800")
    secret = Secret("a")
    assert Secret.of(secret) is secret
    assert copy.copy(secret) is copy.deepcopy(secret) is secret


def test_a_secret_is_not_pickled() -> None:
    """Pickling a secret is refused, so that it gets into no file."""
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(Secret("canary"))


def test_a_mask_takes_secrets_out() -> None:
    """Known secrets vanish from texts and bodies, the longer one first when one holds the other."""
    mask = Redactor([Secret("canary"), Secret("canary-long"), Secret("abc")])
    assert mask.text("key canary-long of canary, abc") == "key *** of ***, abc"
    assert mask.data(b"\xff canary \xff") == b"\xff *** \xff"


def test_a_mask_cuts_the_query_of_addresses() -> None:
    """An address in a text loses its query, where a signature would be (facts A20)."""
    text = "see https://files.example/r.xlsx?sig=canary&se=1 for it"
    assert Redactor([]).text(text) == "see https://files.example/r.xlsx?*** for it"


def test_a_mask_cuts_credentials_after_their_scheme() -> None:
    """The text after Basic or Bearer is masked, known or not."""
    text = "Authorization: bearer abc.d-e_f, or Basic Zm9v="
    assert Redactor([]).text(text) == "Authorization: bearer ***, or Basic ***"


def test_a_secret_shows_stars() -> None:
    """What is shown in place of a secret is the same everywhere."""
    secret = Secret.of("canary")
    assert [str(secret), repr(secret), f"{secret:>9}"] == ["***", "Secret(***)", "***"]
    assert Secret.of(5).reveal() == "5"  # a number, as settings may be
    assert hash(secret) == hash(Secret("canary")) != hash("canary")
    said = "a Secret is not pickled: it would be stored in plain text"
    with pytest.raises(TypeError) as caught:
        pickle.dumps(secret)
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("text", "usable"),
    [("", True), ("a", True), ("ä€", True), ("\udce4", True), ("\ud800", False)],
)
def test_a_secret_knows_whether_it_can_be_sent(text: str, usable: bool) -> None:
    """Text, and bytes that were read as text, can be sent; half a surrogate pair can't."""
    assert Secret(text).is_encodable() is usable


def test_secrets_from_four_characters_are_masked() -> None:
    """A secret of four characters is masked, one of three would mask ordinary words."""
    mask = Redactor([Secret("abcd"), Secret("xyz")])
    assert mask.text("abcd xyz") == "*** xyz"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("http://a.example/r?s=1 end", "http://a.example/r?*** end"),
        ("'https://a.example/r?s=1'", "'https://a.example/r?***'"),
        ("https://a.example/r end?", "https://a.example/r end?"),
        ("BASIC  Zm9v=, Bearer a~b/c+d", "BASIC ***, Bearer ***"),
        ("a basicallow", "a basicallow"),
    ],
)
def test_shapes_of_secrets_are_masked(text: str, shown: str) -> None:
    """Queries of addresses and what follows a scheme are masked, what is around them stays."""
    assert Redactor([]).text(text) == shown
    assert Redactor([]).data(text.encode()) == shown.encode()
