"""The Markdown blocks and the extension that installs them."""
