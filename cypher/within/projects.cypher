// Chosen projects.
// Parameters: $dataset, $project_ids. Returns: ids.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND $project_ids AS project_id
MATCH (node:Project {dataset: $dataset, project_id: project_id})
USING INDEX node:Project(dataset, project_id)
RETURN collect(elementId(node)) AS ids
