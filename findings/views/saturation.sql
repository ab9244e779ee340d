-- Does a further document still bring a new code? Documents of each group, and of all, in the order
-- of their dates; of many, two hundred places are shown.
-- group_id: the case; '*' for all together
-- place: how many documents so far
-- document_id: hash of the text of the last of them
-- document: name of its file
-- date: its date
-- new_codes: codes that were in none up to the place shown before
-- codes: codes that are in any so far
-- expected: codes to be expected in as many documents drawn at random (Colwell, Mao & Chang 2004)
WITH held AS (
    SELECT document_id, document, date, group_id
    FROM documents
    WHERE coded AND group_id IN (SELECT group_id FROM groups)
    UNION ALL
    SELECT document_id, document, date, '*' AS group_id FROM documents WHERE coded
),

placed AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY group_id ORDER BY date NULLS LAST, document) AS place,
        count(*) OVER (PARTITION BY group_id) AS total
    FROM held
),

present AS (
    SELECT placed.group_id, placed.total, placed.place, coded.code
    FROM placed
    JOIN document_codes AS coded USING (document_id)
    WHERE coded.valence = 'any' AND coded.sentences > 0
),

first_places AS (
    SELECT group_id, total, code, min(place) AS place, count(*) AS documents
    FROM present
    GROUP BY group_id, total, code
),

shown AS (
    SELECT *
    FROM placed
    WHERE total <= 200 OR place = 1 OR place = total OR place % ceil(total / 200)::BIGINT = 0
)

SELECT
    shown.group_id,
    shown.place,
    shown.document_id,
    shown.document,
    shown.date,
    count(*) FILTER (seen.place <= shown.place)
        - coalesce(
            lag(count(*) FILTER (seen.place <= shown.place))
                OVER (PARTITION BY shown.group_id ORDER BY shown.place),
            0
        ) AS new_codes,
    count(*) FILTER (seen.place <= shown.place) AS codes,
    coalesce(
        sum(
            1 - CASE
                WHEN shown.total - seen.documents < shown.place THEN 0
                ELSE exp(
                    lgamma(shown.total - seen.documents + 1)
                    - lgamma(shown.total - seen.documents - shown.place + 1)
                    - lgamma(shown.total + 1)
                    + lgamma(shown.total - shown.place + 1)
                )
            END
        ),
        0
    ) AS expected
FROM shown
LEFT JOIN first_places AS seen USING (group_id)
GROUP BY shown.group_id, shown.place, shown.document_id, shown.document, shown.date
ORDER BY shown.group_id, shown.place
