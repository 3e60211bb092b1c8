-- SPDX-License-Identifier: EUPL-1.2
-- A database as version 0001 of the tables left it.
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE attempt (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	delivery_id INTEGER NOT NULL, 
	channel VARCHAR(80) NOT NULL, 
	at DATETIME NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	code VARCHAR(64) DEFAULT '' NOT NULL, 
	CONSTRAINT fk_attempt_delivery_id FOREIGN KEY(delivery_id) REFERENCES delivery (id)
);
CREATE TABLE audit (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	at DATETIME NOT NULL, 
	who TEXT NOT NULL, 
	what VARCHAR(64) NOT NULL, 
	subject TEXT NOT NULL
);
CREATE TABLE channel_memory (
	channel VARCHAR(80) NOT NULL, 
	memory JSON NOT NULL, 
	CONSTRAINT pk_channel_memory PRIMARY KEY (channel)
);
CREATE TABLE consent_event (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	person VARCHAR(64) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	at DATETIME NOT NULL, 
	source TEXT NOT NULL, 
	words TEXT NOT NULL, 
	privacy TEXT NOT NULL, 
	previous VARCHAR(64) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	CONSTRAINT ck_consent_event_kind CHECK (kind IN ('joined', 'imported', 'left', 'erased')), 
	CONSTRAINT uq_consent_event_previous UNIQUE (previous)
);
INSERT INTO "consent_event" VALUES(1,'a37daf6d639b715ca38c858bf788ca466fe0e9466d79c798bfae497a4c0385a1','joined','2026-11-30 07:30:00.000000','whatsapp','Attiva','2026-01','0000000000000000000000000000000000000000000000000000000000000000','d2ac627cf9967e0bb3825eab060d87f2117f8af6b058099aafbebd59d2d721e6');
INSERT INTO "consent_event" VALUES(2,'8422fe15c2163a8aa73e8e18bf1888bd5f96e101d271d45ff7024300e473dc10','joined','2026-11-30 07:30:00.000000','whatsapp','Attiva','2026-01','d2ac627cf9967e0bb3825eab060d87f2117f8af6b058099aafbebd59d2d721e6','1bf5499944d226ebaab88d4056ce7c536a0e590c9cfe986b0e789c072724e9ad');
INSERT INTO "consent_event" VALUES(3,'8422fe15c2163a8aa73e8e18bf1888bd5f96e101d271d45ff7024300e473dc10','left','2026-11-30 07:30:00.000000','whatsapp','Disattiva','','1bf5499944d226ebaab88d4056ce7c536a0e590c9cfe986b0e789c072724e9ad','a89b2b22a2e8e280f742d91f4d9fa1d115ec851e7c75dfbc65bff8815eb1c841');
CREATE TABLE delivery (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	notice_id INTEGER NOT NULL, 
	channel VARCHAR(80) NOT NULL, 
	subscriber_id INTEGER, 
	recipient_key INTEGER NOT NULL, 
	rank SMALLINT NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	attempts INTEGER DEFAULT '0' NOT NULL, 
	not_before DATETIME, 
	remote_id VARCHAR(255), 
	link TEXT, 
	code VARCHAR(64) DEFAULT '' NOT NULL, 
	detail TEXT DEFAULT '' NOT NULL, 
	parts JSON, 
	owner VARCHAR(80), 
	lease_until DATETIME, 
	queued_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	settled_at DATETIME, 
	CONSTRAINT ck_delivery_state CHECK (state IN ('queued', 'sending', 'accepted', 'held', 'failed', 'unknown', 'delivered', 'read', 'cancelled', 'skipped', 'expired')), 
	CONSTRAINT fk_delivery_notice_id FOREIGN KEY(notice_id) REFERENCES notice (id), 
	CONSTRAINT fk_delivery_subscriber_id FOREIGN KEY(subscriber_id) REFERENCES subscriber (id), 
	CONSTRAINT uq_delivery_notice_id_channel_recipient_key UNIQUE (notice_id, channel, recipient_key)
);
INSERT INTO "delivery" VALUES(1,1,'whatsapp',1,1,2,'queued',0,NULL,NULL,NULL,'','',NULL,NULL,NULL,'2026-11-30 07:30:00.000000','2026-11-30 07:30:00.000000',NULL);
INSERT INTO "delivery" VALUES(2,1,'whatsapp',2,2,2,'read',0,NULL,'wamid.2',NULL,'','',NULL,NULL,NULL,'2026-11-30 07:30:00.000000','2026-11-30 07:30:00.000000',NULL);
INSERT INTO "delivery" VALUES(3,1,'telegram:principale',NULL,0,2,'accepted',0,NULL,'12',NULL,'','',NULL,NULL,NULL,'2026-11-30 07:30:00.000000','2026-11-30 07:30:00.000000',NULL);
CREATE TABLE notice (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	draft_uuid VARCHAR(64) NOT NULL, 
	category VARCHAR(64) NOT NULL, 
	priority VARCHAR(16) NOT NULL, 
	title TEXT NOT NULL, 
	text TEXT NOT NULL, 
	fields JSON NOT NULL, 
	created_at DATETIME NOT NULL, 
	valid_until DATETIME, 
	follows INTEGER, 
	CONSTRAINT ck_notice_priority CHECK (priority IN ('urgent', 'high', 'normal', 'low')), 
	CONSTRAINT fk_notice_follows FOREIGN KEY(follows) REFERENCES notice (id), 
	CONSTRAINT uq_notice_draft_uuid UNIQUE (draft_uuid)
);
INSERT INTO "notice" VALUES(1,'old-draft','acqua_programmata','normal','Acqua sospesa','Acqua sospesa

Comune di Calcinaia','{"vie": ["via Roma"], "note": "perch\u00e9 s\u00ec"}','2026-11-30 07:30:00.000000',NULL,NULL);
CREATE TABLE notice_content (
	notice_id INTEGER NOT NULL, 
	channel VARCHAR(80) NOT NULL, 
	content JSON NOT NULL, 
	prepared JSON NOT NULL, 
	CONSTRAINT pk_notice_content PRIMARY KEY (notice_id, channel), 
	CONSTRAINT fk_notice_content_notice_id FOREIGN KEY(notice_id) REFERENCES notice (id)
);
INSERT INTO "notice_content" VALUES(1,'whatsapp','{"kind": "template_message", "template": "acqua_v1", "language": "it", "parameters": [["vie", "via Roma"]], "text": "Acqua sospesa in via Roma", "footer": "", "quick_replies": [], "header": null}','{}');
INSERT INTO "notice_content" VALUES(1,'telegram:principale','{"kind": "telegram_post", "html": "<b>Acqua</b> sospesa", "plain": "Acqua sospesa", "attachments": [], "preview_url": ""}','{}');
CREATE TABLE receipt (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	subject VARCHAR(255) NOT NULL, 
	delivery_id INTEGER, 
	kind VARCHAR(16) NOT NULL, 
	at DATETIME NOT NULL, 
	code VARCHAR(64) DEFAULT '' NOT NULL, 
	detail TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT fk_receipt_delivery_id FOREIGN KEY(delivery_id) REFERENCES delivery (id), 
	CONSTRAINT uq_receipt_subject_kind UNIQUE (subject, kind)
);
CREATE TABLE setting (
	"key" VARCHAR(64) NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_setting PRIMARY KEY ("key")
);
INSERT INTO "setting" VALUES('hash_key','6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b');
CREATE TABLE subscriber (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	wa_id VARCHAR(20), 
	bsuid VARCHAR(200), 
	state VARCHAR(16) NOT NULL, 
	since DATETIME NOT NULL, 
	wish_at DATETIME, 
	source TEXT DEFAULT '' NOT NULL, 
	number_hash VARCHAR(64), 
	bsuid_hash VARCHAR(64), 
	CONSTRAINT ck_subscriber_state CHECK (state IN ('active', 'left', 'blocked')), 
	CONSTRAINT uq_subscriber_bsuid UNIQUE (bsuid), 
	CONSTRAINT uq_subscriber_bsuid_hash UNIQUE (bsuid_hash), 
	CONSTRAINT uq_subscriber_number_hash UNIQUE (number_hash), 
	CONSTRAINT uq_subscriber_wa_id UNIQUE (wa_id)
);
INSERT INTO "subscriber" VALUES(1,'393331111111',NULL,'active','2026-11-30 07:30:00.000000','2026-11-30 07:30:00.000000','whatsapp','a37daf6d639b715ca38c858bf788ca466fe0e9466d79c798bfae497a4c0385a1',NULL);
INSERT INTO "subscriber" VALUES(2,NULL,NULL,'left','2026-11-30 07:30:00.000000','2026-11-30 07:30:00.000000','whatsapp','8422fe15c2163a8aa73e8e18bf1888bd5f96e101d271d45ff7024300e473dc10',NULL);
CREATE INDEX ix_consent_event_person ON consent_event (person);
CREATE INDEX ix_notice_created_at ON notice (created_at);
CREATE INDEX ix_subscriber_state_id ON subscriber (state, id);
CREATE INDEX ix_delivery_notice_id_channel_state_id ON delivery (notice_id, channel, state, id);
CREATE INDEX ix_delivery_open ON delivery (state, id) WHERE state IN ('sending', 'unknown');
CREATE INDEX ix_delivery_queue ON delivery (channel, rank, id, not_before, notice_id) WHERE state = 'queued';
CREATE INDEX ix_delivery_remote_id ON delivery (remote_id) WHERE remote_id IS NOT NULL;
CREATE INDEX ix_delivery_subscriber_id ON delivery (subscriber_id);
CREATE INDEX ix_attempt_channel_at ON attempt (channel, at);
CREATE INDEX ix_attempt_delivery_id ON attempt (delivery_id);
CREATE INDEX ix_receipt_delivery_id ON receipt (delivery_id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('subscriber',2);
INSERT INTO "sqlite_sequence" VALUES('consent_event',3);
INSERT INTO "sqlite_sequence" VALUES('notice',1);
INSERT INTO "sqlite_sequence" VALUES('delivery',3);
COMMIT;
