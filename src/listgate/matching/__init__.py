"""Names into candidates and scores: tables, index, kernel."""
