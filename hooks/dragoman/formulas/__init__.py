"""TeX in Markdown: found, typeset, spoken."""
