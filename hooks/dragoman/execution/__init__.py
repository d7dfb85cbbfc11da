"""Snippets: found, run apart from the build, their results kept and shown."""
