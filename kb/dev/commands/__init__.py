"""The commands of the development tool, one file each."""
