"""Turn nodes into questions and exercises, and report what is wrong with them."""
