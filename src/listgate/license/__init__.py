"""Facts of a transaction and the outcome of screening → what the rules ask of it."""
