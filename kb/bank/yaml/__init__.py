"""YAML as nodes that know their place in the file."""
