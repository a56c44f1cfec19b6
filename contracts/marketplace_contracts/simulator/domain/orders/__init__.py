"""Orders of the simulated marketplace: drafted, priced, and carried out on subscriptions."""
