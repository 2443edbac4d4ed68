"""From the lines of a document to a report."""
