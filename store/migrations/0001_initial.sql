-- The working database. Rows of documents are kept when a file is corrected or goes away;
-- codings, decisions and sources are only ever appended to.

CREATE SEQUENCE event_seq;

CREATE TABLE codebooks (
    codebook_version VARCHAR PRIMARY KEY,
    codebook_id VARCHAR NOT NULL,
    content JSON NOT NULL
);
COMMENT ON TABLE codebooks IS 'Every version of a codebook that a run has used';

CREATE TABLE codes (
    codebook_version VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    dimension VARCHAR NOT NULL,
    dimension_nb VARCHAR NOT NULL,
    dimension_en VARCHAR NOT NULL,
    ordinal BOOLEAN NOT NULL,
    step INTEGER,
    code VARCHAR NOT NULL,
    label_nb VARCHAR NOT NULL,
    label_en VARCHAR NOT NULL,
    definition_nb VARCHAR NOT NULL,
    definition_en VARCHAR NOT NULL,
    PRIMARY KEY (codebook_version, code)
);
COMMENT ON TABLE codes IS 'The codes of every codebook version';

CREATE TABLE items (
    codebook_version VARCHAR NOT NULL,
    list VARCHAR NOT NULL CHECK (list IN ('cases', 'phases', 'roles', 'kinds')),
    position INTEGER NOT NULL,
    id VARCHAR NOT NULL,
    short VARCHAR NOT NULL,
    label_nb VARCHAR NOT NULL,
    label_en VARCHAR NOT NULL,
    PRIMARY KEY (codebook_version, list, id)
);
COMMENT ON TABLE items IS 'Cases, phases, roles and kinds of source of every codebook version';

CREATE TABLE levels (
    codebook_version VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    level VARCHAR NOT NULL,
    label_nb VARCHAR NOT NULL,
    label_en VARCHAR NOT NULL,
    min_segments INTEGER NOT NULL,
    min_documents INTEGER NOT NULL,
    min_kinds INTEGER NOT NULL,
    min_share_positive DOUBLE,
    max_share_positive DOUBLE,
    PRIMARY KEY (codebook_version, level)
);
COMMENT ON TABLE levels IS 'The rule by which evidence becomes a level, of every codebook version';

CREATE TABLE runs (
    run_id VARCHAR PRIMARY KEY,
    seq BIGINT NOT NULL DEFAULT nextval('event_seq'),
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    outcome VARCHAR NOT NULL CHECK (outcome IN ('running', 'completed', 'failed', 'interrupted')),
    codebook_version VARCHAR NOT NULL,
    model_version VARCHAR NOT NULL,
    files_seen INTEGER NOT NULL DEFAULT 0,
    files_new INTEGER NOT NULL DEFAULT 0,
    files_changed INTEGER NOT NULL DEFAULT 0,
    files_unchanged INTEGER NOT NULL DEFAULT 0,
    files_missing INTEGER NOT NULL DEFAULT 0,
    files_refused INTEGER NOT NULL DEFAULT 0,
    documents_coded INTEGER NOT NULL DEFAULT 0,
    segments INTEGER NOT NULL DEFAULT 0
);
COMMENT ON TABLE runs IS 'One row a run, times in UTC';

CREATE TABLE documents (
    document_id VARCHAR PRIMARY KEY,
    source_name VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    group_id VARCHAR,
    phase VARCHAR,
    kind VARCHAR,
    role VARCHAR,
    lang VARCHAR,
    date DATE,
    words INTEGER NOT NULL
);
COMMENT ON TABLE documents IS
    'Every version of every document; document_id is a hash of the text, source_name the file it was last read from';

CREATE TABLE turns (
    document_id VARCHAR NOT NULL,
    turn INTEGER NOT NULL,
    role VARCHAR NOT NULL,
    speaker VARCHAR NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL CHECK (end_char > start_char),
    PRIMARY KEY (document_id, turn)
);
COMMENT ON TABLE turns IS 'What one speaker says before the next, or one paragraph of an agenda item';

CREATE TABLE sentences (
    document_id VARCHAR NOT NULL,
    sentence INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL CHECK (end_char > start_char),
    text VARCHAR NOT NULL,
    PRIMARY KEY (document_id, sentence)
);
COMMENT ON TABLE sentences IS 'The sentences of every document, questions and headings included';

CREATE TABLE sources (
    seq BIGINT PRIMARY KEY DEFAULT nextval('event_seq'),
    run_id VARCHAR NOT NULL,
    source_name VARCHAR NOT NULL,
    state VARCHAR NOT NULL CHECK (state IN ('present', 'retired')),
    document_id VARCHAR NOT NULL,
    file_hash VARCHAR NOT NULL,
    reading VARCHAR NOT NULL,
    warnings VARCHAR[] NOT NULL
);
COMMENT ON TABLE sources IS
    'Which document a file held when; the last row of a name counts. reading: how it was read (codebook and reader version)';

CREATE TABLE refusals (
    run_id VARCHAR NOT NULL,
    source_name VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    PRIMARY KEY (run_id, source_name)
);
COMMENT ON TABLE refusals IS 'Files that a run could not take in, with the reason and the remedy';

CREATE TABLE coding_passes (
    seq BIGINT PRIMARY KEY DEFAULT nextval('event_seq'),
    run_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    codebook_version VARCHAR NOT NULL,
    reading VARCHAR NOT NULL,
    model_version VARCHAR NOT NULL,
    segments INTEGER NOT NULL,
    UNIQUE (run_id, document_id)
);
COMMENT ON TABLE coding_passes IS
    'That a document, read in some way (codebook and reader version), was coded by a model; the last pass of a document counts';

CREATE TABLE codings (
    run_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    segment_id VARCHAR NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL CHECK (end_char > start_char),
    code VARCHAR NOT NULL,
    valence VARCHAR NOT NULL CHECK (valence IN ('positive', 'neutral', 'negative')),
    score DOUBLE NOT NULL CHECK (score BETWEEN 0 AND 1),
    valence_score DOUBLE NOT NULL CHECK (valence_score BETWEEN 0 AND 1),
    status VARCHAR NOT NULL CHECK (status IN ('auto', 'pending')),
    PRIMARY KEY (run_id, segment_id)
);
COMMENT ON TABLE codings IS
    'What the machine coded, by run; never changed. score: probability of the code; valence_score: of the valence, if the code is right';

CREATE TABLE decisions (
    decision_id VARCHAR PRIMARY KEY,
    seq BIGINT NOT NULL DEFAULT nextval('event_seq'),
    document_id VARCHAR NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL CHECK (end_char > start_char),
    quote VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    valence VARCHAR NOT NULL CHECK (valence IN ('positive', 'neutral', 'negative')),
    verdict VARCHAR NOT NULL CHECK (verdict IN ('accepted', 'rejected')),
    coder VARCHAR NOT NULL,
    memo VARCHAR NOT NULL,
    codebook_version VARCHAR NOT NULL,
    decided_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE decisions IS
    'What people decided; never changed and never written by a run. The last one on a passage and code counts';

CREATE TABLE placements (
    decision_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    start_char INTEGER,
    end_char INTEGER,
    PRIMARY KEY (decision_id, document_id)
);
COMMENT ON TABLE placements IS
    'Where a decision on one version of a document stands in a later version; no start where its quote is gone';
