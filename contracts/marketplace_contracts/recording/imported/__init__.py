"""Traffic of other programs: captures, read and turned into cassettes."""
