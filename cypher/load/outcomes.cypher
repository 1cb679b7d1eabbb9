// Write the nodes :Outcome, new or changed; what others added to them stays.
// Parameters: $dataset; one list a column, null where the whole column is unknown; $days, the distinct dates, to
// which the columns of dates point. Own columns: own/.
// Returns: ids, the element ids in the order of the rows.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND range(0, size($fingerprint) - 1) AS i
MERGE (node:Outcome {dataset: $dataset, outcome_id: $outcome_id[i]})
SET node += {
  fingerprint: $fingerprint[i],
  project_id: $project_id[i],
  org_id: $org_id[i],
  kind: $kind[i],
  title: $title[i],
  amount: $amount[i],
  unit: $unit[i],
  stage: $stage[i],
  date: $days[$date[i]],
  evidence: $evidence[i],
  visibility: $visibility[i],
  source: $source[i]
}
WITH i, node ORDER BY i
RETURN collect(elementId(node)) AS ids
