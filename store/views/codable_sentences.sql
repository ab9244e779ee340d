-- Which sentences may be coded, in the documents that may be? Informants' words, minuted items and
-- prose, without questions and headings, and without turns in a language that the codebook does not
-- name: the population that audits are drawn from.
SELECT sentences.document_id, sentences.sentence, sentences.start_char, sentences.end_char
FROM sentences
JOIN turns USING (document_id, turn)
SEMI JOIN codable_documents ON codable_documents.document_id = sentences.document_id
WHERE
    turns.role NOT IN ('interviewer', 'heading')
    AND (turns.lang IS NULL OR turns.lang IN (SELECT lang FROM codebook_languages))
