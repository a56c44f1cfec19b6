"""Faults of the network and deliberate breaks of the contract."""

from marketplace_contracts.simulator.faults.network_faults import delay, drop, timeout_page

__all__ = ["delay", "drop", "timeout_page"]
