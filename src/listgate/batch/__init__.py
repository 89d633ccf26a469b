"""Files of any length through the gate, over processes."""
