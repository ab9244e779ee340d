-- How did each group develop from phase to phase? Shares of sentences and their change since the
-- phase before; p-values are corrected for their number (Holm).
-- group_id: the case
-- short: its short name
-- code: the code
-- valence: positive, negative, or any
-- phase: phase of data collection
-- phase_place: its place in the codebook, from 1
-- phase_nb: its label in bokmål
-- phase_en: its label in English
-- documents: documents of the group and phase
-- share: share of the sentences that may be coded, corrected where it can be
-- low: lower bound of its 95% interval
-- high: upper bound
-- corrected: whether it is corrected for the machine's errors
-- previous_phase: the last phase before with documents of the group
-- change: share less that of the previous phase
-- change_low: lower bound of its 95% interval
-- change_high: upper bound
-- p_value: how likely such a change would be, were there none
-- p_adjusted: the same corrected for the number of changes
SELECT
    computed.group_id::VARCHAR AS group_id,
    groups.short,
    computed.code::VARCHAR AS code,
    computed.valence::VARCHAR AS valence,
    computed.phase::VARCHAR AS phase,
    phases.position AS phase_place,
    phases.label_nb AS phase_nb,
    phases.label_en AS phase_en,
    computed.documents,
    computed.share,
    computed.low,
    computed.high,
    computed.corrected,
    computed.previous_phase::VARCHAR AS previous_phase,
    computed.change,
    computed.change_low,
    computed.change_high,
    computed.p_value,
    computed.p_adjusted
FROM computed
JOIN groups ON groups.group_id = computed.group_id::VARCHAR
JOIN codes ON codes.code = computed.code::VARCHAR
JOIN store.items AS phases
    ON phases.list = 'phases'
    AND phases.id = computed.phase::VARCHAR
    AND phases.codebook_version = (SELECT codebook_version FROM store.current_codebook)
ORDER BY groups.position, codes.position, valence, phases.position
