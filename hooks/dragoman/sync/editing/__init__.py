"""Commands that write translations: new, update, adopt."""
