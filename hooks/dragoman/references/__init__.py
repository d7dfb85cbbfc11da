"""What is referred to, and by which name."""
