// The relationships :MEMBER_OF of chosen organisations to :Pole.
// Parameters: $dataset, $org_ids. Returns: ids.
UNWIND $org_ids AS org_id
MATCH (:Organisation {dataset: $dataset, org_id: org_id})-[link:MEMBER_OF]->(:Pole)
WHERE link.fingerprint IS NOT NULL
RETURN collect(elementId(link)) AS ids
