"""What is particular to a language: its phrases, and how its words are folded for the search."""
