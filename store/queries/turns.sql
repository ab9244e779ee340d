-- The turns of the documents with these ids.
SELECT document_id, role, speaker, start_char, end_char, lang
FROM turns
WHERE list_contains($ids, document_id)
ORDER BY document_id, turn
