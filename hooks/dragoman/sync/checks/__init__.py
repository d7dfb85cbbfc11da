"""What differs between a translation and its source."""
