"""What a name is made of: scripts, romanization, words and what they tell."""
