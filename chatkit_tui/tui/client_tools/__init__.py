"""Client tools on the screen: asking the user, and the tools this program brings along."""
