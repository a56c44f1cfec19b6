"""The simulated marketplace: objects, clock, prices and life cycles."""
