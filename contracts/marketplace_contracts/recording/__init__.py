"""Recorded traffic: scenarios, scrubbing, cassettes, and their replay without a network."""
