"""The bank, the glossary and the references as the site shows them."""
