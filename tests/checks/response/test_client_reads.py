"""`client_reads` on valid and invalid responses."""

import pytest
from support.check_driving import look
from support.interactions import ROWS, customers


def test_a_model_that_loses_something_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check compares the JSON of the client's model with the received JSON."""
    from cloud_marketplace_api import models

    good = customers(ROWS)
    assert look("client_reads", good) == []
    monkeypatch.setattr(models.CustomerPage, "to_dict", lambda _: {"data": []}, raising=False)
    assert "loses nothing" in look("client_reads", good)[0].promise
