"""From bytes to models, and how a response deviates from the description."""
