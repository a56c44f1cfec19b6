"""Services and processes in simulated time, for tests of the rate limiter."""
