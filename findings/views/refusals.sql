-- Which files did the runs refuse, and why?
-- run_id: the run
-- document: name of the file
-- reason: the reason and the remedy
SELECT run_id, source_name AS document, reason
FROM store.refusals
ORDER BY run_id, document
