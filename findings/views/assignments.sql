-- What are people asked to review, how was it chosen, and is it done? Of audits the sample is exact:
-- every sentence that may be coded is in it with its inclusion probability. While some are open, the
-- inclusion probability of what is done is the smallest random number still open (what is done above
-- it is left out), else the rate.
-- assignment_id: the assignment
-- assigned_at: when, in UTC
-- document_id: hash of the document's text
-- document: name of the file
-- start_char: first character of the passage in the document's text, from 0
-- end_char: the character after its last
-- segment_id: the machine's coding to decide on; none for audits
-- code: its code; none for audits, in which every code is to be judged
-- strategy: 'teach' (chosen to teach the coder) or 'audit' (a sentence drawn at random)
-- random_number: the sentence's permanent random number; none for 'teach'
-- inclusion_probability: probability with which it was drawn; none for 'teach', which is chosen
-- model_version: the model that had coded the document; none where none had
-- codebook_version: the codebook when it was assigned
-- state: 'open' or 'done'
-- coder: the person who did it last; none while it is open
-- done_at: when, in UTC
-- done_codebook_version: the codebook it was done by
SELECT
    assigned.assignment_id,
    assigned.assigned_at,
    assigned.document_id,
    documents.source_name AS document,
    assigned.start_char,
    assigned.end_char,
    assigned.segment_id,
    assigned.code,
    assigned.strategy,
    assigned.random_number,
    assigned.inclusion_probability,
    assigned.model_version,
    assigned.codebook_version,
    assigned.state,
    assigned.coder,
    assigned.done_at,
    assigned.done_codebook_version
FROM store.current_assignments AS assigned
JOIN store.current_documents AS documents USING (document_id)
ORDER BY assigned.seq
