-- What has the machine coded within a passage that no person has decided on?
SELECT start_char, end_char, code, valence
FROM machine_segments
WHERE document_id = $document_id AND start_char >= $start AND end_char <= $end
ORDER BY start_char, end_char, code
