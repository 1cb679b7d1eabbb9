// What is there of the relationships :LABELLED from :Pole to :Project.
// Parameters: $dataset. Returns: ids, fingerprints, in one order.
// Written by tools/statements.py: change what it reads, not this file.
MATCH (:Pole {dataset: $dataset})-[link:LABELLED]->(:Project)
WHERE link.fingerprint IS NOT NULL
WITH collect(link) AS links
RETURN [link IN links | elementId(link)] AS ids,
  [link IN links | link.fingerprint] AS fingerprints
