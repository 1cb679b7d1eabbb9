// Whether anything carries the name of a dataset, even where its own node is not there.
// Parameters: $dataset. Returns: found.
RETURN EXISTS { MATCH (node:Organisation {dataset: $dataset}) }
  OR EXISTS { MATCH (node:Project {dataset: $dataset}) }
  OR EXISTS { MATCH (node:Pole {dataset: $dataset}) }
  OR EXISTS { MATCH (node:Theme {dataset: $dataset}) } AS found
