"""Attention: channels, tokens, positions."""
