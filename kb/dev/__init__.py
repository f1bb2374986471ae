"""Tools for contributors: ``python -m kb.dev check|where|new|schema|readme|bench``."""
