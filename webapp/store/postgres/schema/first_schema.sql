-- The schema of version 30, with which PostgreSQL became an engine. Never edited: what comes later is a migration.
-- What the tables and columns are for stands in store/sql/schema. Text is ordered by code points, as in SQLite.
-- No index may hold what can be long: its rows end at 2,704 bytes. So kept_comments has no unique comment, and
-- content_versions is listed by a shorter index.
CREATE TABLE learners (
    school text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, code text COLLATE "C" NOT NULL,
    created text COLLATE "C" NOT NULL, merged_into text COLLATE "C", epoch text COLLATE "C" NOT NULL DEFAULT '',
    news_read text COLLATE "C" NOT NULL DEFAULT '', unopened bigint NOT NULL DEFAULT 0 CHECK (unopened IN (0, 1)),
    card_code text COLLATE "C", card_ended text COLLATE "C",
    PRIMARY KEY (school, id), UNIQUE (school, code));
CREATE TABLE question_versions (
    school text COLLATE "C" NOT NULL, digest text COLLATE "C" NOT NULL, text text COLLATE "C" NOT NULL,
    question text COLLATE "C" NOT NULL, body text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, text, question, digest));
CREATE TABLE standings (
    school text COLLATE "C" NOT NULL, learner text COLLATE "C" NOT NULL, text text COLLATE "C" NOT NULL,
    question text COLLATE "C" NOT NULL, tries bigint NOT NULL, hints bigint NOT NULL, verdict text COLLATE "C" NOT NULL,
    earned double precision NOT NULL, possible double precision NOT NULL, settled bigint NOT NULL,
    last_try text COLLATE "C" NOT NULL, at text COLLATE "C" NOT NULL, records bigint NOT NULL DEFAULT 1,
    rules text COLLATE "C" NOT NULL DEFAULT '',
    PRIMARY KEY (school, learner, text, question),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id) DEFERRABLE);
CREATE TABLE hints (
    school text COLLATE "C" NOT NULL, learner text COLLATE "C" NOT NULL, text text COLLATE "C" NOT NULL,
    question text COLLATE "C" NOT NULL, number bigint NOT NULL CHECK (number > 0), at text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, learner, text, question, number),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id) DEFERRABLE);
CREATE TABLE drafts (
    school text COLLATE "C" NOT NULL, learner text COLLATE "C" NOT NULL, text text COLLATE "C" NOT NULL,
    question text COLLATE "C" NOT NULL, response text COLLATE "C" NOT NULL, at text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, learner, text, question),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id) DEFERRABLE);
CREATE TABLE code_failures (
    school text COLLATE "C" NOT NULL, address text COLLATE "C" NOT NULL, at text COLLATE "C" NOT NULL,
    times bigint NOT NULL,
    PRIMARY KEY (school, address, at));
CREATE TABLE text_counts (
    school text COLLATE "C" NOT NULL, text text COLLATE "C" NOT NULL, question text COLLATE "C" NOT NULL,
    version text COLLATE "C" NOT NULL, tries bigint NOT NULL, accepted bigint NOT NULL, first_tries bigint NOT NULL,
    first_accepted bigint NOT NULL, earned double precision NOT NULL,
    PRIMARY KEY (school, text, question, version));
CREATE TABLE kept_words (
    school text COLLATE "C" NOT NULL, learner text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL,
    text text COLLATE "C" NOT NULL, paragraph bigint NOT NULL CHECK (paragraph > 0),
    position bigint NOT NULL CHECK (position >= 0), word text COLLATE "C" NOT NULL, lemma text COLLATE "C" NOT NULL,
    origin text COLLATE "C" NOT NULL CHECK (origin IN ('kept', 'missed')), at text COLLATE "C" NOT NULL,
    removed_at text COLLATE "C", due text COLLATE "C" NOT NULL, reviews bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (school, learner, key),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id) DEFERRABLE);
CREATE TABLE teachers (
    school text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, sign_in text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL, role text COLLATE "C" NOT NULL CHECK (role IN ('admin', 'teacher')),
    password text COLLATE "C" NOT NULL, created text COLLATE "C" NOT NULL, closed text COLLATE "C",
    code_seed text COLLATE "C", code_step bigint NOT NULL DEFAULT 0, spare_code text COLLATE "C",
    audit_seen bigint NOT NULL DEFAULT 0, device_epoch text COLLATE "C" NOT NULL DEFAULT '',
    language text COLLATE "C" NOT NULL DEFAULT 'auto' CHECK (language IN ('auto', 'ar', 'en', 'both')),
    digits text COLLATE "C" NOT NULL DEFAULT 'auto' CHECK (digits IN ('auto', 'arab', 'latn')),
    PRIMARY KEY (school, id), UNIQUE (school, sign_in));
CREATE TABLE desk_links (
    school text COLLATE "C" NOT NULL, hash text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('setup', 'invitation', 'password')), role text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL, teacher text COLLATE "C" NOT NULL, created text COLLATE "C" NOT NULL,
    expires text COLLATE "C" NOT NULL, maker text COLLATE "C" NOT NULL DEFAULT '',
    PRIMARY KEY (school, hash));
CREATE TABLE desk_sessions (
    school text COLLATE "C" NOT NULL, hash text COLLATE "C" NOT NULL, teacher text COLLATE "C" NOT NULL,
    device text COLLATE "C" NOT NULL, created text COLLATE "C" NOT NULL, seen text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, hash),
    FOREIGN KEY (school, teacher) REFERENCES teachers (school, id) DEFERRABLE);
CREATE TABLE classes (
    school text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL,
    code text COLLATE "C" NOT NULL, created text COLLATE "C" NOT NULL, archived text COLLATE "C",
    shelf text COLLATE "C" NOT NULL DEFAULT 'all' CHECK (shelf IN ('all', 'assigned')),
    names_shown bigint NOT NULL DEFAULT 1 CHECK (names_shown IN (0, 1)),
    language text COLLATE "C" NOT NULL DEFAULT 'auto' CHECK (language IN ('auto', 'ar', 'en', 'both')),
    digits text COLLATE "C" NOT NULL DEFAULT 'auto' CHECK (digits IN ('auto', 'arab', 'latn')),
    PRIMARY KEY (school, id), UNIQUE (school, code));
CREATE TABLE class_teachers (
    school text COLLATE "C" NOT NULL, class text COLLATE "C" NOT NULL, teacher text COLLATE "C" NOT NULL,
    since text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, class, teacher),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) DEFERRABLE,
    FOREIGN KEY (school, teacher) REFERENCES teachers (school, id) DEFERRABLE);
CREATE TABLE memberships (
    school text COLLATE "C" NOT NULL, class text COLLATE "C" NOT NULL, learner text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL, joined text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, class, learner),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) DEFERRABLE,
    FOREIGN KEY (school, learner) REFERENCES learners (school, id) DEFERRABLE);
CREATE TABLE live_lessons (
    school text COLLATE "C" NOT NULL, class text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL,
    text text COLLATE "C" NOT NULL, began text COLLATE "C" NOT NULL,
    opened_to bigint NOT NULL DEFAULT 0 CHECK (opened_to >= 0), held_at bigint CHECK (held_at > 0),
    version bigint NOT NULL DEFAULT 0, shown_step bigint NOT NULL DEFAULT 0, shown_answer bigint NOT NULL DEFAULT 0,
    shown_evidence bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (school, class),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE DEFERRABLE);
CREATE TABLE live_places (
    school text COLLATE "C" NOT NULL, class text COLLATE "C" NOT NULL, learner text COLLATE "C" NOT NULL,
    step bigint NOT NULL CHECK (step > 0),
    PRIMARY KEY (school, class, learner),
    FOREIGN KEY (school, class) REFERENCES live_lessons (school, class) ON DELETE CASCADE DEFERRABLE,
    FOREIGN KEY (school, learner) REFERENCES learners (school, id) ON DELETE CASCADE DEFERRABLE);
CREATE TABLE second_marking (
    school text COLLATE "C" NOT NULL, class text COLLATE "C" NOT NULL, text text COLLATE "C" NOT NULL,
    question text COLLATE "C" NOT NULL, apart double precision NOT NULL CHECK (apart >= 0),
    teacher text COLLATE "C" NOT NULL, at text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, class, text, question),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE DEFERRABLE);
CREATE TABLE regrade_batches (
    school text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, text text COLLATE "C" NOT NULL,
    teacher text COLLATE "C" NOT NULL, reason text COLLATE "C" NOT NULL, undoes text COLLATE "C",
    at text COLLATE "C" NOT NULL, seq bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (school, id));
CREATE TABLE tries (
    id text COLLATE "C" NOT NULL, school text COLLATE "C" NOT NULL, learner text COLLATE "C" NOT NULL,
    text text COLLATE "C" NOT NULL, question text COLLATE "C" NOT NULL, version text COLLATE "C" NOT NULL,
    number bigint NOT NULL CHECK (number > 0), response text COLLATE "C" NOT NULL, label text COLLATE "C" NOT NULL,
    shown text COLLATE "C" NOT NULL, verdict text COLLATE "C" NOT NULL, earned double precision NOT NULL,
    possible double precision NOT NULL, why text COLLATE "C" NOT NULL, note text COLLATE "C" NOT NULL,
    rung text COLLATE "C", parts text COLLATE "C" NOT NULL, hints bigint NOT NULL, seconds double precision NOT NULL,
    at text COLLATE "C" NOT NULL, support text COLLATE "C" NOT NULL DEFAULT '[]', seq bigint NOT NULL DEFAULT 0,
    unsure text COLLATE "C" NOT NULL DEFAULT '',
    PRIMARY KEY (school, learner, id),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id) DEFERRABLE,
    FOREIGN KEY (school, text, question, version) REFERENCES question_versions (school, text, question, digest) DEFERRABLE);
CREATE TABLE reviews (
    school text COLLATE "C" NOT NULL, learner text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL, number bigint NOT NULL CHECK (number > 0), rating text COLLATE "C" NOT NULL,
    at text COLLATE "C" NOT NULL, due text COLLATE "C" NOT NULL, state text COLLATE "C" NOT NULL,
    seq bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (school, learner, id),
    FOREIGN KEY (school, learner, key) REFERENCES kept_words (school, learner, key) DEFERRABLE);
CREATE TABLE merges (
    school text COLLATE "C" NOT NULL, learner text COLLATE "C" NOT NULL, kept text COLLATE "C" NOT NULL,
    root text COLLATE "C" NOT NULL, seq bigint NOT NULL, teacher text COLLATE "C" NOT NULL,
    merged text COLLATE "C" NOT NULL, open bigint NOT NULL CHECK (open IN (0, 1)),
    PRIMARY KEY (school, learner),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id) DEFERRABLE);
CREATE TABLE merge_rows (
    school text COLLATE "C" NOT NULL, learner text COLLATE "C" NOT NULL, of_table text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL, old text COLLATE "C", kept_before text COLLATE "C", kept_after text COLLATE "C",
    PRIMARY KEY (school, learner, of_table, key),
    FOREIGN KEY (school, learner) REFERENCES merges (school, learner) DEFERRABLE);
CREATE TABLE merged_tries (
    school text COLLATE "C" NOT NULL, learner text COLLATE "C" NOT NULL, try_id text COLLATE "C" NOT NULL,
    record text COLLATE "C", number bigint NOT NULL CHECK (number > 0), place bigint CHECK (place > 0),
    PRIMARY KEY (school, learner, try_id),
    FOREIGN KEY (school, learner, try_id) REFERENCES tries (school, learner, id) DEFERRABLE);
CREATE TABLE audit_log (
    school text COLLATE "C" NOT NULL, seq bigint NOT NULL, at text COLLATE "C" NOT NULL,
    actor text COLLATE "C" NOT NULL, action text COLLATE "C" NOT NULL, subject text COLLATE "C" NOT NULL,
    detail text COLLATE "C" NOT NULL, address text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, seq));
CREATE TABLE deleted_learners (
    school text COLLATE "C" NOT NULL, hash text COLLATE "C" NOT NULL, since text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, hash));
CREATE TABLE hand_ins (
    school text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, learner text COLLATE "C" NOT NULL,
    text text COLLATE "C" NOT NULL, at text COLLATE "C" NOT NULL,
    how text COLLATE "C" NOT NULL DEFAULT 'learner' CHECK (how IN ('learner', 'time', 'teacher')),
    reopened text COLLATE "C", assignment text COLLATE "C" NOT NULL DEFAULT '',
    PRIMARY KEY (school, id),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id) DEFERRABLE);
CREATE TABLE earlier_hand_ins (
    school text COLLATE "C" NOT NULL, class text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL,
    text text COLLATE "C" NOT NULL, hand_in text COLLATE "C" NOT NULL, since text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, class, hand_in, name),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE DEFERRABLE);
CREATE TABLE told_results (
    school text COLLATE "C" NOT NULL, class text COLLATE "C" NOT NULL, text text COLLATE "C" NOT NULL,
    since text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, class, text),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE DEFERRABLE);
CREATE TABLE ended_sessions (
    school text COLLATE "C" NOT NULL, owner text COLLATE "C" NOT NULL, hash text COLLATE "C" NOT NULL,
    since text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, owner, hash));
CREATE TABLE removed_members (
    school text COLLATE "C" NOT NULL, class text COLLATE "C" NOT NULL, removal text COLLATE "C" NOT NULL,
    learner text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL, joined text COLLATE "C" NOT NULL,
    since text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, class, removal, learner),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id) DEFERRABLE,
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE DEFERRABLE);
CREATE TABLE record_requests (
    school text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, asked text COLLATE "C" NOT NULL,
    role text COLLATE "C" NOT NULL CHECK (role IN ('record', 'kept')), learner text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('delete', 'merge', 'separate')), class text COLLATE "C" NOT NULL,
    teacher text COLLATE "C" NOT NULL, since text COLLATE "C" NOT NULL, accepted text COLLATE "C",
    PRIMARY KEY (school, id, asked, role),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id) DEFERRABLE,
    FOREIGN KEY (school, asked) REFERENCES classes (school, id) ON DELETE CASCADE DEFERRABLE,
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE DEFERRABLE,
    FOREIGN KEY (school, teacher) REFERENCES teachers (school, id) DEFERRABLE);
CREATE TABLE content_versions (
    school text COLLATE "C" NOT NULL, text text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('questions', 'words', 'text')),
    number bigint NOT NULL CHECK (number > 0), at text COLLATE "C" NOT NULL, digest text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('draft', 'published', 'seen-in-file')),
    base text COLLATE "C" NOT NULL, teacher text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL,
    why text COLLATE "C" NOT NULL, content bytea NOT NULL,
    PRIMARY KEY (school, text, kind, number));
CREATE TABLE text_makers (
    school text COLLATE "C" NOT NULL, text text COLLATE "C" NOT NULL, teacher text COLLATE "C" NOT NULL,
    since text COLLATE "C" NOT NULL, by text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, text, teacher),
    FOREIGN KEY (school, teacher) REFERENCES teachers (school, id) ON DELETE CASCADE DEFERRABLE);
CREATE TABLE kept_comments (
    school text COLLATE "C" NOT NULL, teacher text COLLATE "C" NOT NULL, text text COLLATE "C" NOT NULL,
    question text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, comment text COLLATE "C" NOT NULL,
    at text COLLATE "C" NOT NULL, seq bigint NOT NULL,
    PRIMARY KEY (school, teacher, id));
CREATE TABLE assignments (
    school text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, text text COLLATE "C" NOT NULL,
    places text COLLATE "C" NOT NULL, opens text COLLATE "C", due text COLLATE "C", closes text COLLATE "C",
    exam bigint NOT NULL CHECK (exam IN (0, 1)), gate text COLLATE "C" CHECK (gate IN ('open', 'answered', 'correct')),
    tries bigint CHECK (tries > 0), minutes bigint CHECK (minutes > 0),
    shuffle bigint NOT NULL CHECK (shuffle IN (0, 1)),
    results text COLLATE "C" NOT NULL CHECK (results IN ('at-once', 'after-close', 'by-hand')),
    note text COLLATE "C" NOT NULL, teacher text COLLATE "C" NOT NULL, created text COLLATE "C" NOT NULL,
    removed text COLLATE "C", number bigint NOT NULL CHECK (number > 0),
    PRIMARY KEY (school, id));
CREATE TABLE assignment_classes (
    school text COLLATE "C" NOT NULL, assignment text COLLATE "C" NOT NULL, class text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, assignment, class),
    FOREIGN KEY (school, assignment) REFERENCES assignments (school, id) DEFERRABLE,
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE DEFERRABLE);
CREATE TABLE assignment_learners (
    school text COLLATE "C" NOT NULL, learner text COLLATE "C" NOT NULL, assignment text COLLATE "C" NOT NULL,
    since text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, learner, assignment),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id) DEFERRABLE,
    FOREIGN KEY (school, assignment) REFERENCES assignments (school, id) DEFERRABLE);
CREATE TABLE assignment_versions (
    school text COLLATE "C" NOT NULL, assignment text COLLATE "C" NOT NULL, number bigint NOT NULL CHECK (number > 0),
    at text COLLATE "C" NOT NULL, teacher text COLLATE "C" NOT NULL,
    change text COLLATE "C" NOT NULL CHECK (change IN ('added', 'changed', 'removed', 'restored')),
    state text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, assignment, number),
    FOREIGN KEY (school, assignment) REFERENCES assignments (school, id) DEFERRABLE);
CREATE TABLE allowances (
    school text COLLATE "C" NOT NULL, learner text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL,
    assignment text COLLATE "C" NOT NULL, extra_minutes bigint NOT NULL CHECK (extra_minutes >= 0),
    extra_tries bigint NOT NULL CHECK (extra_tries >= 0), due text COLLATE "C", closes text COLLATE "C",
    excused bigint NOT NULL CHECK (excused IN (0, 1)), teacher text COLLATE "C" NOT NULL, at text COLLATE "C" NOT NULL,
    reason text COLLATE "C" NOT NULL, seq bigint NOT NULL,
    PRIMARY KEY (school, learner, id),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id) DEFERRABLE,
    FOREIGN KEY (school, assignment) REFERENCES assignments (school, id) DEFERRABLE);
CREATE TABLE notes (
    school text COLLATE "C" NOT NULL, learner text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL,
    class text COLLATE "C" NOT NULL, kind text COLLATE "C" NOT NULL, text text COLLATE "C" NOT NULL,
    question text COLLATE "C" NOT NULL, assignment text COLLATE "C" NOT NULL, words text COLLATE "C" NOT NULL,
    teacher text COLLATE "C" NOT NULL, at text COLLATE "C" NOT NULL, seq bigint NOT NULL,
    PRIMARY KEY (school, learner, id),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id) DEFERRABLE);
CREATE TABLE class_notes (
    school text COLLATE "C" NOT NULL, class text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL, text text COLLATE "C" NOT NULL, question text COLLATE "C" NOT NULL,
    assignment text COLLATE "C" NOT NULL, words text COLLATE "C" NOT NULL, teacher text COLLATE "C" NOT NULL,
    at text COLLATE "C" NOT NULL, seq bigint NOT NULL,
    PRIMARY KEY (school, class, id),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE DEFERRABLE);
CREATE TABLE class_groups (
    school text COLLATE "C" NOT NULL, class text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL, created text COLLATE "C" NOT NULL, removed text COLLATE "C",
    PRIMARY KEY (school, class, id),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE DEFERRABLE);
CREATE TABLE group_members (
    school text COLLATE "C" NOT NULL, learner text COLLATE "C" NOT NULL, class text COLLATE "C" NOT NULL,
    group_id text COLLATE "C" NOT NULL, since text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, learner, class, group_id),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id) DEFERRABLE,
    FOREIGN KEY (school, class, group_id) REFERENCES class_groups (school, class, id) ON DELETE CASCADE DEFERRABLE);
CREATE TABLE grade_rules (
    school text COLLATE "C" NOT NULL, class text COLLATE "C" NOT NULL, out_of bigint NOT NULL,
    rounding text COLLATE "C" NOT NULL, teacher text COLLATE "C" NOT NULL, since text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, class),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE DEFERRABLE);
CREATE TABLE grade_weights (
    school text COLLATE "C" NOT NULL, class text COLLATE "C" NOT NULL, grade_column text COLLATE "C" NOT NULL,
    weight double precision NOT NULL CHECK (weight >= 0),
    PRIMARY KEY (school, class, grade_column),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE DEFERRABLE);
CREATE TABLE grade_excuses (
    school text COLLATE "C" NOT NULL, learner text COLLATE "C" NOT NULL, class text COLLATE "C" NOT NULL,
    grade_column text COLLATE "C" NOT NULL, teacher text COLLATE "C" NOT NULL, since text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, learner, class, grade_column),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id) DEFERRABLE,
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE DEFERRABLE);
CREATE TABLE report_words (
    school text COLLATE "C" NOT NULL, learner text COLLATE "C" NOT NULL, class text COLLATE "C" NOT NULL,
    words text COLLATE "C" NOT NULL, teacher text COLLATE "C" NOT NULL, since text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, learner, class),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id) DEFERRABLE,
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE DEFERRABLE);
CREATE TABLE claimed_names (
    school text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL, owner text COLLATE "C" NOT NULL,
    class text COLLATE "C" NOT NULL, device text COLLATE "C" NOT NULL, at text COLLATE "C" NOT NULL,
    undone text COLLATE "C", undone_by text COLLATE "C",
    PRIMARY KEY (school, name, owner),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE DEFERRABLE);
CREATE TABLE replaced_codes (
    school text COLLATE "C" NOT NULL, code text COLLATE "C" NOT NULL, class text COLLATE "C" NOT NULL,
    replaced text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, code),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE DEFERRABLE);
CREATE TABLE sittings (
    school text COLLATE "C" NOT NULL, learner text COLLATE "C" NOT NULL, assignment text COLLATE "C" NOT NULL,
    text text COLLATE "C" NOT NULL, started text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, learner, assignment),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id) DEFERRABLE,
    FOREIGN KEY (school, assignment) REFERENCES assignments (school, id) DEFERRABLE);
CREATE TABLE late_answers (
    school text COLLATE "C" NOT NULL, learner text COLLATE "C" NOT NULL, text text COLLATE "C" NOT NULL,
    question text COLLATE "C" NOT NULL, response text COLLATE "C" NOT NULL, at text COLLATE "C" NOT NULL,
    written text COLLATE "C" NOT NULL, decided text COLLATE "C" CHECK (decided IN ('taken', 'left')),
    teacher text COLLATE "C" NOT NULL DEFAULT '',
    PRIMARY KEY (school, learner, text, question),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id) DEFERRABLE);
CREATE TABLE reopened_exams (
    school text COLLATE "C" NOT NULL, learner text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL,
    assignment text COLLATE "C" NOT NULL, text text COLLATE "C" NOT NULL, teacher text COLLATE "C" NOT NULL,
    at text COLLATE "C" NOT NULL, handed_in text COLLATE "C", how text COLLATE "C", began text COLLATE "C",
    used double precision NOT NULL CHECK (used >= 0), resumed text COLLATE "C", answers text COLLATE "C" NOT NULL,
    taken_out text COLLATE "C" NOT NULL, seq bigint NOT NULL,
    PRIMARY KEY (school, learner, id),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id) DEFERRABLE,
    FOREIGN KEY (school, assignment) REFERENCES assignments (school, id) DEFERRABLE);
CREATE TABLE help_limits (
    school text COLLATE "C" NOT NULL, class text COLLATE "C" NOT NULL, number bigint NOT NULL CHECK (number > 0),
    low double precision, fall double precision, wrong bigint, tries bigint, days bigint,
    teacher text COLLATE "C" NOT NULL, at text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, class, number),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE DEFERRABLE);
CREATE TABLE marks (
    id text COLLATE "C" NOT NULL, school text COLLATE "C" NOT NULL, learner text COLLATE "C" NOT NULL,
    text text COLLATE "C" NOT NULL, question text COLLATE "C" NOT NULL, try_id text COLLATE "C" NOT NULL,
    number bigint NOT NULL CHECK (number > 0), points double precision NOT NULL CHECK (points >= 0),
    comment text COLLATE "C" NOT NULL, marker text COLLATE "C" NOT NULL, at text COLLATE "C" NOT NULL,
    detail text COLLATE "C" NOT NULL DEFAULT '[]',
    PRIMARY KEY (school, learner, try_id, number), UNIQUE (school, id),
    FOREIGN KEY (school, learner, try_id) REFERENCES tries (school, learner, id) DEFERRABLE);
CREATE TABLE second_marks (
    school text COLLATE "C" NOT NULL, learner text COLLATE "C" NOT NULL, text text COLLATE "C" NOT NULL,
    question text COLLATE "C" NOT NULL, try_id text COLLATE "C" NOT NULL, behind bigint NOT NULL CHECK (behind > 0),
    points double precision NOT NULL CHECK (points >= 0), comment text COLLATE "C" NOT NULL,
    detail text COLLATE "C" NOT NULL, marker text COLLATE "C" NOT NULL, at text COLLATE "C" NOT NULL,
    PRIMARY KEY (school, learner, try_id),
    FOREIGN KEY (school, learner, try_id) REFERENCES tries (school, learner, id) DEFERRABLE);
CREATE TABLE regrades (
    school text COLLATE "C" NOT NULL, learner text COLLATE "C" NOT NULL, text text COLLATE "C" NOT NULL,
    question text COLLATE "C" NOT NULL, try_id text COLLATE "C" NOT NULL, number bigint NOT NULL CHECK (number > 0),
    batch text COLLATE "C" NOT NULL, version text COLLATE "C" NOT NULL, verdict text COLLATE "C" NOT NULL,
    earned double precision NOT NULL, possible double precision NOT NULL, why text COLLATE "C" NOT NULL,
    note text COLLATE "C" NOT NULL, rung text COLLATE "C", parts text COLLATE "C" NOT NULL,
    old text COLLATE "C" NOT NULL, mark_before double precision NOT NULL, most_before double precision NOT NULL,
    mark_after double precision NOT NULL, most_after double precision NOT NULL, seq bigint NOT NULL DEFAULT 0,
    unsure text COLLATE "C" NOT NULL DEFAULT '',
    PRIMARY KEY (school, learner, try_id, number),
    FOREIGN KEY (school, learner, try_id) REFERENCES tries (school, learner, id) DEFERRABLE,
    FOREIGN KEY (school, batch) REFERENCES regrade_batches (school, id) DEFERRABLE,
    FOREIGN KEY (school, text, question, version) REFERENCES question_versions (school, text, question, digest) DEFERRABLE);
CREATE INDEX code_failures_by_time ON code_failures (school, at);
CREATE INDEX kept_words_due ON kept_words (school, learner, due) WHERE removed_at IS NULL;
CREATE INDEX desk_sessions_by_teacher ON desk_sessions (school, teacher);
CREATE INDEX classes_by_teacher ON class_teachers (school, teacher);
CREATE INDEX memberships_by_learner ON memberships (school, learner);
CREATE INDEX learners_merged ON learners (school, merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX live_lessons_by_text ON live_lessons (school, text);
CREATE INDEX live_places_by_learner ON live_places (school, learner);
CREATE INDEX regrades_by_question ON regrades (school, text, question);
CREATE INDEX regrades_by_batch ON regrades (school, batch);
CREATE INDEX regrade_batches_by_text ON regrade_batches (school, text, at);
CREATE INDEX standings_by_text ON standings (school, text, question, rules);
CREATE UNIQUE INDEX regrade_batches_by_seq ON regrade_batches (seq);
CREATE UNIQUE INDEX regrades_by_seq ON regrades (seq);
CREATE INDEX tries_by_question ON tries (school, text, question);
CREATE INDEX tries_pending ON tries (school, at) WHERE verdict = 'pending';
CREATE UNIQUE INDEX tries_by_seq ON tries (seq);
CREATE INDEX tries_by_learner ON tries (school, learner, text, question, seq);
CREATE INDEX reviews_first ON reviews (school, learner, at) WHERE number = 1;
CREATE UNIQUE INDEX reviews_by_seq ON reviews (seq);
CREATE INDEX reviews_by_word ON reviews (school, learner, key, number);
CREATE UNIQUE INDEX merges_by_seq ON merges (seq);
CREATE INDEX merges_by_root ON merges (school, root);
CREATE INDEX audit_log_by_subject ON audit_log (school, subject, seq);
CREATE INDEX audit_log_by_actor ON audit_log (school, actor, seq);
CREATE INDEX hand_ins_by_learner ON hand_ins (school, learner, text);
CREATE INDEX removed_members_by_learner ON removed_members (school, learner);
CREATE INDEX record_requests_by_teacher ON record_requests (school, teacher);
CREATE INDEX record_requests_by_class ON record_requests (school, class);
CREATE INDEX record_requests_by_asked ON record_requests (school, asked);
CREATE INDEX record_requests_by_learner ON record_requests (school, learner);
CREATE INDEX tries_unsure ON tries (school, learner, text) WHERE unsure <> '';
CREATE INDEX regrades_unsure ON regrades (school, learner, text) WHERE unsure <> '';
CREATE INDEX content_versions_listed ON content_versions (school, kind, text, number, state);
CREATE INDEX text_makers_by_teacher ON text_makers (school, teacher);
CREATE INDEX exams_by_text ON assignments (school, text) WHERE exam = 1 AND removed IS NULL;
CREATE INDEX assignments_by_class ON assignment_classes (school, class);
CREATE INDEX assignments_by_learner ON assignment_learners (school, assignment);
CREATE INDEX allowances_by_assignment ON allowances (school, assignment, learner, seq);
CREATE UNIQUE INDEX allowances_by_seq ON allowances (seq);
CREATE INDEX notes_by_time ON notes (school, learner, at);
CREATE INDEX class_notes_by_time ON class_notes (school, class, at);
CREATE INDEX tries_pending_by_learner ON tries (school, learner) WHERE verdict = 'pending';
CREATE INDEX marks_by_time ON marks (school, learner, at);
CREATE INDEX group_members_by_class ON group_members (school, class, group_id);
CREATE INDEX grade_excuses_by_class ON grade_excuses (school, class);
CREATE INDEX report_words_by_class ON report_words (school, class);
CREATE INDEX claimed_names_by_class ON claimed_names (school, class, at);
CREATE INDEX replaced_codes_by_class ON replaced_codes (school, class, replaced);
CREATE INDEX sittings_by_assignment ON sittings (school, assignment);
CREATE INDEX late_answers_by_text ON late_answers (school, text);
CREATE INDEX reopened_by_assignment ON reopened_exams (school, assignment, learner, seq);
CREATE VIEW v_standings AS WITH known (school, learner, name) AS (
    SELECT school, learner, name FROM memberships
    UNION SELECT merges.school, merges.root, (CAST(merge_rows.old AS jsonb) ->> 'name') FROM merges
    JOIN merge_rows ON merge_rows.school = merges.school AND merge_rows.learner = merges.learner
        AND merge_rows.of_table = 'memberships'
    JOIN memberships ON memberships.school = merges.school AND memberships.learner = merges.root
        AND memberships.class = (CAST(merge_rows.key AS jsonb) ->> 0)),
named (school, learner, learner_name) AS (
    SELECT school, learner, string_agg(name, '; ')
    FROM (SELECT school, learner, name FROM known ORDER BY school, learner, name) AS sorted GROUP BY school, learner),
placed (school, learner, class) AS (
    SELECT school, learner, string_agg(name, '; ') FROM (
        SELECT DISTINCT memberships.school, memberships.learner, classes.name FROM memberships
        JOIN classes ON classes.school = memberships.school AND classes.id = memberships.class
        ORDER BY memberships.school, memberships.learner, classes.name)
    AS sorted GROUP BY school, learner)
SELECT s.school, s.learner, named.learner_name, placed.class,
    s.text, s.question, s.tries, s.hints, s.verdict, s.earned, s.possible, s.settled, s.at
FROM standings AS s
LEFT JOIN named ON named.school = s.school AND named.learner = s.learner
LEFT JOIN placed ON placed.school = s.school AND placed.learner = s.learner;
CREATE VIEW v_marks AS WITH known (school, learner, name) AS (
    SELECT school, learner, name FROM memberships
    UNION SELECT merges.school, merges.root, (CAST(merge_rows.old AS jsonb) ->> 'name') FROM merges
    JOIN merge_rows ON merge_rows.school = merges.school AND merge_rows.learner = merges.learner
        AND merge_rows.of_table = 'memberships'
    JOIN memberships ON memberships.school = merges.school AND memberships.learner = merges.root
        AND memberships.class = (CAST(merge_rows.key AS jsonb) ->> 0)),
named (school, learner, learner_name) AS (
    SELECT school, learner, string_agg(name, '; ')
    FROM (SELECT school, learner, name FROM known ORDER BY school, learner, name) AS sorted GROUP BY school, learner),
placed (school, learner, class) AS (
    SELECT school, learner, string_agg(name, '; ') FROM (
        SELECT DISTINCT memberships.school, memberships.learner, classes.name FROM memberships
        JOIN classes ON classes.school = memberships.school AND classes.id = memberships.class
        ORDER BY memberships.school, memberships.learner, classes.name)
    AS sorted GROUP BY school, learner)
SELECT m.school, m.learner, named.learner_name, placed.class,
    m.text, m.question, coalesce(n.number, t.number) AS number, t.label AS answer, m.points, t.possible, m.comment,
    coalesce(teachers.name, m.marker) AS marker,
    NOT EXISTS (SELECT 1 FROM marks AS later WHERE later.school = m.school AND later.learner = m.learner
        AND later.try_id = m.try_id AND later.number > m.number) AS counts,
    m.at, m.try_id
FROM marks AS m
JOIN tries AS t ON t.school = m.school AND t.learner = m.learner AND t.id = m.try_id
LEFT JOIN named ON named.school = m.school AND named.learner = m.learner
LEFT JOIN placed ON placed.school = m.school AND placed.learner = m.learner
LEFT JOIN merged_tries AS n ON n.school = t.school AND n.learner = t.learner AND n.try_id = t.id
LEFT JOIN teachers ON teachers.school = m.school AND teachers.id = m.marker;
CREATE VIEW v_classes AS
SELECT c.school, c.id AS class_id, c.name AS class,
    (SELECT string_agg(name, '; ') FROM (SELECT teachers.name FROM class_teachers
        JOIN teachers ON teachers.school = class_teachers.school AND teachers.id = class_teachers.teacher
        WHERE class_teachers.school = c.school AND class_teachers.class = c.id ORDER BY teachers.name) AS sorted) AS
            teachers,
    (SELECT count(*) FROM memberships WHERE memberships.school = c.school AND memberships.class = c.id) AS learners,
    c.created, c.archived
FROM classes AS c;
CREATE VIEW v_answers AS WITH known (school, learner, name) AS (
    SELECT school, learner, name FROM memberships
    UNION SELECT merges.school, merges.root, (CAST(merge_rows.old AS jsonb) ->> 'name') FROM merges
    JOIN merge_rows ON merge_rows.school = merges.school AND merge_rows.learner = merges.learner
        AND merge_rows.of_table = 'memberships'
    JOIN memberships ON memberships.school = merges.school AND memberships.learner = merges.root
        AND memberships.class = (CAST(merge_rows.key AS jsonb) ->> 0)),
named (school, learner, learner_name) AS (
    SELECT school, learner, string_agg(name, '; ')
    FROM (SELECT school, learner, name FROM known ORDER BY school, learner, name) AS sorted GROUP BY school, learner),
placed (school, learner, class) AS (
    SELECT school, learner, string_agg(name, '; ') FROM (
        SELECT DISTINCT memberships.school, memberships.learner, classes.name FROM memberships
        JOIN classes ON classes.school = memberships.school AND classes.id = memberships.class
        ORDER BY memberships.school, memberships.learner, classes.name)
    AS sorted GROUP BY school, learner)
SELECT t.school, t.learner, named.learner_name, placed.class,
    t.text, t.question, coalesce(n.number, t.number) AS number,
    CASE WHEN n.number IS NULL THEN s.tries ELSE (
        SELECT count(*) FROM tries AS other WHERE other.school = t.school AND other.learner = t.learner
            AND other.text = t.text AND other.question = t.question) END AS tries,
    t.label AS answer, t.verdict, t.earned, t.possible,
    t.why AS reason, t.hints, t.support, t.seconds, t.at, t.id AS try_id, t.version AS question_version,
    CASE WHEN m.points IS NULL THEN coalesce(r.verdict, t.verdict)
        WHEN m.points >= coalesce(r.possible, t.possible) - 1e-9 THEN 'accepted'
        WHEN m.points > 1e-9 THEN 'partial' ELSE 'refused' END AS verdict_now,
    least(coalesce(m.points, r.earned, t.earned), coalesce(r.possible, t.possible)) AS earned_now,
    coalesce(r.possible, t.possible) AS possible_now,
    CASE WHEN m.points IS NOT NULL THEN '' WHEN r.try_id IS NOT NULL THEN r.unsure ELSE t.unsure END AS unsure
FROM tries AS t
LEFT JOIN named ON named.school = t.school AND named.learner = t.learner
LEFT JOIN placed ON placed.school = t.school AND placed.learner = t.learner
LEFT JOIN merged_tries AS n ON n.school = t.school AND n.learner = t.learner AND n.try_id = t.id
LEFT JOIN regrades AS r ON r.school = t.school AND r.learner = t.learner AND r.try_id = t.id
    AND r.number = (SELECT max(number) FROM regrades AS latest
        WHERE latest.school = t.school AND latest.learner = t.learner AND latest.try_id = t.id)
LEFT JOIN marks AS m ON m.school = t.school AND m.learner = t.learner AND m.try_id = t.id
    AND m.number = (SELECT max(number) FROM marks AS latest
        WHERE latest.school = t.school AND latest.learner = t.learner AND latest.try_id = t.id)
LEFT JOIN standings AS s
    ON s.school = t.school AND s.learner = t.learner AND s.text = t.text AND s.question = t.question;
CREATE FUNCTION question_versions_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'question_versions are only added to, never changed';
    RETURN NEW;
END $$;
CREATE TRIGGER question_versions_stay BEFORE UPDATE ON question_versions FOR EACH ROW EXECUTE FUNCTION
    question_versions_stay();
CREATE FUNCTION live_renamed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE live_lessons SET version = version + 1 WHERE school = NEW.school AND class = NEW.class;
    RETURN NEW;
END $$;
CREATE TRIGGER live_renamed AFTER UPDATE OF name ON memberships FOR EACH ROW EXECUTE FUNCTION live_renamed();
CREATE FUNCTION live_left() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    DELETE FROM live_places WHERE school = OLD.school AND class = OLD.class AND learner = OLD.learner;
    UPDATE live_lessons SET version = version + 1 WHERE school = OLD.school AND class = OLD.class;
    RETURN OLD;
END $$;
CREATE TRIGGER live_left AFTER DELETE ON memberships FOR EACH ROW EXECUTE FUNCTION live_left();
CREATE FUNCTION regrade_batches_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'regrade_batches are only added to, never changed';
    RETURN NEW;
END $$;
CREATE TRIGGER regrade_batches_stay BEFORE UPDATE ON regrade_batches FOR EACH ROW EXECUTE FUNCTION
    regrade_batches_stay();
CREATE FUNCTION marks_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (NEW.id, NEW.school, NEW.text, NEW.question, NEW.try_id, NEW.number, NEW.points, NEW.comment, NEW.marker, NEW.at,
        NEW.detail) IS DISTINCT FROM (OLD.id, OLD.school, OLD.text, OLD.question, OLD.try_id, OLD.number, OLD.points,
        OLD.comment, OLD.marker, OLD.at, OLD.detail) OR NOT EXISTS (
        SELECT 1 FROM merges JOIN merge_rows ON merge_rows.school = merges.school
            AND merge_rows.learner = merges.learner AND of_table = 'marks' AND key = ('[' ||
                coalesce(CAST(to_json(OLD.try_id) AS text), 'null') || ',' || coalesce(CAST(to_json(OLD.number) AS
                text), 'null') || ']')
        WHERE merges.school = OLD.school AND open = 1
            AND (merges.learner = OLD.learner AND kept = NEW.learner
                OR merges.learner = NEW.learner AND kept = OLD.learner)) THEN
    RAISE EXCEPTION 'marks are only added to, never changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER marks_stay BEFORE UPDATE ON marks FOR EACH ROW EXECUTE FUNCTION marks_stay();
CREATE FUNCTION second_marks_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (NEW.school, NEW.text, NEW.question, NEW.try_id, NEW.behind, NEW.points, NEW.comment, NEW.detail, NEW.marker,
        NEW.at) IS DISTINCT FROM (OLD.school, OLD.text, OLD.question, OLD.try_id, OLD.behind, OLD.points, OLD.comment,
        OLD.detail, OLD.marker, OLD.at) OR NOT EXISTS (
        SELECT 1 FROM merges JOIN merge_rows ON merge_rows.school = merges.school
            AND merge_rows.learner = merges.learner AND of_table = 'second_marks' AND key = ('[' ||
                coalesce(CAST(to_json(OLD.try_id) AS text), 'null') || ']')
        WHERE merges.school = OLD.school AND open = 1
            AND (merges.learner = OLD.learner AND kept = NEW.learner
                OR merges.learner = NEW.learner AND kept = OLD.learner)) THEN
    RAISE EXCEPTION 'second_marks are only added to, never changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER second_marks_stay BEFORE UPDATE ON second_marks FOR EACH ROW EXECUTE FUNCTION second_marks_stay();
CREATE FUNCTION hints_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (NEW.school, NEW.text, NEW.question, NEW.number, NEW.at) IS DISTINCT FROM (OLD.school, OLD.text, OLD.question,
        OLD.number, OLD.at) OR NOT EXISTS (
        SELECT 1 FROM merges JOIN merge_rows ON merge_rows.school = merges.school
            AND merge_rows.learner = merges.learner AND of_table = 'hints' AND key = ('[' ||
                coalesce(CAST(to_json(OLD.text) AS text), 'null') || ',' || coalesce(CAST(to_json(OLD.question) AS
                text), 'null') || ',' || coalesce(CAST(to_json(OLD.number) AS text), 'null') || ']')
        WHERE merges.school = OLD.school AND open = 1
            AND (merges.learner = OLD.learner AND kept = NEW.learner
                OR merges.learner = NEW.learner AND kept = OLD.learner)) THEN
    RAISE EXCEPTION 'hints are only added to, never changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hints_stay BEFORE UPDATE ON hints FOR EACH ROW EXECUTE FUNCTION hints_stay();
CREATE FUNCTION reviews_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (NEW.school, NEW.id, NEW.key, NEW.number, NEW.rating, NEW.at, NEW.due, NEW.state, NEW.seq) IS DISTINCT FROM
        (OLD.school, OLD.id, OLD.key, OLD.number, OLD.rating, OLD.at, OLD.due, OLD.state, OLD.seq) OR NOT EXISTS (
        SELECT 1 FROM merges JOIN merge_rows ON merge_rows.school = merges.school
            AND merge_rows.learner = merges.learner AND of_table = 'reviews' AND key = ('[' ||
                coalesce(CAST(to_json(OLD.id) AS text), 'null') || ']')
        WHERE merges.school = OLD.school AND open = 1
            AND (merges.learner = OLD.learner AND kept = NEW.learner
                OR merges.learner = NEW.learner AND kept = OLD.learner)) THEN
    RAISE EXCEPTION 'reviews are only added to, never changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reviews_stay BEFORE UPDATE ON reviews FOR EACH ROW EXECUTE FUNCTION reviews_stay();
CREATE FUNCTION live_answer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE live_lessons SET version = version + 1 WHERE school = NEW.school AND text = NEW.text AND class IN (
            SELECT class FROM live_places WHERE school = NEW.school AND learner = NEW.learner);
    RETURN NEW;
END $$;
CREATE TRIGGER live_answer AFTER INSERT ON tries FOR EACH ROW EXECUTE FUNCTION live_answer();
CREATE FUNCTION audit_log_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'audit_log is only added to, never changed';
    RETURN NEW;
END $$;
CREATE TRIGGER audit_log_stays BEFORE UPDATE ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_log_stays();
CREATE FUNCTION audit_log_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'audit_log is only added to, never changed';
    RETURN OLD;
END $$;
CREATE TRIGGER audit_log_is_kept BEFORE DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_log_is_kept();
CREATE FUNCTION hand_ins_left() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO earlier_hand_ins (school, class, name, text, hand_in, since) SELECT OLD.school, OLD.class, OLD.name,
        text, id, at FROM hand_ins
            WHERE school = OLD.school AND (learner = OLD.learner
                OR learner IN (SELECT learner FROM merges WHERE school = OLD.school AND root = OLD.learner)) ON CONFLICT
                    DO NOTHING;
    RETURN OLD;
END $$;
CREATE TRIGGER hand_ins_left BEFORE DELETE ON memberships FOR EACH ROW EXECUTE FUNCTION hand_ins_left();
CREATE FUNCTION hand_ins_deleted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO earlier_hand_ins (school, class, name, text, hand_in, since) SELECT OLD.school, class, name, OLD.text,
        OLD.id, OLD.at FROM memberships
            WHERE school = OLD.school AND learner = OLD.learner ON CONFLICT DO NOTHING;
    RETURN OLD;
END $$;
CREATE TRIGGER hand_ins_deleted BEFORE DELETE ON hand_ins FOR EACH ROW EXECUTE FUNCTION hand_ins_deleted();
CREATE FUNCTION record_requests_ended() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.merged_into IS NOT NULL THEN
    DELETE FROM record_requests WHERE school = NEW.school AND id IN (
            SELECT id FROM record_requests WHERE school = NEW.school AND learner = NEW.id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER record_requests_ended AFTER UPDATE OF merged_into ON learners FOR EACH ROW EXECUTE FUNCTION
    record_requests_ended();
CREATE FUNCTION tries_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (NEW.id, NEW.school, NEW.text, NEW.question, NEW.version, NEW.number, NEW.response, NEW.label, NEW.shown,
        NEW.verdict, NEW.earned, NEW.possible, NEW.why, NEW.note, NEW.rung, NEW.parts, NEW.hints, NEW.seconds, NEW.at,
        NEW.support, NEW.seq, NEW.unsure) IS DISTINCT FROM (OLD.id, OLD.school, OLD.text, OLD.question, OLD.version,
        OLD.number, OLD.response, OLD.label, OLD.shown, OLD.verdict, OLD.earned, OLD.possible, OLD.why, OLD.note,
        OLD.rung, OLD.parts, OLD.hints, OLD.seconds, OLD.at, OLD.support, OLD.seq, OLD.unsure) OR NOT EXISTS (
        SELECT 1 FROM merges JOIN merge_rows ON merge_rows.school = merges.school
            AND merge_rows.learner = merges.learner AND of_table = 'tries' AND key = ('[' ||
                coalesce(CAST(to_json(OLD.id) AS text), 'null') || ']')
        WHERE merges.school = OLD.school AND open = 1
            AND (merges.learner = OLD.learner AND kept = NEW.learner
                OR merges.learner = NEW.learner AND kept = OLD.learner)) THEN
    RAISE EXCEPTION 'tries are only added to, never changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER tries_stay BEFORE UPDATE ON tries FOR EACH ROW EXECUTE FUNCTION tries_stay();
CREATE FUNCTION regrades_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (NEW.school, NEW.text, NEW.question, NEW.try_id, NEW.number, NEW.batch, NEW.version, NEW.verdict, NEW.earned,
        NEW.possible, NEW.why, NEW.note, NEW.rung, NEW.parts, NEW.old, NEW.mark_before, NEW.most_before, NEW.mark_after,
        NEW.most_after, NEW.seq, NEW.unsure) IS DISTINCT FROM (OLD.school, OLD.text, OLD.question, OLD.try_id,
        OLD.number, OLD.batch, OLD.version, OLD.verdict, OLD.earned, OLD.possible, OLD.why, OLD.note, OLD.rung,
        OLD.parts, OLD.old, OLD.mark_before, OLD.most_before, OLD.mark_after, OLD.most_after, OLD.seq, OLD.unsure) OR
        NOT EXISTS (
        SELECT 1 FROM merges JOIN merge_rows ON merge_rows.school = merges.school
            AND merge_rows.learner = merges.learner AND of_table = 'regrades' AND key = ('[' ||
                coalesce(CAST(to_json(OLD.try_id) AS text), 'null') || ',' || coalesce(CAST(to_json(OLD.number) AS
                text), 'null') || ']')
        WHERE merges.school = OLD.school AND open = 1
            AND (merges.learner = OLD.learner AND kept = NEW.learner
                OR merges.learner = NEW.learner AND kept = OLD.learner)) THEN
    RAISE EXCEPTION 'regrades are only added to, never changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER regrades_stay BEFORE UPDATE ON regrades FOR EACH ROW EXECUTE FUNCTION regrades_stay();
CREATE FUNCTION content_versions_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'content_versions is only added to, never changed';
    RETURN NEW;
END $$;
CREATE TRIGGER content_versions_stay BEFORE UPDATE ON content_versions FOR EACH ROW EXECUTE FUNCTION
    content_versions_stay();
CREATE FUNCTION content_versions_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'content_versions is only added to, never changed';
    RETURN OLD;
END $$;
CREATE TRIGGER content_versions_are_kept BEFORE DELETE ON content_versions FOR EACH ROW EXECUTE FUNCTION
    content_versions_are_kept();
CREATE FUNCTION assignment_versions_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'assignment_versions is only added to, never changed';
    RETURN NEW;
END $$;
CREATE TRIGGER assignment_versions_stay BEFORE UPDATE ON assignment_versions FOR EACH ROW EXECUTE FUNCTION
    assignment_versions_stay();
CREATE FUNCTION assignment_versions_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'assignment_versions is only added to, never changed';
    RETURN OLD;
END $$;
CREATE TRIGGER assignment_versions_are_kept BEFORE DELETE ON assignment_versions FOR EACH ROW EXECUTE FUNCTION
    assignment_versions_are_kept();
CREATE FUNCTION allowances_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (NEW.school, NEW.id, NEW.assignment, NEW.extra_minutes, NEW.extra_tries, NEW.due, NEW.closes, NEW.excused,
        NEW.teacher, NEW.at, NEW.reason, NEW.seq) IS DISTINCT FROM (OLD.school, OLD.id, OLD.assignment,
        OLD.extra_minutes, OLD.extra_tries, OLD.due, OLD.closes, OLD.excused, OLD.teacher, OLD.at, OLD.reason, OLD.seq)
        OR NOT EXISTS (
        SELECT 1 FROM merges JOIN merge_rows ON merge_rows.school = merges.school
            AND merge_rows.learner = merges.learner AND of_table = 'allowances' AND key = ('[' ||
                coalesce(CAST(to_json(OLD.id) AS text), 'null') || ']')
        WHERE merges.school = OLD.school AND open = 1
            AND (merges.learner = OLD.learner AND kept = NEW.learner
                OR merges.learner = NEW.learner AND kept = OLD.learner)) THEN
    RAISE EXCEPTION 'allowances are only added to, never changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER allowances_stay BEFORE UPDATE ON allowances FOR EACH ROW EXECUTE FUNCTION allowances_stay();
CREATE FUNCTION live_joined() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE live_lessons SET version = version + 1 WHERE school = NEW.school AND class = NEW.class;
    RETURN NEW;
END $$;
CREATE TRIGGER live_joined AFTER INSERT ON memberships FOR EACH ROW EXECUTE FUNCTION live_joined();
CREATE FUNCTION sittings_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (NEW.school, NEW.assignment, NEW.text, NEW.started) IS DISTINCT FROM (OLD.school, OLD.assignment, OLD.text,
        OLD.started) OR NOT EXISTS (
        SELECT 1 FROM merges JOIN merge_rows ON merge_rows.school = merges.school
            AND merge_rows.learner = merges.learner AND of_table = 'sittings' AND key = ('[' ||
                coalesce(CAST(to_json(OLD.assignment) AS text), 'null') || ']')
        WHERE merges.school = OLD.school AND open = 1
            AND (merges.learner = OLD.learner AND kept = NEW.learner
                OR merges.learner = NEW.learner AND kept = OLD.learner)) THEN
    RAISE EXCEPTION 'sittings are only added to, never changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sittings_stay BEFORE UPDATE ON sittings FOR EACH ROW EXECUTE FUNCTION sittings_stay();
CREATE FUNCTION sittings_left() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO earlier_hand_ins (school, class, name, text, hand_in, since) SELECT OLD.school, OLD.class, OLD.name, text, 'begun ' || assignment || ' ' || started, started FROM sittings
            WHERE school = OLD.school AND learner = OLD.learner ON CONFLICT DO NOTHING;
    RETURN OLD;
END $$;
CREATE TRIGGER sittings_left BEFORE DELETE ON memberships FOR EACH ROW EXECUTE FUNCTION sittings_left();
CREATE FUNCTION sittings_deleted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO earlier_hand_ins (school, class, name, text, hand_in, since) SELECT OLD.school, class, name, OLD.text, 'begun ' || OLD.assignment || ' ' || OLD.started, OLD.started
            FROM memberships WHERE school = OLD.school AND learner = OLD.learner ON CONFLICT DO NOTHING;
    RETURN OLD;
END $$;
CREATE TRIGGER sittings_deleted BEFORE DELETE ON sittings FOR EACH ROW EXECUTE FUNCTION sittings_deleted();
CREATE FUNCTION reopened_exams_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF OLD.resumed IS NOT NULL
            AND NEW.resumed IS DISTINCT FROM OLD.resumed OR (NEW.school, NEW.id, NEW.assignment, NEW.text, NEW.teacher,
                NEW.at,
            NEW.handed_in, NEW.how, NEW.began, NEW.used, NEW.answers, NEW.taken_out, NEW.seq) IS DISTINCT FROM
                (OLD.school,
            OLD.id, OLD.assignment, OLD.text, OLD.teacher, OLD.at, OLD.handed_in, OLD.how, OLD.began, OLD.used,
            OLD.answers, OLD.taken_out, OLD.seq) THEN
    RAISE EXCEPTION 'reopened_exams are only added to, never changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reopened_exams_stay BEFORE UPDATE ON reopened_exams FOR EACH ROW EXECUTE FUNCTION reopened_exams_stay();
CREATE FUNCTION help_limits_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'help_limits are only added to, never changed';
    RETURN NEW;
END $$;
CREATE TRIGGER help_limits_stay BEFORE UPDATE ON help_limits FOR EACH ROW EXECUTE FUNCTION help_limits_stay();
CREATE FUNCTION exams_left_by_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO earlier_hand_ins (school, class, name, text, hand_in, since) SELECT OLD.school, OLD.class, OLD.name,
        text, id, at FROM hand_ins
            WHERE school = OLD.school AND learner = OLD.learner AND at >= OLD.joined ON CONFLICT DO NOTHING;
    INSERT INTO earlier_hand_ins (school, class, name, text, hand_in, since) SELECT OLD.school, OLD.class, OLD.name, text, 'begun ' || assignment || ' ' || started, started
            FROM sittings WHERE school = OLD.school AND learner = OLD.learner AND started >= OLD.joined ON CONFLICT DO
                NOTHING;
    RETURN NEW;
END $$;
CREATE TRIGGER exams_left_by_change BEFORE UPDATE OF learner ON memberships FOR EACH ROW EXECUTE FUNCTION
    exams_left_by_change();
