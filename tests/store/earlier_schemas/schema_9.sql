BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'fahm','m001_record','2026-11-29 19:04:36.341338+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'fahm','m002_marks','2026-11-29 19:04:36.341616+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'fahm','m003_words','2026-11-29 19:04:36.344099+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'fahm','m004_people','2026-11-29 19:04:36.344792+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'fahm','m005_views','2026-11-29 19:04:36.345444+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'fahm','m006_live','2026-11-29 19:04:36.345791+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'fahm','m007_marking','2026-11-29 19:04:36.346756+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'fahm','m008_now','2026-11-29 19:04:36.357447+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'fahm','m009_second_step','2026-11-29 19:04:36.359533+00:00');
CREATE TABLE class_teachers (
    school TEXT NOT NULL, class TEXT NOT NULL, teacher TEXT NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (school, class, teacher),
    FOREIGN KEY (school, class) REFERENCES classes (school, id),
    FOREIGN KEY (school, teacher) REFERENCES teachers (school, id)) STRICT, WITHOUT ROWID;
CREATE TABLE classes (
    school TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, code TEXT NOT NULL,
    created TEXT NOT NULL, archived TEXT,
    PRIMARY KEY (school, id), UNIQUE (school, code)) STRICT;
CREATE TABLE code_failures (
    school TEXT NOT NULL, address TEXT NOT NULL, at TEXT NOT NULL, times INTEGER NOT NULL,
    PRIMARY KEY (school, address, at)) STRICT, WITHOUT ROWID;
CREATE TABLE desk_links (
    school TEXT NOT NULL, hash TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('setup', 'invitation', 'password')),
    role TEXT NOT NULL, name TEXT NOT NULL, teacher TEXT NOT NULL, created TEXT NOT NULL, expires TEXT NOT NULL,
    PRIMARY KEY (school, hash)) STRICT, WITHOUT ROWID;
CREATE TABLE desk_sessions (
    school TEXT NOT NULL, hash TEXT NOT NULL, teacher TEXT NOT NULL, device TEXT NOT NULL,
    created TEXT NOT NULL, seen TEXT NOT NULL,
    PRIMARY KEY (school, hash),
    FOREIGN KEY (school, teacher) REFERENCES teachers (school, id)) STRICT, WITHOUT ROWID;
CREATE TABLE drafts (
    school TEXT NOT NULL, learner TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL,
    response TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (school, learner, text, question),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id)) STRICT;
CREATE TABLE hints (
    school TEXT NOT NULL, learner TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0), at TEXT NOT NULL,
    PRIMARY KEY (school, learner, text, question, number),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id)) STRICT, WITHOUT ROWID;
CREATE TABLE kept_words (
    school TEXT NOT NULL, learner TEXT NOT NULL, key TEXT NOT NULL, text TEXT NOT NULL,
    paragraph INTEGER NOT NULL CHECK (paragraph > 0), position INTEGER NOT NULL CHECK (position >= 0),
    word TEXT NOT NULL, lemma TEXT NOT NULL, origin TEXT NOT NULL CHECK (origin IN ('kept', 'missed')),
    at TEXT NOT NULL, removed_at TEXT, due TEXT NOT NULL, reviews INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (school, learner, key),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id)) STRICT, WITHOUT ROWID;
INSERT INTO "kept_words" VALUES('default','salma','خُبْز','river',1,1,'خبز','خُبْز','kept','2026-11-24T10:15:00.123456+00:00',NULL,'2026-11-24T10:50:00.123456+00:00',2);
INSERT INTO "kept_words" VALUES('default','salma','سَلَّة','river',1,0,'سلة','سَلَّة','kept','2026-11-24T10:15:00.123456+00:00',NULL,'2026-11-24T10:30:00.123456+00:00',1);
CREATE TABLE learners (
    school TEXT NOT NULL, id TEXT NOT NULL, code TEXT NOT NULL, created TEXT NOT NULL, merged_into TEXT,
    PRIMARY KEY (school, id), UNIQUE (school, code)) STRICT;
INSERT INTO "learners" VALUES('default','salma','K3YT97APTRN9','2026-11-24T10:00:00.123456+00:00',NULL);
INSERT INTO "learners" VALUES('default','omar','QEHNGFCMYNKQ','2026-11-24T09:40:00.123456+00:00',NULL);
INSERT INTO "learners" VALUES('default','again','THY3DRW3VNVJ','2026-11-24T09:50:00.123456+00:00','salma');
INSERT INTO "learners" VALUES('default','third','94PUAWPXYHDK','2026-11-24T10:05:00.123456+00:00','again');
CREATE TABLE live_lessons (
    school TEXT NOT NULL, class TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, began TEXT NOT NULL,
    opened_to INTEGER NOT NULL DEFAULT 0 CHECK (opened_to >= 0), held_at INTEGER CHECK (held_at > 0),
    version INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (school, class),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE) STRICT, WITHOUT ROWID;
CREATE TABLE live_places (
    school TEXT NOT NULL, class TEXT NOT NULL, learner TEXT NOT NULL, step INTEGER NOT NULL CHECK (step > 0),
    PRIMARY KEY (school, class, learner),
    FOREIGN KEY (school, class) REFERENCES live_lessons (school, class) ON DELETE CASCADE,
    FOREIGN KEY (school, learner) REFERENCES learners (school, id) ON DELETE CASCADE) STRICT, WITHOUT ROWID;
CREATE TABLE marks (
    id TEXT NOT NULL, school TEXT NOT NULL, learner TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL,
    try_id TEXT NOT NULL, number INTEGER NOT NULL CHECK (number > 0), points REAL NOT NULL CHECK (points >= 0),
    comment TEXT NOT NULL, marker TEXT NOT NULL, at TEXT NOT NULL, detail TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (school, learner, try_id, number), UNIQUE (school, id),
    FOREIGN KEY (school, learner, try_id) REFERENCES tries (school, learner, id)) STRICT;
INSERT INTO "marks" VALUES('f426efc83e730a02','default','omar','river','essay','f10-essay',1,0.5,'','huda','2026-11-24T10:14:00.123456+00:00','[]');
INSERT INTO "marks" VALUES('aca2d4c6217f309c','default','omar','river','essay','f10-essay',2,0.75,'أحسن','huda','2026-11-24T10:15:00.123456+00:00','[]');
CREATE TABLE memberships (
    school TEXT NOT NULL, class TEXT NOT NULL, learner TEXT NOT NULL, name TEXT NOT NULL, joined TEXT NOT NULL,
    PRIMARY KEY (school, class, learner),
    FOREIGN KEY (school, class) REFERENCES classes (school, id),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id)) STRICT, WITHOUT ROWID;
CREATE TABLE question_versions (
    school TEXT NOT NULL, digest TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (school, text, question, digest)) STRICT;
INSERT INTO "question_versions" VALUES('default','v1','river','which-day','{}');
INSERT INTO "question_versions" VALUES('default','v1','river','who-went','{}');
INSERT INTO "question_versions" VALUES('default','v1','river','essay','{}');
INSERT INTO "question_versions" VALUES('default','v2','river','which-day','{"n":2}');
CREATE TABLE regrade_batches (
    school TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, teacher TEXT NOT NULL, reason TEXT NOT NULL,
    undoes TEXT, at TEXT NOT NULL,
    PRIMARY KEY (school, id)) STRICT;
INSERT INTO "regrade_batches" VALUES('default','b9','river','huda','خطأ في المفتاح',NULL,'2026-11-24T11:00:00.123456+00:00');
INSERT INTO "regrade_batches" VALUES('default','b1','river','huda','خطأ في المفتاح','b9','2026-11-24T11:00:00.123456+00:00');
CREATE TABLE regrades (
    school TEXT NOT NULL, learner TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL, try_id TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0), batch TEXT NOT NULL, version TEXT NOT NULL, verdict TEXT NOT NULL,
    earned REAL NOT NULL, possible REAL NOT NULL, why TEXT NOT NULL, note TEXT NOT NULL, rung TEXT, parts TEXT NOT NULL,
    old TEXT NOT NULL, mark_before REAL NOT NULL, most_before REAL NOT NULL, mark_after REAL NOT NULL,
    most_after REAL NOT NULL,
    PRIMARY KEY (school, learner, try_id, number),
    FOREIGN KEY (school, learner, try_id) REFERENCES tries (school, learner, id),
    FOREIGN KEY (school, batch) REFERENCES regrade_batches (school, id),
    FOREIGN KEY (school, text, question, version) REFERENCES question_versions (school, text, question, digest)
    ) STRICT;
INSERT INTO "regrades" VALUES('default','salma','river','which-day','f11-which-day',1,'b9','v2','accepted',1.0,1.0,'صار كذا','',NULL,'[{"name":"","share":1.0,"value":1.0}]','{"version":"v1","verdict":"refused","earned":0.0,"possible":1.0,"why":"","note":"","rung":null,"parts":[{"name":"","share":1.0,"value":0.0}],"rules":""}',0.0,1.0,1.0,1.0);
INSERT INTO "regrades" VALUES('default','salma','river','which-day','f08-which-day',1,'b9','v2','accepted',1.0,1.0,'صار كذا','',NULL,'[{"name":"","share":1.0,"value":1.0}]','{"version":"v1","verdict":"refused","earned":0.0,"possible":1.0,"why":"","note":"","rung":null,"parts":[{"name":"","share":1.0,"value":0.0}],"rules":""}',0.0,1.0,1.0,1.0);
INSERT INTO "regrades" VALUES('default','again','river','which-day','f01-which-day',1,'b9','v2','accepted',1.0,1.0,'صار كذا','',NULL,'[{"name":"","share":1.0,"value":1.0}]','{"version":"v1","verdict":"refused","earned":0.0,"possible":1.0,"why":"","note":"","rung":null,"parts":[{"name":"","share":1.0,"value":0.0}],"rules":""}',0.0,1.0,1.0,1.0);
INSERT INTO "regrades" VALUES('default','omar','river','which-day','f07-which-day',1,'b9','v2','accepted',1.0,1.0,'صار كذا','',NULL,'[{"name":"","share":1.0,"value":1.0}]','{"version":"v1","verdict":"refused","earned":0.0,"possible":1.0,"why":"","note":"","rung":null,"parts":[{"name":"","share":1.0,"value":0.0}],"rules":""}',0.0,1.0,1.0,1.0);
INSERT INTO "regrades" VALUES('default','salma','river','which-day','f00-which-day',1,'b9','v2','accepted',1.0,1.0,'صار كذا','',NULL,'[{"name":"","share":1.0,"value":1.0}]','{"version":"v1","verdict":"refused","earned":0.0,"possible":1.0,"why":"","note":"","rung":null,"parts":[{"name":"","share":1.0,"value":0.0}],"rules":""}',0.0,1.0,1.0,1.0);
INSERT INTO "regrades" VALUES('default','omar','river','which-day','f07-which-day',2,'b1','v1','refused',0.0,1.0,'صار كذا','',NULL,'[{"name":"","share":1.0,"value":0.0}]','{"version":"v2","verdict":"accepted","earned":1.0,"possible":1.0,"why":"صار كذا","note":"","rung":null,"parts":[{"name":"","share":1.0,"value":1.0}],"rules":""}',0.0,1.0,1.0,1.0);
CREATE TABLE reviews (
    school TEXT NOT NULL, learner TEXT NOT NULL, id TEXT NOT NULL, key TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0), rating TEXT NOT NULL, at TEXT NOT NULL, due TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (school, learner, id), UNIQUE (school, learner, key, number),
    FOREIGN KEY (school, learner, key) REFERENCES kept_words (school, learner, key)) STRICT;
INSERT INTO "reviews" VALUES('default','salma','r9','خُبْز',1,'good','2026-11-24T10:40:00.123456+00:00','2026-11-24T10:40:00.123456+00:00','{}');
INSERT INTO "reviews" VALUES('default','salma','r1','سَلَّة',1,'good','2026-11-24T10:30:00.123456+00:00','2026-11-24T10:30:00.123456+00:00','{}');
INSERT INTO "reviews" VALUES('default','salma','r5','خُبْز',2,'good','2026-11-24T10:50:00.123456+00:00','2026-11-24T10:50:00.123456+00:00','{}');
CREATE TABLE second_marking (
    school TEXT NOT NULL, class TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL,
    apart REAL NOT NULL CHECK (apart >= 0), teacher TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (school, class, text, question),
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE) STRICT, WITHOUT ROWID;
CREATE TABLE second_marks (
    school TEXT NOT NULL, learner TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL, try_id TEXT NOT NULL,
    behind INTEGER NOT NULL CHECK (behind > 0), points REAL NOT NULL CHECK (points >= 0), comment TEXT NOT NULL,
    detail TEXT NOT NULL, marker TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (school, learner, try_id),
    FOREIGN KEY (school, learner, try_id) REFERENCES tries (school, learner, id)) STRICT;
CREATE TABLE standings (
    school TEXT NOT NULL, learner TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL,
    tries INTEGER NOT NULL, hints INTEGER NOT NULL, verdict TEXT NOT NULL, earned REAL NOT NULL,
    possible REAL NOT NULL, settled INTEGER NOT NULL, last_try TEXT NOT NULL, at TEXT NOT NULL, records INTEGER NOT NULL DEFAULT 1, rules TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (school, learner, text, question),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id)) STRICT, WITHOUT ROWID;
INSERT INTO "standings" VALUES('default','again','river','which-day',1,0,'accepted',1.0,1.0,1,'f01-which-day','2026-11-24T09:50:00.123456+00:00',1,'3/0.25');
INSERT INTO "standings" VALUES('default','again','river','who-went',2,0,'accepted',1.0,1.0,1,'f02-who-went','2026-11-24T10:05:00.123456+00:00',2,'3/0.25');
INSERT INTO "standings" VALUES('default','omar','river','essay',1,0,'pending',0.75,1.0,0,'f10-essay','2026-11-24T10:15:00.123456+00:00',1,'');
INSERT INTO "standings" VALUES('default','omar','river','which-day',2,0,'partial',0.0,1.0,0,'f05-which-day','2026-11-24T11:01:00.123456+00:00',1,'');
INSERT INTO "standings" VALUES('default','omar','river','who-went',1,0,'accepted',1.0,1.0,1,'f03-who-went','2026-11-24T10:20:00.123456+00:00',1,'');
INSERT INTO "standings" VALUES('default','salma','river','essay',1,0,'pending',0.0,1.0,0,'f04-essay','2026-11-24T10:14:00.123456+00:00',1,'');
INSERT INTO "standings" VALUES('default','salma','river','which-day',4,0,'accepted',1.0,1.0,1,'f01-which-day','2026-11-24T10:25:00.123456+00:00',2,'3/0.25');
INSERT INTO "standings" VALUES('default','salma','river','who-went',2,0,'accepted',1.0,1.0,1,'f02-who-went','2026-11-24T10:05:00.123456+00:00',2,'3/0.25');
INSERT INTO "standings" VALUES('default','third','river','who-went',1,0,'refused',0.0,1.0,0,'f09-who-went','2026-11-24T10:05:00.123456+00:00',1,'');
CREATE TABLE teachers (
    school TEXT NOT NULL, id TEXT NOT NULL, sign_in TEXT NOT NULL, name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('admin', 'teacher')), password TEXT NOT NULL, created TEXT NOT NULL, closed TEXT, code_seed TEXT, code_step INTEGER NOT NULL DEFAULT 0, spare_code TEXT,
    PRIMARY KEY (school, id), UNIQUE (school, sign_in)) STRICT;
CREATE TABLE text_counts (
    school TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL, version TEXT NOT NULL,
    tries INTEGER NOT NULL, accepted INTEGER NOT NULL, first_tries INTEGER NOT NULL,
    first_accepted INTEGER NOT NULL, earned REAL NOT NULL,
    PRIMARY KEY (school, text, question, version)) STRICT, WITHOUT ROWID;
INSERT INTO "text_counts" VALUES('default','river','essay','v1',2,0,2,0,0.0);
INSERT INTO "text_counts" VALUES('default','river','which-day','v1',2,0,1,0,0.0);
INSERT INTO "text_counts" VALUES('default','river','which-day','v2',4,4,2,2,4.0);
INSERT INTO "text_counts" VALUES('default','river','who-went','v1',3,2,3,2,2.0);
CREATE TABLE tries (
    id TEXT NOT NULL, school TEXT NOT NULL, learner TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL,
    version TEXT NOT NULL, number INTEGER NOT NULL CHECK (number > 0), response TEXT NOT NULL, label TEXT NOT NULL,
    shown TEXT NOT NULL, verdict TEXT NOT NULL, earned REAL NOT NULL, possible REAL NOT NULL, why TEXT NOT NULL,
    note TEXT NOT NULL, rung TEXT, parts TEXT NOT NULL, hints INTEGER NOT NULL, seconds REAL NOT NULL, at TEXT NOT NULL, support TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (school, learner, id), UNIQUE (school, learner, text, question, number),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id),
    FOREIGN KEY (school, text, question, version) REFERENCES question_versions (school, text, question, digest)
    ) STRICT;
INSERT INTO "tries" VALUES('f00-which-day','default','salma','river','which-day','v1',1,'"الأحد"','الأحد','[]','refused',0.0,1.0,'','',NULL,'[{"name":"","share":1.0,"value":0.0}]',0,12.5,'2026-11-24T10:00:00.123456+00:00','[]');
INSERT INTO "tries" VALUES('f07-which-day','default','omar','river','which-day','v1',1,'"الأحد"','الأحد','[]','refused',0.0,1.0,'','',NULL,'[{"name":"","share":1.0,"value":0.0}]',0,12.5,'2026-11-24T09:40:00.123456+00:00','[]');
INSERT INTO "tries" VALUES('f01-which-day','default','again','river','which-day','v1',1,'"الأحد"','الأحد','[]','refused',0.0,1.0,'','',NULL,'[{"name":"","share":1.0,"value":0.0}]',0,12.5,'2026-11-24T09:50:00.123456+00:00','[]');
INSERT INTO "tries" VALUES('f08-which-day','default','salma','river','which-day','v1',2,'"الأحد"','الأحد','[]','refused',0.0,1.0,'','',NULL,'[{"name":"","share":1.0,"value":0.0}]',0,12.5,'2026-11-24T09:35:00.123456+00:00','["aloud"]');
INSERT INTO "tries" VALUES('f02-who-went','default','again','river','who-went','v1',1,'"السبت"','السبت','[]','accepted',1.0,1.0,'','',NULL,'[{"name":"","share":1.0,"value":1.0}]',0,12.5,'2026-11-24T10:10:00.123456+00:00','[]');
INSERT INTO "tries" VALUES('f09-who-went','default','third','river','who-went','v1',1,'"الأحد"','الأحد','[]','refused',0.0,1.0,'','',NULL,'[{"name":"","share":1.0,"value":0.0}]',0,12.5,'2026-11-24T10:05:00.123456+00:00','["aloud"]');
INSERT INTO "tries" VALUES('f03-who-went','default','omar','river','who-went','v1',1,'"السبت"','السبت','[]','accepted',1.0,1.0,'','',NULL,'[{"name":"","share":1.0,"value":1.0}]',0,12.5,'2026-11-24T10:20:00.123456+00:00','[]');
INSERT INTO "tries" VALUES('f10-essay','default','omar','river','essay','v1',1,'"الأحد"','الأحد','[]','pending',0.0,1.0,'','',NULL,'[{"name":"","share":1.0,"value":0.0}]',0,12.5,'2026-11-24T10:15:00.123456+00:00','["aloud"]');
INSERT INTO "tries" VALUES('f04-essay','default','salma','river','essay','v1',1,'"الأحد"','الأحد','[]','pending',0.0,1.0,'','',NULL,'[{"name":"","share":1.0,"value":0.0}]',0,12.5,'2026-11-24T10:14:00.123456+00:00','[]');
INSERT INTO "tries" VALUES('f11-which-day','default','salma','river','which-day','v1',4,'"الأحد"','الأحد','[]','refused',0.0,1.0,'','',NULL,'[{"name":"","share":1.0,"value":0.0}]',0,12.5,'2026-11-24T10:25:00.123456+00:00','["aloud"]');
INSERT INTO "tries" VALUES('f05-which-day','default','omar','river','which-day','v1',2,'"الأحد"','الأحد','[]','partial',0.0,1.0,'','',NULL,'[{"name":"","share":1.0,"value":0.0}]',0,12.5,'2026-11-24T11:01:00.123456+00:00','["aloud"]');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX tries_by_question ON tries (school, text, question);
CREATE INDEX code_failures_by_time ON code_failures (school, at);
CREATE TRIGGER tries_stay BEFORE UPDATE ON tries BEGIN SELECT RAISE(ABORT, 'tries are only added to, never changed'); END;
CREATE TRIGGER hints_stay BEFORE UPDATE ON hints BEGIN SELECT RAISE(ABORT, 'hints are only added to, never changed'); END;
CREATE TRIGGER question_versions_stay BEFORE UPDATE ON question_versions BEGIN SELECT RAISE(ABORT, 'question_versions are only added to, never changed'); END;
CREATE INDEX tries_pending ON tries (school, at) WHERE verdict = 'pending';
CREATE TRIGGER marks_stay BEFORE UPDATE ON marks BEGIN SELECT RAISE(ABORT, 'marks are only added to, never changed'); END;
CREATE INDEX kept_words_due ON kept_words (school, learner, due) WHERE removed_at IS NULL;
CREATE INDEX reviews_first ON reviews (school, learner, at) WHERE number = 1;
CREATE TRIGGER reviews_stay BEFORE UPDATE ON reviews BEGIN SELECT RAISE(ABORT, 'reviews are only added to, never changed'); END;
CREATE INDEX desk_sessions_by_teacher ON desk_sessions (school, teacher);
CREATE INDEX classes_by_teacher ON class_teachers (school, teacher);
CREATE INDEX memberships_by_learner ON memberships (school, learner);
CREATE INDEX learners_merged ON learners (school, merged_into) WHERE merged_into IS NOT NULL;
CREATE VIEW v_classes AS WITH RECURSIVE whole (school, id, learner) AS (
    SELECT school, id, id FROM learners WHERE merged_into IS NULL
    UNION ALL SELECT learners.school, learners.id, whole.learner FROM learners
    JOIN whole ON learners.school = whole.school AND learners.merged_into = whole.id)
SELECT c.school, c.id AS class_id, c.name AS class,
    (SELECT group_concat(name, '; ') FROM (SELECT teachers.name FROM class_teachers
        JOIN teachers ON teachers.school = class_teachers.school AND teachers.id = class_teachers.teacher
        WHERE class_teachers.school = c.school AND class_teachers.class = c.id ORDER BY teachers.name)) AS teachers,
    (SELECT count(DISTINCT whole.learner) FROM memberships
        JOIN whole ON whole.school = memberships.school AND whole.id = memberships.learner
        WHERE memberships.school = c.school AND memberships.class = c.id) AS learners,
    c.created, c.archived
FROM classes AS c;
CREATE INDEX live_lessons_by_text ON live_lessons (school, text);
CREATE INDEX live_places_by_learner ON live_places (school, learner);
CREATE TRIGGER live_answer AFTER INSERT ON tries BEGIN
        UPDATE live_lessons SET version = version + 1 WHERE school = NEW.school AND text = NEW.text AND class IN (
            SELECT class FROM live_places WHERE school = NEW.school AND learner = NEW.learner);
    END;
CREATE TRIGGER live_renamed AFTER UPDATE OF name ON memberships BEGIN
        UPDATE live_lessons SET version = version + 1 WHERE school = NEW.school AND class = NEW.class;
    END;
CREATE TRIGGER live_left AFTER DELETE ON memberships BEGIN
        DELETE FROM live_places WHERE school = OLD.school AND class = OLD.class AND learner = OLD.learner;
        UPDATE live_lessons SET version = version + 1 WHERE school = OLD.school AND class = OLD.class;
    END;
CREATE INDEX regrades_by_question ON regrades (school, text, question);
CREATE INDEX regrades_by_batch ON regrades (school, batch);
CREATE INDEX regrade_batches_by_text ON regrade_batches (school, text, at);
CREATE TRIGGER second_marks_stay BEFORE UPDATE ON second_marks BEGIN SELECT RAISE(ABORT, 'second_marks are only added to, never changed'); END;
CREATE TRIGGER regrade_batches_stay BEFORE UPDATE ON regrade_batches BEGIN SELECT RAISE(ABORT, 'regrade_batches are only added to, never changed'); END;
CREATE TRIGGER regrades_stay BEFORE UPDATE ON regrades BEGIN SELECT RAISE(ABORT, 'regrades are only added to, never changed'); END;
CREATE INDEX standings_by_text ON standings (school, text, question, rules);
CREATE VIEW v_answers AS WITH RECURSIVE whole (school, id, learner) AS (
    SELECT school, id, id FROM learners WHERE merged_into IS NULL
    UNION ALL SELECT learners.school, learners.id, whole.learner FROM learners
    JOIN whole ON learners.school = whole.school AND learners.merged_into = whole.id),
named (school, learner, learner_name) AS (
    SELECT school, learner, group_concat(found, '; ') FROM (
        SELECT DISTINCT whole.school, whole.learner, memberships.name AS found FROM whole
        JOIN memberships ON memberships.school = whole.school AND memberships.learner = whole.id
        JOIN classes ON classes.school = memberships.school AND classes.id = memberships.class
        ORDER BY whole.school, whole.learner, found)
    GROUP BY school, learner),
placed (school, learner, class) AS (
    SELECT school, learner, group_concat(found, '; ') FROM (
        SELECT DISTINCT whole.school, whole.learner, classes.name AS found FROM whole
        JOIN memberships ON memberships.school = whole.school AND memberships.learner = whole.id
        JOIN classes ON classes.school = memberships.school AND classes.id = memberships.class
        ORDER BY whole.school, whole.learner, found)
    GROUP BY school, learner), parts (school, learner, id) AS (
    SELECT school, learner, id FROM whole AS one WHERE EXISTS (SELECT 1 FROM learners
        WHERE learners.school = one.school AND learners.merged_into = one.learner))
SELECT t.school, whole.learner, named.learner_name, placed.class,
    t.text, t.question, CASE WHEN EXISTS (SELECT 1 FROM parts WHERE parts.school = t.school AND parts.id = t.learner) THEN (SELECT count(*) FROM parts
        JOIN tries AS other ON other.school = parts.school AND other.learner = parts.id
        WHERE parts.school = t.school AND parts.learner = whole.learner AND other.text = t.text
            AND other.question = t.question AND (other.at, other.id) <= (t.at, t.id)) ELSE t.number END AS number, CASE WHEN EXISTS (SELECT 1 FROM parts WHERE parts.school = t.school AND parts.id = t.learner) THEN (SELECT count(*) FROM parts
        JOIN tries AS other ON other.school = parts.school AND other.learner = parts.id
        WHERE parts.school = t.school AND parts.learner = whole.learner AND other.text = t.text
            AND other.question = t.question) ELSE s.tries END AS tries, t.label AS answer, t.verdict, t.earned, t.possible,
    t.why AS reason, t.hints, t.support, t.seconds, t.at, t.id AS try_id, t.version AS question_version,
    CASE WHEN m.points IS NULL THEN coalesce(r.verdict, t.verdict)
        WHEN m.points >= coalesce(r.possible, t.possible) - 1e-9 THEN 'accepted'
        WHEN m.points > 1e-9 THEN 'partial' ELSE 'refused' END AS verdict_now,
    min(coalesce(m.points, r.earned, t.earned), coalesce(r.possible, t.possible)) AS earned_now,
    coalesce(r.possible, t.possible) AS possible_now
FROM tries AS t
JOIN whole ON whole.school = t.school AND whole.id = t.learner
LEFT JOIN named ON named.school = whole.school AND named.learner = whole.learner
LEFT JOIN placed ON placed.school = whole.school AND placed.learner = whole.learner
LEFT JOIN regrades AS r ON r.school = t.school AND r.learner = t.learner AND r.try_id = t.id
    AND r.number = (SELECT max(number) FROM regrades AS latest
        WHERE latest.school = t.school AND latest.learner = t.learner AND latest.try_id = t.id)
LEFT JOIN marks AS m ON m.school = t.school AND m.learner = t.learner AND m.try_id = t.id
    AND m.number = (SELECT max(number) FROM marks AS latest
        WHERE latest.school = t.school AND latest.learner = t.learner AND latest.try_id = t.id)
LEFT JOIN standings AS s
    ON s.school = t.school AND s.learner = t.learner AND s.text = t.text AND s.question = t.question;
CREATE VIEW v_standings AS WITH RECURSIVE whole (school, id, learner) AS (
    SELECT school, id, id FROM learners WHERE merged_into IS NULL
    UNION ALL SELECT learners.school, learners.id, whole.learner FROM learners
    JOIN whole ON learners.school = whole.school AND learners.merged_into = whole.id),
named (school, learner, learner_name) AS (
    SELECT school, learner, group_concat(found, '; ') FROM (
        SELECT DISTINCT whole.school, whole.learner, memberships.name AS found FROM whole
        JOIN memberships ON memberships.school = whole.school AND memberships.learner = whole.id
        JOIN classes ON classes.school = memberships.school AND classes.id = memberships.class
        ORDER BY whole.school, whole.learner, found)
    GROUP BY school, learner),
placed (school, learner, class) AS (
    SELECT school, learner, group_concat(found, '; ') FROM (
        SELECT DISTINCT whole.school, whole.learner, classes.name AS found FROM whole
        JOIN memberships ON memberships.school = whole.school AND memberships.learner = whole.id
        JOIN classes ON classes.school = memberships.school AND classes.id = memberships.class
        ORDER BY whole.school, whole.learner, found)
    GROUP BY school, learner),
ranked AS (
    SELECT whole.learner AS root, s.*, row_number() OVER (
        PARTITION BY s.school, whole.learner, s.text, s.question ORDER BY s.records DESC, s.settled DESC, s.earned DESC, s.at DESC
    ) AS place
    FROM standings AS s JOIN whole ON whole.school = s.school AND whole.id = s.learner)
SELECT r.school, whole.learner, named.learner_name, placed.class,
    r.text, r.question, r.tries, r.hints, r.verdict, r.earned, r.possible, r.settled, r.at
FROM ranked AS r
JOIN whole ON whole.school = r.school AND whole.id = r.root
LEFT JOIN named ON named.school = whole.school AND named.learner = whole.learner
LEFT JOIN placed ON placed.school = whole.school AND placed.learner = whole.learner
WHERE r.place = 1;
CREATE VIEW v_marks AS WITH RECURSIVE whole (school, id, learner) AS (
    SELECT school, id, id FROM learners WHERE merged_into IS NULL
    UNION ALL SELECT learners.school, learners.id, whole.learner FROM learners
    JOIN whole ON learners.school = whole.school AND learners.merged_into = whole.id),
named (school, learner, learner_name) AS (
    SELECT school, learner, group_concat(found, '; ') FROM (
        SELECT DISTINCT whole.school, whole.learner, memberships.name AS found FROM whole
        JOIN memberships ON memberships.school = whole.school AND memberships.learner = whole.id
        JOIN classes ON classes.school = memberships.school AND classes.id = memberships.class
        ORDER BY whole.school, whole.learner, found)
    GROUP BY school, learner),
placed (school, learner, class) AS (
    SELECT school, learner, group_concat(found, '; ') FROM (
        SELECT DISTINCT whole.school, whole.learner, classes.name AS found FROM whole
        JOIN memberships ON memberships.school = whole.school AND memberships.learner = whole.id
        JOIN classes ON classes.school = memberships.school AND classes.id = memberships.class
        ORDER BY whole.school, whole.learner, found)
    GROUP BY school, learner), parts (school, learner, id) AS (
    SELECT school, learner, id FROM whole AS one WHERE EXISTS (SELECT 1 FROM learners
        WHERE learners.school = one.school AND learners.merged_into = one.learner))
SELECT m.school, whole.learner, named.learner_name, placed.class,
    m.text, m.question, CASE WHEN EXISTS (SELECT 1 FROM parts WHERE parts.school = t.school AND parts.id = t.learner) THEN (SELECT count(*) FROM parts
        JOIN tries AS other ON other.school = parts.school AND other.learner = parts.id
        WHERE parts.school = t.school AND parts.learner = whole.learner AND other.text = t.text
            AND other.question = t.question AND (other.at, other.id) <= (t.at, t.id)) ELSE t.number END AS number, t.label AS answer, m.points, t.possible, m.comment,
    coalesce(teachers.name, m.marker) AS marker,
    NOT EXISTS (SELECT 1 FROM marks AS later WHERE later.school = m.school AND later.learner = m.learner
        AND later.try_id = m.try_id AND later.number > m.number) AS counts,
    m.at, m.try_id
FROM marks AS m
JOIN whole ON whole.school = m.school AND whole.id = m.learner
JOIN tries AS t ON t.school = m.school AND t.learner = m.learner AND t.id = m.try_id
LEFT JOIN named ON named.school = whole.school AND named.learner = whole.learner
LEFT JOIN placed ON placed.school = whole.school AND placed.learner = whole.learner
LEFT JOIN teachers ON teachers.school = m.school AND teachers.id = m.marker;
COMMIT;
PRAGMA user_version = 9;
