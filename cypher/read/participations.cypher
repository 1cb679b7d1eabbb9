// The columns of the table participations.
// Parameters: $ids, element ids. Returns: one list a column; own, a map a row of all properties, where $own says so.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND range(0, size($ids) - 1) AS i
MATCH ()-[link:PARTICIPATES_IN]->() WHERE elementId(link) = $ids[i]
WITH i, link ORDER BY i
WITH collect(link) AS links
RETURN [link IN links | endNode(link).project_id] AS project_id,
  [link IN links | startNode(link).org_id] AS org_id,
  [link IN links | link.role] AS role,
  [link IN links | link.funding] AS funding,
  [link IN links | link.cost] AS cost,
  [link IN links | link.source] AS source,
  CASE WHEN $own THEN [link IN links | properties(link)] END AS own
