"""A multilingual course site: reading its pages, its mathematics, its directions and its examples."""
