"""What a translation may bring to a page."""
