"""What all Lambda handlers share: logs, metrics, and the answer to a batch of queue records."""
