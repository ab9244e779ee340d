-- Every name of a file that the store holds.
SELECT source_name FROM sources
UNION
SELECT source_name FROM documents
UNION
SELECT source_name FROM refusals
UNION
SELECT unnest(source_names) FROM erasures
