// Take away the properties that an earlier run has written.
// Parameters: $dataset; $nothing, a map of their names to null; $mark, one of them that every result has. Returns: nothing.
MATCH (node:Organisation {dataset: $dataset})
WHERE node[$mark] IS NOT NULL
SET node += $nothing
