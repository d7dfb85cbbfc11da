"""What ``mkdocs serve`` does from one save to the next: a process that builds, and a server of the last good site."""
