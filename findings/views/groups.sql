-- Which cases (groups) does the codebook have, and how much do we know of each?
-- position: place in the codebook, from 1
-- group_id: the case
-- short: its short name
-- label_nb: its name in bokmål
-- label_en: its name in English
-- documents: documents of the group
-- kinds: kinds of source among them
-- words: words in them
SELECT
    items.position,
    items.id AS group_id,
    items.short,
    items.label_nb,
    items.label_en,
    count(documents.document_id) AS documents,
    count(DISTINCT documents.kind) AS kinds,
    coalesce(sum(documents.words), 0)::BIGINT AS words
FROM store.items
LEFT JOIN documents ON documents.group_id = items.id
WHERE items.list = 'cases'
    AND items.codebook_version = (SELECT codebook_version FROM store.current_codebook)
GROUP BY ALL
ORDER BY items.position
