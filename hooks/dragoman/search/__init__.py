"""What a page hands to the search, and the search itself."""
