-- The sentences of which something stands in each passage of the frame `passages`.
SELECT passages.passage, sentences.text
FROM passages
JOIN sentences
    ON sentences.document_id = passages.document_id
    AND sentences.start_char < passages.end_char
    AND sentences.end_char > passages.start_char
ORDER BY passages.passage, sentences.sentence
