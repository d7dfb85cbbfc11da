"""The term base: its entries, their inflected forms, their tooltips."""
