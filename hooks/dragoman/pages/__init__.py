"""Markdown read once: fences, comments, front matter, blocks; a lecture, and all lectures."""
