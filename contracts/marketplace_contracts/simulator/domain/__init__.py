"""The simulated marketplace: its objects, clock, prices and life cycles."""
