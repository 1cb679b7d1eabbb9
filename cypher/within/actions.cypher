// The relationships :TOOK_PART_IN of chosen organisations to :Action.
// Parameters: $dataset, $org_ids. Returns: ids.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND $org_ids AS org_id
MATCH (chosen:Organisation {dataset: $dataset, org_id: org_id})
USING INDEX chosen:Organisation(dataset, org_id)
WITH chosen // from here outwards, however few ends the planner believes in
MATCH (chosen)-[link:TOOK_PART_IN]->()
WHERE link.fingerprint IS NOT NULL
RETURN collect(elementId(link)) AS ids
