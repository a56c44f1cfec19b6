"""The settings of a check."""

from pathlib import Path

import pytest
from marketplace_contracts.cli import main
from marketplace_contracts.settings import DEPTHS, PARTS, CheckSettings


def test_settings_survive_the_way_to_another_process() -> None:
    """Paths, shares and parts survive a round trip."""
    settings = CheckSettings(
        shard=(2, 5), accepted=Path("a.yaml"), database="d", strict=True, parts=("fuzzing",)
    )
    assert CheckSettings.from_json(settings.to_json()) == settings


@pytest.mark.parametrize("machines", [1, 2, 3, 7])
def test_shares_are_the_whole_and_do_not_overlap(machines: int) -> None:
    """Each piece of work is done by just one of the machines."""
    shares = [CheckSettings(shard=(one, machines)) for one in range(1, machines + 1)]
    for number in range(20):
        assert sum(share.does(number) for share in shares) == 1


@pytest.mark.parametrize("text", ["0/2", "3/2", "2", "a/b", "1/0"])
def test_a_share_that_is_none_is_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The sentence names the flag."""
    assert main(["check", "--shard", text]) == 2
    assert "--shard" in capsys.readouterr().err


def test_depths_grow() -> None:
    """Each depth does what the one before does, and more."""
    quick, ci, deep = (DEPTHS[name] for name in ("quick", "ci", "deep"))
    assert set(quick[0]) < set(ci[0]) == set(deep[0]) == set(PARTS)
    assert quick[1] < ci[1] < deep[1]
