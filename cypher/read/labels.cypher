// The columns of the table labels.
// Parameters: $ids, element ids. Returns: one list a column; own, a map a row of all properties, where $own says so.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND range(0, size($ids) - 1) AS i
MATCH ()-[link:LABELLED]->() WHERE elementId(link) = $ids[i]
WITH i, link ORDER BY i
WITH collect(link) AS links
RETURN [link IN links | startNode(link).pole_id] AS pole_id,
  [link IN links | endNode(link).project_id] AS project_id,
  [link IN links | link.date] AS date,
  [link IN links | link.lead] AS lead,
  [link IN links | link.source] AS source,
  CASE WHEN $own THEN [link IN links | properties(link)] END AS own
