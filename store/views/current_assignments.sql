-- What are people asked to review in the documents that count, and is it done? The last row on each
-- passage and code. An audit counts while its sentence is one that may be coded, and is done when a
-- review holds all of it; what is to teach counts while the machine's coding waits, and is done when
-- people have decided on its code there.
WITH latest AS (
    SELECT *
    FROM assignments
    QUALIFY row_number() OVER (
        PARTITION BY strategy, document_id, start_char, end_char, code
        ORDER BY seq DESC
    ) = 1
),

answers AS (
    SELECT
        latest.assignment_id, reviews.coder, reviews.seq, reviews.reviewed_at AS done_at,
        reviews.codebook_version
    FROM latest
    JOIN reviews
        ON reviews.document_id = latest.document_id
        AND reviews.start_char <= latest.start_char
        AND reviews.end_char >= latest.end_char
    WHERE latest.strategy = 'audit'
    UNION ALL
    SELECT
        latest.assignment_id, decisions.coder, decisions.seq, decisions.decided_at AS done_at,
        decisions.codebook_version
    FROM latest
    JOIN human_segments
        ON human_segments.document_id = latest.document_id
        AND human_segments.code = latest.code
        AND human_segments.start_char < latest.end_char
        AND human_segments.end_char > latest.start_char
    JOIN decisions USING (decision_id)
    WHERE latest.strategy = 'teach'
),

done AS (
    SELECT
        assignment_id,
        max_by(coder, seq) AS coder,
        max_by(done_at, seq) AS done_at,
        max_by(codebook_version, seq) AS done_codebook_version
    FROM answers
    GROUP BY assignment_id
)

SELECT
    latest.*,
    CASE WHEN done.assignment_id IS NULL THEN 'open' ELSE 'done' END AS state,
    done.coder,
    done.done_at,
    done.done_codebook_version
FROM latest
LEFT JOIN done USING (assignment_id)
WHERE
    CASE latest.strategy
        WHEN 'audit' THEN (latest.document_id, latest.start_char, latest.end_char) IN (
            SELECT (document_id, start_char, end_char) FROM codable_sentences
        )
        ELSE done.assignment_id IS NOT NULL
            OR latest.segment_id IN (SELECT segment_id FROM pending_segments)
    END
