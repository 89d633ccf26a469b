"""Users' files in and out: rows of parties, and answers to them."""
