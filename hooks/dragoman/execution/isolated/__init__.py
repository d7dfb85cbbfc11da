"""What runs in the process of a snippet, or of the server that forks it."""
