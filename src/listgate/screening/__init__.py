"""From a party and an index to an outcome."""
