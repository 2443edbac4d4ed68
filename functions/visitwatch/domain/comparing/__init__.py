"""What a report changes against the authority's earlier ones: `compare.compare` and `correction.correct`."""
