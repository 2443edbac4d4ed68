"""What all Lambda handlers share: logs, metrics, and the answer to a batch of queue records.

Importing makes a hundred thousand objects that live as long as the process. Looking through them for garbage while they
are made costs a tenth of a cold start, so nobody looks until the first invocation (edge.logs.observed).
"""

import gc

gc.disable()
