-- How many documents are there of each kind of source?
SELECT kind, count(*) AS documents
FROM documents
GROUP BY kind
ORDER BY documents DESC, kind
