"""The Textual side: screens, transcript, composer. Knows the controller, never the network."""
