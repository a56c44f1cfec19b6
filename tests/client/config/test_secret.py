"""Secrets stay hidden, and are taken out of texts."""

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
    """What follows Basic or Bearer in a text goes, whoever's it is."""
    text = "Authorization: bearer abc.d-e_f, or Basic Zm9v="
    assert Redactor([]).text(text) == "Authorization: bearer ***, or Basic ***"
