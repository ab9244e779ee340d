-- The sentences of a document, and the random numbers of those that stood in an earlier reading.
SELECT start_char, end_char, random_number
FROM sentences
LEFT JOIN sentence_numbers USING (document_id, start_char, end_char)
WHERE document_id = $document_id
ORDER BY start_char
