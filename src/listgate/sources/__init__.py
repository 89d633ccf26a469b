"""Published lists: their catalog, and one parser a form."""
