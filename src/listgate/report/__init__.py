"""Answers as pages."""
