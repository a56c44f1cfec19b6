"""Seed reports with the observed irregularities of their responses (facts E12, F18)."""

from __future__ import annotations

from datetime import timedelta

from marketplace_contracts.simulator.domain.clock import timestamp
from marketplace_contracts.simulator.domain.model import Report
from marketplace_contracts.simulator.domain.schedule import Event
from marketplace_contracts.simulator.domain.world import World

KNOWN_REPORT = "6c9f3b0e-0c0f-4d6b-9a55-3c2b1a0f9e8d"
"""A report of every world; the spec's examples name it."""

_SPARSE = ("no-id-in-row",)
_SEEDS: tuple[tuple[str, str, str, int, str, tuple[str, ...]], ...] = (
    ("Every Invoice - archive", "on_invoice", "XLSX", 80, "completed", ()),
    ("Every Invoice - example", "on_invoice", "XLSX", 62, "completed", ("no-status",)),
    ("Monthly provisioned orders", "monthly", "XLSX", 32, "completed", _SPARSE),
    ("Monthly payments", "monthly", "JSON", 32, "completed", ()),
    ("Every Invoice - example", "on_invoice", "XLSX", 31, "completed", ("relative-url",)),
    ("Monthly provisioned orders", "monthly", "XLSX", 1, "completed", ()),
    ("Daily provisioned orders", "daily", "CSV", 1, "completed", ()),
    ("Every Invoice - example", "on_invoice", "XLSX", 1, "completed", ("no-url-in-row",)),
    ("Quarterly payments", "periodic", "XML", 1, "error", ()),
    ("Provisioned orders October", "onetime", "CSV", 0, "processing", ()),
)
"""Name, type, format, age in days, status and quirks, oldest first."""


def seed_reports(world: World) -> None:
    """Add reports of all types; one of them is still in progress."""
    for number, (name, kind, format_, age, status, quirks) in enumerate(_SEEDS):
        created = world.clock.start - timedelta(days=age, minutes=60 - number)
        report = Report(
            id=KNOWN_REPORT if number == 0 else world.new_report_id(),
            name=name,
            type=kind,
            format=format_,
            created=created,
            status=status,
            starts=timestamp(created - timedelta(days=30)),
            ends=timestamp(created),
            quirks=frozenset(quirks),
        )
        world.reports[report.id] = report
    world.schedule.enter(world.clock.start + timedelta(minutes=5), Event.FINISH_REPORT, report.id)
