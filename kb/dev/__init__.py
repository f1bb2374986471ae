"""What contributors run: ``python -m kb.dev check|where|new|schema|readme|bench``."""
