-- The speakers of the documents with these ids.
SELECT document_id, label, role, reason, how, turns, words
FROM speakers
WHERE list_contains($ids, document_id)
ORDER BY document_id, position
