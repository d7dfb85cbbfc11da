"""Which block of a translation stands for which block of its source."""
