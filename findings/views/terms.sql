-- What are groups, phases, roles, kinds of source and levels of evidence called?
-- list: cases, phases, roles, kinds or levels
-- position: place in the codebook's list, from 1; of levels 1 is the strongest
-- id: the id by which other tables name it
-- label_nb: its label in bokmål
-- label_en: its label in English
SELECT items.list, items.position, items.id, items.label_nb, items.label_en
FROM store.items
WHERE items.codebook_version = (SELECT codebook_version FROM store.current_codebook)
UNION ALL
SELECT 'levels', levels.position, levels.level, levels.label_nb, levels.label_en
FROM store.levels
WHERE levels.codebook_version = (SELECT codebook_version FROM store.current_codebook)
ORDER BY list, position
