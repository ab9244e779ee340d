-- Which documents are the findings made from?
-- document_id: hash of the document's text
-- document: name of the file
-- group_id: the case, by the codebook's id; none where the document does not name one
-- kind: kind of source
-- phase: phase of data collection
-- date: date of the interview, meeting or document
-- role: the informant's role
-- lang: language
-- words: words of informants, minuted items or prose, without questions and headings
-- sentences: sentences of the same
-- codable_sentences: of these, sentences that may be coded; those in other languages may not
-- audited: of these, drawn at random and judged completely by people
-- segments: coded segments that are not rejected
-- coded: whether the machine codes it; it doesn't where the codebook does not name the language
-- pseudonyms: places where a pseudonym stands for what points to a person
-- unsure: places left as they were, where it was not sure that they do
-- warnings: what could not be understood when it was read
SELECT
    documents.document_id,
    documents.source_name AS document,
    documents.group_id,
    documents.kind,
    documents.phase,
    documents.date,
    documents.role,
    documents.lang,
    documents.words,
    (
        SELECT count(*)
        FROM store.sentences
        JOIN store.turns USING (document_id, turn)
        WHERE sentences.document_id = documents.document_id
            AND turns.role NOT IN ('interviewer', 'heading')
    ) AS sentences,
    (
        SELECT count(*)
        FROM store.codable_sentences AS codable
        WHERE codable.document_id = documents.document_id
    ) AS codable_sentences,
    (
        SELECT count(*)
        FROM audited_sentences
        WHERE audited_sentences.document_id = documents.document_id
    ) AS audited,
    (
        SELECT count(*)
        FROM coded_segments
        WHERE coded_segments.document_id = documents.document_id
            AND coded_segments.status <> 'rejected'
    ) AS segments,
    documents.document_id IN (SELECT document_id FROM store.codable_documents) AS coded,
    (
        SELECT count(*)
        FROM store.hidden
        WHERE hidden.document_id = documents.document_id AND hidden.replaced
    ) AS pseudonyms,
    (
        SELECT count(*)
        FROM store.hidden
        WHERE hidden.document_id = documents.document_id AND NOT hidden.replaced
    ) AS unsure,
    (
        SELECT any_value(sources.warnings)
        FROM store.current_sources AS sources
        WHERE sources.source_name = documents.source_name
    ) AS warnings
FROM store.current_documents AS documents
ORDER BY document
