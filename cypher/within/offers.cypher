// The relationships :OFFERS of chosen organisations to :Need.
// Parameters: $dataset, $org_ids. Returns: ids.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND $org_ids AS org_id
MATCH (chosen:Organisation {dataset: $dataset, org_id: org_id})
USING INDEX chosen:Organisation(dataset, org_id)
WITH chosen // from here outwards, however few ends the planner believes in
MATCH (chosen)-[link:OFFERS]->()
WHERE link.fingerprint IS NOT NULL
RETURN collect(elementId(link)) AS ids
