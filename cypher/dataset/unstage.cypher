// Drop what was kept until it was written.
// Parameters: $dataset. Returns: nothing.
MATCH (staged:Staged {dataset: $dataset})
DELETE staged
