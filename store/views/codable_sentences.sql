-- Which sentences may be coded, in the documents that count? Informants' words, minuted items and
-- prose, without questions and headings: the population that audits are drawn from.
SELECT sentences.document_id, sentences.sentence, sentences.start_char, sentences.end_char
FROM sentences
JOIN turns USING (document_id, turn)
SEMI JOIN current_documents ON current_documents.document_id = sentences.document_id
WHERE turns.role NOT IN ('interviewer', 'heading')
