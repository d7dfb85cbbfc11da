"""Doors to the programs that build the site."""
