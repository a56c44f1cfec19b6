"""Deliberate faults: of the network, and against the contract."""

from marketplace_contracts.simulator.faults.network_faults import delay, drop, timeout_page

__all__ = ["delay", "drop", "timeout_page"]
