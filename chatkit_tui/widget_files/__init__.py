"""Files that widgets are written in: plain JSON, and `.widget` files with a template."""
