"""From a lecture's Markdown to the HTML of its article."""
