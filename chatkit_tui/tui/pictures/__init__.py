"""Pictures in cells: fetched once, drawn for the width there is by the best means there are."""
