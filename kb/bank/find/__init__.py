"""Find the files of a bank, load them, and cache what was loaded."""
