-- Which groups lack documents of a phase or kind?
SELECT short, phases.phase, kinds.kind, count(documents.document_id) AS documents
FROM groups
CROSS JOIN (SELECT DISTINCT phase FROM documents WHERE phase IS NOT NULL) AS phases
CROSS JOIN (SELECT DISTINCT kind FROM documents WHERE kind IS NOT NULL) AS kinds
LEFT JOIN documents
    ON documents.group_id = groups.group_id
    AND documents.phase = phases.phase
    AND documents.kind = kinds.kind
GROUP BY groups.position, short, phases.phase, kinds.kind
HAVING count(documents.document_id) = 0
ORDER BY groups.position, phases.phase, kinds.kind
