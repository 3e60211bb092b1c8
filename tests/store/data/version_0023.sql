-- SPDX-License-Identifier: EUPL-1.2
-- A database as version 0023 of the tables left it.
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0023');
CREATE TABLE "answer" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	mark VARCHAR(64) NOT NULL, 
	person VARCHAR(64), 
	kind VARCHAR(16) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	code VARCHAR(64) DEFAULT '' NOT NULL, 
	at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT ck_answer_state CHECK (state IN ('due', 'sending', 'accepted', 'delivered', 'failed', 'unknown', 'late')), 
	CONSTRAINT uq_answer_mark UNIQUE (mark), 
	CONSTRAINT ck_answer_kind CHECK (kind IN ('welcome', 'chosen', 'already', 'goodbye', 'not_here', 'other', 'privacy'))
);
INSERT INTO "answer" VALUES(1,'1111111111111111111111111111111111111111111111111111111111111111','a37daf6d639b715ca38c858bf788ca466fe0e9466d79c798bfae497a4c0385a1','welcome','delivered','','2026-11-30 07:30:00.000000','2026-11-30 07:31:00.000000');
INSERT INTO "answer" VALUES(2,'2222222222222222222222222222222222222222222222222222222222222222',NULL,'goodbye','failed','131047','2026-11-30 07:39:00.000000','2026-11-30 07:39:00.000000');
CREATE TABLE approval_request (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	draft_uuid VARCHAR(64) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	title TEXT NOT NULL, 
	frozen JSON, 
	author_id INTEGER NOT NULL, 
	reasons JSON NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	asked_at DATETIME NOT NULL, 
	ends_at DATETIME NOT NULL, 
	emergency_at DATETIME, 
	decided_by INTEGER, 
	decided_at DATETIME, 
	way VARCHAR(16), 
	notice_id INTEGER, 
	why VARCHAR(64) DEFAULT '' NOT NULL, 
	CONSTRAINT ck_approval_request_state CHECK (state IN ('waiting', 'approved', 'overridden', 'refused', 'withdrawn', 'expired', 'changed')), 
	CONSTRAINT fk_approval_request_author_id FOREIGN KEY(author_id) REFERENCES colleague (id), 
	CONSTRAINT fk_approval_request_decided_by FOREIGN KEY(decided_by) REFERENCES colleague (id), 
	CONSTRAINT fk_approval_request_notice_id FOREIGN KEY(notice_id) REFERENCES notice (id)
);
INSERT INTO "approval_request" VALUES(1,'draft-1','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','Acqua sospesa',NULL,2,'["author"]','approved','2026-11-30 07:30:00.000000','2026-11-30 08:30:00.000000','2026-11-30 07:45:00.000000',1,'2026-11-30 07:31:00.000000','telegram',1,'');
CREATE TABLE approver (
	request_id INTEGER NOT NULL, 
	colleague_id INTEGER NOT NULL, 
	chat BIGINT, 
	message BIGINT, 
	asking_since DATETIME, 
	tries INTEGER DEFAULT '0' NOT NULL, 
	told_at DATETIME, 
	CONSTRAINT pk_approver PRIMARY KEY (request_id, colleague_id), 
	CONSTRAINT fk_approver_request_id FOREIGN KEY(request_id) REFERENCES approval_request (id), 
	CONSTRAINT fk_approver_colleague_id FOREIGN KEY(colleague_id) REFERENCES colleague (id)
);
INSERT INTO "approver" VALUES(1,1,5000000001,3,NULL,0,'2026-11-30 07:31:00.000000');
CREATE TABLE attempt (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	delivery_id INTEGER NOT NULL, 
	channel VARCHAR(80) NOT NULL, 
	at DATETIME NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	code VARCHAR(64) DEFAULT '' NOT NULL, 
	CONSTRAINT fk_attempt_delivery_id FOREIGN KEY(delivery_id) REFERENCES delivery (id)
);
INSERT INTO "attempt" VALUES(1,1,'whatsapp','2026-11-30 07:31:00.000000','accepted','');
INSERT INTO "attempt" VALUES(2,2,'whatsapp','2026-11-30 07:31:00.000000','unknown','timeout');
INSERT INTO "attempt" VALUES(3,4,'telegram:principale','2026-11-30 07:30:00.000000','queued','429');
INSERT INTO "attempt" VALUES(4,4,'telegram:principale','2026-11-30 07:31:00.000000','accepted','');
CREATE TABLE audit (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	at DATETIME NOT NULL, 
	who TEXT NOT NULL, 
	what VARCHAR(64) NOT NULL, 
	subject TEXT NOT NULL
, digest VARCHAR(64) DEFAULT '' NOT NULL);
INSERT INTO "audit" VALUES(1,'2026-11-30 07:30:00.000000','anna','number_shown','1','');
CREATE TABLE "change_log" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	at DATETIME NOT NULL, 
	owner VARCHAR(80) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	ids JSON NOT NULL, 
	xact BIGINT, 
	CONSTRAINT ck_change_log_kind CHECK (kind IN ('notices', 'deliveries', 'subscribers'))
);
INSERT INTO "change_log" VALUES(1,'2026-11-30 07:30:00.000000','uno/1','notices','[]',NULL);
INSERT INTO "change_log" VALUES(2,'2026-11-30 07:31:00.000000','uno/1','deliveries','[1, 2]',NULL);
CREATE TABLE channel_memory (
	channel VARCHAR(80) NOT NULL, 
	memory JSON NOT NULL, 
	CONSTRAINT pk_channel_memory PRIMARY KEY (channel)
);
INSERT INTO "channel_memory" VALUES('telegram:principale','{"chat_id": "-1001234567890"}');
CREATE TABLE charge_count (
	hour DATETIME NOT NULL, 
	category VARCHAR(32) NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	charged BOOLEAN NOT NULL, 
	count INTEGER NOT NULL, 
	CONSTRAINT pk_charge_count PRIMARY KEY (hour, category, kind, charged)
);
INSERT INTO "charge_count" VALUES('2026-11-30 07:30:00.000000','utility','regular',1,412);
CREATE TABLE choice (
	subscriber_id INTEGER NOT NULL, 
	kind VARCHAR(8) NOT NULL, 
	name VARCHAR(64) NOT NULL, 
	on_at DATETIME, 
	off_at DATETIME, 
	CONSTRAINT pk_choice PRIMARY KEY (subscriber_id, kind, name), 
	CONSTRAINT ck_choice_kind CHECK (kind IN ('zone', 'topic')), 
	CONSTRAINT fk_choice_subscriber_id FOREIGN KEY(subscriber_id) REFERENCES subscriber (id)
);
INSERT INTO "choice" VALUES(1,'zone','fornacette','2026-11-30 07:32:00.000000',NULL);
CREATE TABLE closing (
	notice_id INTEGER NOT NULL, 
	closed_at DATETIME, 
	who TEXT DEFAULT '' NOT NULL, 
	reminded_at DATETIME, 
	CONSTRAINT pk_closing PRIMARY KEY (notice_id), 
	CONSTRAINT fk_closing_notice_id FOREIGN KEY(notice_id) REFERENCES notice (id)
);
INSERT INTO "closing" VALUES(1,'2026-11-30 19:20:00.000000','Anna','2026-11-30 17:50:00.000000');
CREATE TABLE colleague (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR(80) NOT NULL, 
	account VARCHAR(255) NOT NULL, 
	writes BOOLEAN NOT NULL, 
	sends BOOLEAN NOT NULL, 
	manages BOOLEAN NOT NULL, 
	pin TEXT NOT NULL, 
	failures INTEGER DEFAULT '0' NOT NULL, 
	blocked_until DATETIME, 
	telegram_chat BIGINT, 
	telegram_word VARCHAR(64), 
	telegram_word_until DATETIME, 
	since DATETIME NOT NULL, 
	left_at DATETIME, 
	CONSTRAINT uq_colleague_telegram_chat UNIQUE (telegram_chat)
);
INSERT INTO "colleague" VALUES(1,'Anna','anna',1,1,1,'scrypt$',0,NULL,5000000001,NULL,NULL,'2026-11-30 07:30:00.000000',NULL);
INSERT INTO "colleague" VALUES(2,'Bruno','bruno',1,0,0,'',5,'2026-11-30 07:39:00.000000',NULL,NULL,NULL,'2026-11-30 07:30:00.000000','2026-11-30 07:40:00.000000');
CREATE TABLE "consent_event" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	person VARCHAR(64) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	at DATETIME NOT NULL, 
	source TEXT NOT NULL, 
	words TEXT NOT NULL, 
	privacy TEXT NOT NULL, 
	previous VARCHAR(64) NOT NULL, 
	digest VARCHAR(64) NOT NULL, former VARCHAR(64) DEFAULT '' NOT NULL, 
	CONSTRAINT uq_consent_event_previous UNIQUE (previous), 
	CONSTRAINT ck_consent_event_kind CHECK (kind IN ('joined', 'imported', 'chose', 'left', 'erased'))
);
INSERT INTO "consent_event" VALUES(1,'8412c2a48e4fd704113837bf61f14add4ddee92cfc5a5dd0b6ea2fac801719da','joined','2026-11-30 07:30:00.000000','whatsapp','attiva','2026-05','0000000000000000000000000000000000000000000000000000000000000000','f6773b58063163ed1a8976e5a3e451b91299ba7f1781e6328ac1dede2b143ea0','');
INSERT INTO "consent_event" VALUES(2,'8422fe15c2163a8aa73e8e18bf1888bd5f96e101d271d45ff7024300e473dc10','joined','2026-11-30 07:30:00.000000','whatsapp','attiva','2026-05','f6773b58063163ed1a8976e5a3e451b91299ba7f1781e6328ac1dede2b143ea0','37ed055b3dcfa86175aa50eeea01c4ef7baebb6da03b456f75c5b0dec62b81bb','');
INSERT INTO "consent_event" VALUES(3,'a37daf6d639b715ca38c858bf788ca466fe0e9466d79c798bfae497a4c0385a1','joined','2026-11-30 07:31:00.000000','cambio di numero','','','37ed055b3dcfa86175aa50eeea01c4ef7baebb6da03b456f75c5b0dec62b81bb','c8a3fe714ba87c3a1b381fe8864f0ad7e9506d2cf6ab723ad3acaad435139657','8412c2a48e4fd704113837bf61f14add4ddee92cfc5a5dd0b6ea2fac801719da');
INSERT INTO "consent_event" VALUES(4,'0504597dbd69a415944529764a20c57e768d23c048c562d7c433b05a253db78c','imported','2026-11-30 07:31:00.000000','moduli del 2022','','','c8a3fe714ba87c3a1b381fe8864f0ad7e9506d2cf6ab723ad3acaad435139657','0429a9c0959df734a913535cbddcb29d83ea7cfc02bb552060078418580be90f','');
INSERT INTO "consent_event" VALUES(5,'8422fe15c2163a8aa73e8e18bf1888bd5f96e101d271d45ff7024300e473dc10','left','2026-11-30 07:39:00.000000','whatsapp','disattiva','','0429a9c0959df734a913535cbddcb29d83ea7cfc02bb552060078418580be90f','89b10bbb3e33a704022aa671936b3a8e8b72b363c4cadb14ac19ff99a79d14ca','');
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
	settled_at DATETIME, price_category VARCHAR(32), price_kind VARCHAR(32), price_model VARCHAR(16), billable BOOLEAN, charged_at DATETIME, 
	CONSTRAINT ck_delivery_state CHECK (state IN ('queued', 'sending', 'accepted', 'held', 'failed', 'unknown', 'delivered', 'read', 'cancelled', 'skipped', 'expired')), 
	CONSTRAINT fk_delivery_notice_id FOREIGN KEY(notice_id) REFERENCES notice (id), 
	CONSTRAINT fk_delivery_subscriber_id FOREIGN KEY(subscriber_id) REFERENCES subscriber (id), 
	CONSTRAINT uq_delivery_notice_id_channel_recipient_key UNIQUE (notice_id, channel, recipient_key)
);
INSERT INTO "delivery" VALUES(1,1,'whatsapp',1,1,2,'read',1,NULL,'rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr',NULL,'','',NULL,NULL,NULL,'2026-11-30 07:30:00.000000','2026-11-30 07:35:00.000000','2026-11-30 07:35:00.000000','utility','regular','PMP',1,'2026-11-30 07:34:00.000000');
INSERT INTO "delivery" VALUES(2,1,'whatsapp',2,2,2,'unknown',1,NULL,NULL,NULL,'timeout','',NULL,NULL,NULL,'2026-11-30 07:30:00.000000','2026-11-30 07:31:00.000000',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "delivery" VALUES(3,1,'whatsapp',3,3,2,'queued',0,'2026-12-01 07:30:00.000000',NULL,NULL,'','',NULL,NULL,NULL,'2026-11-30 07:30:00.000000','2026-11-30 07:30:00.000000',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "delivery" VALUES(4,1,'telegram:principale',NULL,0,2,'accepted',2,NULL,'12','https://t.me/comunecalcinaia/12','','','["12"]',NULL,NULL,'2026-11-30 07:30:00.000000','2026-11-30 07:31:00.000000','2026-11-30 07:31:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "delivery" VALUES(5,2,'telegram:principale',NULL,0,1,'failed',1,NULL,NULL,NULL,'400','chat not found',NULL,NULL,NULL,'2026-11-30 19:10:00.000000','2026-11-30 19:11:00.000000','2026-11-30 19:11:00.000000',NULL,NULL,NULL,NULL,NULL);
CREATE TABLE delivery_count (
	notice_id INTEGER NOT NULL, 
	channel VARCHAR(80) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	count INTEGER NOT NULL, 
	CONSTRAINT pk_delivery_count PRIMARY KEY (notice_id, channel, state), 
	CONSTRAINT ck_delivery_count_state CHECK (state IN ('queued', 'sending', 'accepted', 'held', 'failed', 'unknown', 'delivered', 'read', 'cancelled', 'skipped', 'expired')), 
	CONSTRAINT fk_delivery_count_notice_id FOREIGN KEY(notice_id) REFERENCES notice (id)
);
INSERT INTO "delivery_count" VALUES(2,'whatsapp','read',412);
CREATE TABLE hand_publication (
	notice_id INTEGER NOT NULL, 
	place VARCHAR(32) NOT NULL, 
	published_at DATETIME NOT NULL, 
	who TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_hand_publication PRIMARY KEY (notice_id, place), 
	CONSTRAINT fk_hand_publication_notice_id_notice FOREIGN KEY(notice_id) REFERENCES notice (id)
);
INSERT INTO "hand_publication" VALUES(1,'whatsapp_channel','2026-11-30 08:00:00.000000','Anna');
CREATE TABLE inbound (
	mark VARCHAR(64) NOT NULL, 
	seen_at DATETIME NOT NULL, 
	CONSTRAINT pk_inbound PRIMARY KEY (mark)
);
INSERT INTO "inbound" VALUES('1111111111111111111111111111111111111111111111111111111111111111','2026-11-30 07:30:00.000000');
CREATE TABLE lane (
	channel VARCHAR(80) NOT NULL, 
	next_at DATETIME NOT NULL, 
	CONSTRAINT pk_lane PRIMARY KEY (channel)
);
INSERT INTO "lane" VALUES('whatsapp','2026-11-30 07:31:00.000000');
CREATE TABLE mailbox (
	relay VARCHAR(512) NOT NULL, 
	read_event BIGINT, 
	read_digest VARCHAR(64), 
	let_go BIGINT NOT NULL, 
	signed_since DATETIME, 
	sealed_for VARCHAR(64) NOT NULL, 
	sealed_since DATETIME, 
	CONSTRAINT pk_mailbox PRIMARY KEY (relay)
);
INSERT INTO "mailbox" VALUES('https://avvisi.example.it',14,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',11,'2026-11-30 07:39:00.000000','kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk','2026-11-30 07:39:00.000000');
CREATE TABLE member_count (
	channel VARCHAR(80) NOT NULL, 
	day DATE NOT NULL, 
	count INTEGER NOT NULL, 
	CONSTRAINT pk_member_count PRIMARY KEY (channel, day)
);
INSERT INTO "member_count" VALUES('telegram:principale','2026-11-29',1893);
CREATE TABLE meta_month (
	month DATE NOT NULL, 
	currency VARCHAR(3) NOT NULL, 
	lines JSON NOT NULL, 
	asked_at DATETIME NOT NULL, 
	CONSTRAINT pk_meta_month PRIMARY KEY (month)
);
INSERT INTO "meta_month" VALUES('2026-11-01','EUR','[]','2026-11-30 07:30:00.000000');
CREATE TABLE meta_news (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	matter VARCHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	event VARCHAR(64) NOT NULL, 
	subject VARCHAR(512) NOT NULL, 
	language VARCHAR(16) NOT NULL, 
	value VARCHAR(64) NOT NULL, 
	"before" VARCHAR(64) NOT NULL, 
	until DATETIME, 
	detail TEXT NOT NULL, 
	seen_at DATETIME, 
	CONSTRAINT ck_meta_news_matter CHECK (matter IN ('template_status', 'template_category', 'template_quality', 'number_quality', 'limit', 'account', 'restriction', 'alert'))
);
INSERT INTO "meta_news" VALUES(1,'template_status','2026-11-30 07:30:00.000000','PAUSED','acqua_v1','it','','',NULL,'',NULL);
CREATE TABLE name_move (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	number VARCHAR(64) DEFAULT '' NOT NULL, 
	bsuid VARCHAR(64) DEFAULT '' NOT NULL, 
	to_number VARCHAR(64) DEFAULT '' NOT NULL, 
	to_bsuid VARCHAR(64) DEFAULT '' NOT NULL, 
	at DATETIME NOT NULL, 
	sealed JSON NOT NULL, 
	kept_since DATETIME NOT NULL
);
INSERT INTO "name_move" VALUES(1,'8412c2a48e4fd704113837bf61f14add4ddee92cfc5a5dd0b6ea2fac801719da','','a37daf6d639b715ca38c858bf788ca466fe0e9466d79c798bfae497a4c0385a1','','2026-11-30 07:31:00.000000','{}','2026-11-30 07:31:00.000000');
CREATE TABLE name_wish (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	number VARCHAR(64) DEFAULT '' NOT NULL, 
	bsuid VARCHAR(64) DEFAULT '' NOT NULL, 
	at DATETIME NOT NULL, 
	kind VARCHAR(8) NOT NULL, 
	source TEXT NOT NULL, 
	words TEXT NOT NULL, 
	privacy TEXT NOT NULL, 
	kept_since DATETIME NOT NULL, 
	CONSTRAINT ck_name_wish_kind CHECK (kind IN ('join', 'leave', 'office', 'other'))
);
INSERT INTO "name_wish" VALUES(1,'8412c2a48e4fd704113837bf61f14add4ddee92cfc5a5dd0b6ea2fac801719da','','2026-11-30 07:30:00.000000','join','whatsapp','attiva','2026-05','2026-11-30 07:30:00.000000');
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
	follows INTEGER, zones JSON, topic VARCHAR(64) DEFAULT '' NOT NULL, digest VARCHAR(64) DEFAULT '' NOT NULL, warnings JSON, 
	CONSTRAINT ck_notice_priority CHECK (priority IN ('urgent', 'high', 'normal', 'low')), 
	CONSTRAINT fk_notice_follows FOREIGN KEY(follows) REFERENCES notice (id), 
	CONSTRAINT uq_notice_draft_uuid UNIQUE (draft_uuid)
);
INSERT INTO "notice" VALUES(1,'draft-1','acqua_programmata','normal','Acqua sospesa','Acqua sospesa

Comune di Calcinaia','{"vie": ["via Roma"], "note": "perch\u00e9 s\u00ec"}','2026-11-30 07:30:00.000000','2026-11-30 17:30:00.000000',NULL,'["Fornacette"]','acqua','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','["giorno"]');
INSERT INTO "notice" VALUES(2,'draft-2','servizio_ripristinato','high','Acqua tornata','Acqua tornata','{}','2026-11-30 19:10:00.000000',NULL,1,NULL,'','',NULL);
CREATE TABLE notice_content (
	notice_id INTEGER NOT NULL, 
	channel VARCHAR(80) NOT NULL, 
	content JSON NOT NULL, 
	prepared JSON NOT NULL, set_aside_at DATETIME, aside_code VARCHAR(64) DEFAULT '' NOT NULL, aside_detail TEXT DEFAULT '' NOT NULL, aside_since DATETIME, 
	CONSTRAINT pk_notice_content PRIMARY KEY (notice_id, channel), 
	CONSTRAINT fk_notice_content_notice_id FOREIGN KEY(notice_id) REFERENCES notice (id)
);
INSERT INTO "notice_content" VALUES(1,'whatsapp','{"kind": "template_message", "template": "acqua_v1", "language": "it", "parameters": [["vie", "via Roma"]], "text": "Acqua sospesa in via Roma", "footer": "", "quick_replies": [], "header": null}','{"media": "7"}','2026-11-30 07:31:00.000000','template_missing','acqua_v1','2026-11-30 07:32:00.000000');
INSERT INTO "notice_content" VALUES(1,'telegram:principale','{"kind": "telegram_post", "html": "<b>Acqua</b> sospesa", "plain": "Acqua sospesa", "attachments": [], "preview_url": ""}','{}',NULL,'','',NULL);
INSERT INTO "notice_content" VALUES(2,'telegram:principale','{"kind": "telegram_post", "html": "Tornata", "plain": "Tornata", "attachments": [], "preview_url": ""}','{}',NULL,'','',NULL);
CREATE TABLE post_change (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	notice_id INTEGER NOT NULL, 
	channel VARCHAR(80) NOT NULL, 
	act VARCHAR(16) NOT NULL, 
	mark VARCHAR(16) DEFAULT '' NOT NULL, 
	content JSON, 
	fields JSON, 
	cause_id INTEGER, 
	state VARCHAR(16) NOT NULL, 
	code VARCHAR(64) DEFAULT '' NOT NULL, 
	detail TEXT DEFAULT '' NOT NULL, 
	asked_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	owner VARCHAR(80), 
	CONSTRAINT ck_post_change_act CHECK (act IN ('edit', 'delete', 'pin', 'unpin')), 
	CONSTRAINT ck_post_change_state CHECK (state IN ('waiting', 'calling', 'done', 'failed', 'unknown', 'dropped')), 
	CONSTRAINT fk_post_change_notice_id_notice FOREIGN KEY(notice_id) REFERENCES notice (id), 
	CONSTRAINT fk_post_change_cause_id_notice FOREIGN KEY(cause_id) REFERENCES notice (id)
);
INSERT INTO "post_change" VALUES(1,1,'telegram:principale','edit','corrected','{"kind": "telegram_post", "html": "Acqua", "plain": "Acqua", "attachments": [], "preview_url": ""}','{"vie": ["via Piave"]}',2,'unknown','timeout','perché','2026-11-30 07:50:00.000000','2026-11-30 07:51:00.000000',NULL);
CREATE TABLE private_answer (
	person VARCHAR(64) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_private_answer PRIMARY KEY (person)
);
INSERT INTO "private_answer" VALUES('pppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp','2026-11-30 07:30:00.000000');
CREATE TABLE quarantine (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	relay VARCHAR(512) NOT NULL, 
	event BIGINT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	sealed BLOB NOT NULL, 
	received_at DATETIME NOT NULL, 
	kept_since DATETIME NOT NULL, 
	why VARCHAR(16) NOT NULL, 
	unsigned BOOLEAN NOT NULL, 
	tried VARCHAR(64) NOT NULL, 
	stepped_at DATETIME, 
	CONSTRAINT ck_quarantine_why CHECK (why IN ('key', 'signature', 'unsigned')), 
	CONSTRAINT uq_quarantine_digest UNIQUE (digest)
);
INSERT INTO "quarantine" VALUES(1,'https://avvisi.example.it',12,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',X'7365616C6564','2026-11-30 07:38:00.000000','2026-11-30 07:39:00.000000','key',1,'tttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt',NULL);
CREATE TABLE receipt (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	subject VARCHAR(255) NOT NULL, 
	delivery_id INTEGER, 
	kind VARCHAR(16) NOT NULL, 
	at DATETIME NOT NULL, 
	code VARCHAR(64) DEFAULT '' NOT NULL, 
	detail TEXT DEFAULT '' NOT NULL, pricing JSON, 
	CONSTRAINT fk_receipt_delivery_id FOREIGN KEY(delivery_id) REFERENCES delivery (id), 
	CONSTRAINT uq_receipt_subject_kind UNIQUE (subject, kind)
);
INSERT INTO "receipt" VALUES(1,'rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr',1,'delivered','2026-11-30 07:34:00.000000','','','{"billable": true, "category": "utility"}');
INSERT INTO "receipt" VALUES(2,'rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr',1,'read','2026-11-30 07:35:00.000000','','',NULL);
INSERT INTO "receipt" VALUES(3,'eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee',NULL,'sent','2026-11-30 07:36:00.000000','','',NULL);
CREATE TABLE remembered_calendar (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR(255) NOT NULL, 
	path TEXT NOT NULL, 
	given_on DATE NOT NULL, 
	days JSON NOT NULL, 
	seen_until DATE NOT NULL, 
	content BLOB, 
	CONSTRAINT uq_remembered_calendar_name UNIQUE (name)
);
INSERT INTO "remembered_calendar" VALUES(1,'rifiuti.ics','/home/anna/rifiuti.ics','2026-11-02','["2026-12-02", "2026-12-09"]','2026-12-01',X'424547494E3A5643414C454E444152');
INSERT INTO "remembered_calendar" VALUES(2,'tributi.csv','C:\tributi.csv','2026-11-03','["2026-12-16"]','2026-12-01',NULL);
CREATE TABLE schedule (
	notice_id INTEGER NOT NULL, 
	due_at DATETIME NOT NULL, 
	undo BOOLEAN NOT NULL, 
	held_code VARCHAR(64) DEFAULT '' NOT NULL, 
	held_detail TEXT DEFAULT '' NOT NULL, 
	released_at DATETIME, 
	cancelled_at DATETIME, 
	CONSTRAINT pk_schedule PRIMARY KEY (notice_id), 
	CONSTRAINT fk_schedule_notice_id FOREIGN KEY(notice_id) REFERENCES notice (id)
);
INSERT INTO "schedule" VALUES(2,'2026-11-30 19:00:00.000000',0,'restored','perché','2026-11-30 19:10:00.000000',NULL);
CREATE TABLE setting (
	"key" VARCHAR(64) NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_setting PRIMARY KEY ("key")
);
INSERT INTO "setting" VALUES('sealed_hash_key','6dc743d1c6ad69910ce84276e56a80bf3561ff4b493a3dc414011adda435d263df64047f64db71a6747e40b54f000b743fc79713d1029eebb28433e5f5f5918c');
INSERT INTO "setting" VALUES('office_key_check','995e9df53cf7c2482ffcb13c7a4273402ae0ac87e968d31b8f6399a26739f8fa');
INSERT INTO "setting" VALUES('consents_begun','5 89b10bbb3e33a704022aa671936b3a8e8b72b363c4cadb14ac19ff99a79d14ca fffff0bab204fa506e6d738620c4514504a15a835fcd6319722cbe50259733ad');
INSERT INTO "setting" VALUES('consents_ends','5 89b10bbb3e33a704022aa671936b3a8e8b72b363c4cadb14ac19ff99a79d14ca efe98a6d68d46cf2749a016a17555517a8c01c0a39c95510945c9fc3a342b502');
INSERT INTO "setting" VALUES('actions_begun','1 7eb944763fbe70be751547727196d8a59e1fe408c05892439a28d40a9f03573d 34a4670ad4e3664841ad504183a5d87bc52398712389ce42d07a69650febda37');
INSERT INTO "setting" VALUES('actions_ends','1 7eb944763fbe70be751547727196d8a59e1fe408c05892439a28d40a9f03573d 11210ce447135f405de00882b6cd9ce32ebaf770349f86e1180a3bd7deb24f4f');
CREATE TABLE shared_text (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR(120) NOT NULL, 
	version INTEGER NOT NULL, 
	content TEXT, 
	written_at DATETIME NOT NULL, 
	who TEXT NOT NULL, 
	CONSTRAINT uq_shared_text_name_version UNIQUE (name, version)
);
INSERT INTO "shared_text" VALUES(1,'categories/evento.toml',1,'name = ''Feste''','2026-11-30 07:35:00.000000','Anna');
INSERT INTO "shared_text" VALUES(2,'categories/evento.toml',2,NULL,'2026-11-30 07:36:00.000000','Bruno');
CREATE TABLE subscriber (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	wa_id VARCHAR(20), 
	bsuid VARCHAR(200), 
	state VARCHAR(16) NOT NULL, 
	since DATETIME NOT NULL, 
	wish_at DATETIME, 
	source TEXT DEFAULT '' NOT NULL, 
	number_hash VARCHAR(64), 
	bsuid_hash VARCHAR(64), zone_breadth VARCHAR(8) DEFAULT 'all' NOT NULL CONSTRAINT ck_subscriber_zone_breadth CHECK (zone_breadth IN ('all', 'some', 'but')), zone_names TEXT DEFAULT '' NOT NULL, topic_breadth VARCHAR(8) DEFAULT 'all' NOT NULL CONSTRAINT ck_subscriber_topic_breadth CHECK (topic_breadth IN ('all', 'some', 'but')), topic_names TEXT DEFAULT '' NOT NULL, choices_since DATETIME, marketing_stopped_at DATETIME, marketing_resumed_at DATETIME, 
	CONSTRAINT ck_subscriber_state CHECK (state IN ('active', 'left', 'blocked')), 
	CONSTRAINT uq_subscriber_bsuid UNIQUE (bsuid), 
	CONSTRAINT uq_subscriber_bsuid_hash UNIQUE (bsuid_hash), 
	CONSTRAINT uq_subscriber_number_hash UNIQUE (number_hash), 
	CONSTRAINT uq_subscriber_wa_id UNIQUE (wa_id)
);
INSERT INTO "subscriber" VALUES(1,'393331111111','IT.13491208655302741918','active','2026-11-30 07:30:00.000000','2026-11-30 07:30:00.000000','whatsapp','a37daf6d639b715ca38c858bf788ca466fe0e9466d79c798bfae497a4c0385a1','d3373014399c0e954cf116b8842cc2e92619446120b06cb080f37b0ce60169da','some',' fornacette ','all','',NULL,'2026-11-30 07:33:00.000000',NULL);
INSERT INTO "subscriber" VALUES(2,NULL,NULL,'left','2026-11-30 07:39:00.000000','2026-11-30 07:39:00.000000','whatsapp','8422fe15c2163a8aa73e8e18bf1888bd5f96e101d271d45ff7024300e473dc10',NULL,'all','','all','','2026-11-30 07:39:00.000000',NULL,NULL);
INSERT INTO "subscriber" VALUES(3,'393333333333',NULL,'blocked','2026-11-30 07:31:00.000000',NULL,'moduli del 2022','0504597dbd69a415944529764a20c57e768d23c048c562d7c433b05a253db78c',NULL,'all','','all','',NULL,NULL,NULL);
CREATE TABLE verdict (
	delivery_id INTEGER NOT NULL, 
	settlement INTEGER NOT NULL, 
	verdict VARCHAR(16) NOT NULL, 
	at DATETIME NOT NULL, 
	last_receipt INTEGER NOT NULL, 
	attempts INTEGER NOT NULL, 
	code VARCHAR(64) NOT NULL, 
	detail TEXT NOT NULL, 
	remote_id VARCHAR(255), 
	not_before DATETIME, 
	settled_at DATETIME, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT pk_verdict PRIMARY KEY (delivery_id), 
	CONSTRAINT ck_verdict_verdict CHECK (verdict IN ('arrived', 'resend', 'leave')), 
	CONSTRAINT fk_verdict_delivery_id_delivery FOREIGN KEY(delivery_id) REFERENCES delivery (id)
);
INSERT INTO "verdict" VALUES(4,1,'arrived','2026-11-30 07:31:00.000000',0,2,'timeout','',NULL,NULL,NULL,'2026-11-30 07:30:00.000000');
CREATE TABLE wa_template (
	name VARCHAR(512) NOT NULL, 
	language VARCHAR(16) NOT NULL, 
	status VARCHAR(32) NOT NULL, 
	category VARCHAR(32) NOT NULL, 
	body TEXT NOT NULL, 
	seen_at DATETIME NOT NULL, quality VARCHAR(16) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_wa_template PRIMARY KEY (name, language)
);
INSERT INTO "wa_template" VALUES('acqua_v1','it','APPROVED','UTILITY','Acqua','2026-11-30 07:30:00.000000','GREEN');
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
CREATE INDEX ix_inbound_seen_at ON inbound (seen_at);
CREATE INDEX ix_consent_event_person ON consent_event (person);
CREATE INDEX ix_answer_changed_at ON answer (changed_at);
CREATE INDEX ix_answer_person_at ON answer (person, at);
CREATE INDEX ix_name_wish_number ON name_wish (number);
CREATE INDEX ix_name_wish_bsuid ON name_wish (bsuid);
CREATE INDEX ix_name_wish_kept_since ON name_wish (kept_since);
CREATE INDEX ix_name_move_number ON name_move (number);
CREATE INDEX ix_name_move_bsuid ON name_move (bsuid);
CREATE INDEX ix_name_move_to_number ON name_move (to_number);
CREATE INDEX ix_name_move_to_bsuid ON name_move (to_bsuid);
CREATE INDEX ix_name_move_kept_since ON name_move (kept_since);
CREATE INDEX ix_meta_news_at ON meta_news (at);
CREATE INDEX ix_change_log_at ON change_log (at);
CREATE INDEX ix_change_log_xact ON change_log (xact);
CREATE INDEX ix_verdict_settlement ON verdict (settlement);
CREATE INDEX ix_colleague_account ON colleague (account);
CREATE INDEX ix_approval_request_draft_uuid ON approval_request (draft_uuid);
CREATE INDEX ix_approval_request_waiting ON approval_request (id) WHERE state = 'waiting';
CREATE INDEX ix_quarantine_tried ON quarantine (tried);
CREATE INDEX ix_post_change_notice_id ON post_change (notice_id);
CREATE INDEX ix_post_change_open ON post_change (state, id) WHERE state IN ('waiting', 'calling');
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('change_log',2);
INSERT INTO "sqlite_sequence" VALUES('subscriber',3);
INSERT INTO "sqlite_sequence" VALUES('consent_event',5);
INSERT INTO "sqlite_sequence" VALUES('notice',2);
INSERT INTO "sqlite_sequence" VALUES('post_change',1);
INSERT INTO "sqlite_sequence" VALUES('shared_text',2);
INSERT INTO "sqlite_sequence" VALUES('remembered_calendar',2);
INSERT INTO "sqlite_sequence" VALUES('delivery',5);
INSERT INTO "sqlite_sequence" VALUES('attempt',4);
INSERT INTO "sqlite_sequence" VALUES('receipt',3);
INSERT INTO "sqlite_sequence" VALUES('answer',2);
INSERT INTO "sqlite_sequence" VALUES('quarantine',1);
INSERT INTO "sqlite_sequence" VALUES('name_wish',1);
INSERT INTO "sqlite_sequence" VALUES('name_move',1);
INSERT INTO "sqlite_sequence" VALUES('audit',1);
INSERT INTO "sqlite_sequence" VALUES('meta_news',1);
INSERT INTO "sqlite_sequence" VALUES('colleague',2);
INSERT INTO "sqlite_sequence" VALUES('approval_request',1);
COMMIT;
