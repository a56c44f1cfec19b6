"""HTTP, gateway and request validation in front of the simulated service."""
