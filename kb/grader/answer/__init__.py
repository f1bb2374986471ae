"""A learner's file as text and as a syntax tree. Nothing here runs it."""
