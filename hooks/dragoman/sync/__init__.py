"""Translations held to their source."""
