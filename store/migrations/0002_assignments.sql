-- What people are asked to review. Assignments and reviews are only ever appended to; the salt of a
-- study is made once and never leaves the working file.

CREATE TABLE study_salt (
    salt VARCHAR NOT NULL
);
COMMENT ON TABLE study_salt IS 'The secret by which sentences are drawn for audit; one row, in hex';

CREATE TABLE assignments (
    assignment_id VARCHAR PRIMARY KEY,
    seq BIGINT NOT NULL DEFAULT nextval('event_seq'),
    assigned_at TIMESTAMP NOT NULL,
    document_id VARCHAR NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL CHECK (end_char > start_char),
    segment_id VARCHAR,
    code VARCHAR,
    strategy VARCHAR NOT NULL CHECK (strategy IN ('teach', 'audit')),
    random_number DOUBLE,
    inclusion_probability DOUBLE,
    model_version VARCHAR,
    codebook_version VARCHAR NOT NULL,
    CHECK ((strategy = 'teach') = (segment_id IS NOT NULL AND code IS NOT NULL)),
    CHECK (
        CASE strategy
            WHEN 'teach' THEN random_number IS NULL AND inclusion_probability IS NULL
            ELSE random_number IS NOT NULL AND inclusion_probability IS NOT NULL
                AND random_number >= 0 AND random_number < inclusion_probability
                AND inclusion_probability <= 1
        END
    )
);
COMMENT ON TABLE assignments IS
    'What was put before people to review; never changed, the last row on a passage and code counts. teach: a proposal of the machine, chosen; audit: a whole sentence, drawn with inclusion_probability';

CREATE TABLE reviews (
    review_id VARCHAR PRIMARY KEY,
    seq BIGINT NOT NULL DEFAULT nextval('event_seq'),
    document_id VARCHAR NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL CHECK (end_char > start_char),
    coder VARCHAR NOT NULL,
    codebook_version VARCHAR NOT NULL,
    reviewed_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE reviews IS
    'That a person has judged a passage completely; never changed. Codes without an accepted decision are then judged not to be there';
