"""How the learned score is made; ``scripts/train_scorer.py`` runs it."""
