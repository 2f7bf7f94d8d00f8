"""The inspector: what goes over the wire, live."""
