"""Autocomplete at the caret: entities behind `@`, commands behind `/`."""
