"""A probe of a live service: its plan, folder and run."""
