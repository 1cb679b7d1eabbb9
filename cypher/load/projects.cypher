// Write the nodes :Project, new or changed; what others added to them stays.
// Parameters: $dataset; one list a column, null where the whole column is unknown; $days, the distinct dates, to
// which the columns of dates point. Own columns: own/.
// Returns: ids, the element ids in the order of the rows.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND range(0, size($fingerprint) - 1) AS i
MERGE (node:Project {dataset: $dataset, project_id: $project_id[i]})
SET node += {
  fingerprint: $fingerprint[i],
  acronym: $acronym[i],
  title: $title[i],
  abstract: $abstract[i],
  start: $days[$start[i]],
  end: $days[$end[i]],
  year: $year[i],
  status: $status[i],
  programme: $programme[i],
  call: $call[i],
  total_cost: $total_cost[i],
  funding: $funding[i],
  visibility: $visibility[i],
  source: $source[i]
}
WITH i, node ORDER BY i
RETURN collect(elementId(node)) AS ids
