"""The schedule of events."""

from datetime import timedelta

from marketplace_contracts.simulator.domain.clock import START
from marketplace_contracts.simulator.domain.schedule import Event, Schedule

NOON = START + timedelta(hours=4)


def test_due_events_come_in_order() -> None:
    """Events are sorted by time, then by entry, and occur once."""
    schedule = Schedule()
    schedule.enter(NOON, Event.END_TERM, "b")
    schedule.enter(START, Event.FINISH_ORDER, "a")
    schedule.enter(NOON, Event.PROCESS_ORDER, "c")
    assert [key for _, _, key in schedule.due(START)] == ["a"]
    assert [key for _, _, key in schedule.due(NOON)] == ["b", "c"]
    assert list(schedule.due(NOON)) == []


def test_events_can_lead_to_events() -> None:
    """Events added during the iteration occur in their turn."""
    schedule = Schedule()
    schedule.enter(START, Event.PROCESS_ORDER, "a")
    schedule.enter(NOON, Event.END_TERM, "z")
    seen = []
    for when, _, key in schedule.due(NOON):
        seen.append(key)
        if key == "a":
            schedule.enter(when + timedelta(seconds=1), Event.FINISH_ORDER, "b")
    assert seen == ["a", "b", "z"]
