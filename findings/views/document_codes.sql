-- How much of each document carries which code? Combinations that occur, by valence and whatever the
-- valence ('any').
-- document_id: hash of the document's text
-- group_id: the case
-- phase: phase of data collection
-- kind: kind of source
-- code: the code
-- valence: positive, neutral, negative, or any
-- sentences: sentences that carry it: people say so, or the machine where no person has spoken
-- machine_sentences: sentences of which the machine's last pass says so, whatever people said
-- audited_human: sentences in the random audit of which people say so, each divided by its probability
-- audited_machine: sentences in the random audit of which the machine says so, likewise
-- audited_both: sentences in the random audit of which both say so, likewise
WITH by_valence AS (
    SELECT document_id, sentence, code, valence, counts, machine, human
    FROM sentence_codes
    UNION ALL
    SELECT
        document_id, sentence, code, 'any' AS valence,
        bool_or(counts) AS counts, bool_or(machine) AS machine, bool_or(human) AS human
    FROM sentence_codes
    GROUP BY document_id, sentence, code
)

SELECT
    given.document_id,
    documents.group_id,
    documents.phase,
    documents.kind,
    given.code,
    given.valence,
    -- Of an audited sentence people have judged every code, whatever a longer coding says.
    count(*) FILTER (
        CASE WHEN audited.probability IS NULL THEN given.counts ELSE given.human END
    ) AS sentences,
    count(*) FILTER (given.machine) AS machine_sentences,
    coalesce(sum(1 / audited.probability) FILTER (given.human), 0) AS audited_human,
    coalesce(sum(1 / audited.probability) FILTER (given.machine), 0) AS audited_machine,
    coalesce(sum(1 / audited.probability) FILTER (given.human AND given.machine), 0)
        AS audited_both
FROM by_valence AS given
JOIN documents USING (document_id)
LEFT JOIN audited_sentences AS audited USING (document_id, sentence)
GROUP BY
    given.document_id, documents.group_id, documents.phase, documents.kind, given.code,
    given.valence
