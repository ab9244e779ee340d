-- Which files did the last run refuse?
FROM refusals
WHERE run_id = (SELECT run_id FROM runs ORDER BY started_at DESC LIMIT 1)
ORDER BY document
LIMIT $documents
