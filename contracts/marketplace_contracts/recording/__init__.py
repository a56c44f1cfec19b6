"""Recording, scrubbing and replaying cassettes."""
