"""The command `course`: parsing and printing only."""
