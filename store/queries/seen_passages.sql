-- Which passages of the documents that count have people decided on, reviewed, or been given?
SELECT document_id, start_char, end_char
FROM human_segments
UNION
SELECT document_id, start_char, end_char
FROM reviews
SEMI JOIN current_documents ON current_documents.document_id = reviews.document_id
UNION
SELECT document_id, start_char, end_char
FROM current_assignments
WHERE strategy = 'teach' AND state = 'open'
ORDER BY ALL
