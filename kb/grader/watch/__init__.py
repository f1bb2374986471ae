"""A verdict each time a file is saved."""
