//! The teachers' app: screens, router, and the platform below them. Screens speak with the engine in
//! `studio_engine::messages` and draw with `studio_ui`; they must not know SQLite, automerge or HTTP.
//!
//! - [`route`]: the addresses below `/app/`
//! - `desk`: the line to the engine and what it last told
//! - `shell`: what stands around every screen: second tab, banners, the word after an action
//! - `later`: the page's second file, with every screen behind 首页 and 加入
//! - `screens`: one folder a screen: a connected component, and views that are functions of plain data
//! - `form`: what a form holds, autosaved; its controls
//! - `platform`: clock, files, clipboard; the only place with `cfg`
//!
//! # Handles for journeys (`data-testid`)
//! | where | handles |
//! |---|---|
//! | 加入 | `join-code`, `join-code-given`, `join-other-code`, `join-name`, `join-go`, `join-invite` (who invites), `join-error`, `join-chat-app`, `join-owner`, `join-storage` |
//! | any screen | `tab-home`, `tab-records`, `tab-new`, `tab-team`, `tab-me`; `banner-update`, `banner-storage`, `banner-clock`, `banner-<notice>`, `banner-new-device`, `new-device-seen`, `banner-other-places`, `other-places-seen`, `filling`, `skeleton`, `stopped`, `stopped-backup`, `stopped-join`; after a backup `backup-asked`, `backup-seen`, `backup-not-seen`, `backup-share`, `backup-copy`, `backup-again`, `backup-later`; `toast`, `dialog`, `dialog-yes`, `dialog-no`, `second-tab`, `take-over`, `reload` |
//! | 首页 | `home`, `compass`, `sync-pill`, `unsent-count` (its `data-count`), `new-<type>` of those used last, `draft-row`, `banner-asides`, `banner-waiting`, `banner-undone`, `undone-back`, `banner-backup`, `banner-home-screen`, `coming` |
//! | 记一笔 | `field-sentence`, `sentence-go`, `sentence-told`, `field-find-type`, `new-<type>` |
//! | 结项罗盘 | `closure`, `evidence`, `evidence-row`, `past`, `none-called-so` (an address that names nothing); a term that is over: `past-term`, `past-records` (its `data-count`), `chip-past-term-<term>` |
//! | 小结 | `summary-way` (on 首页 and 结项罗盘), `summary`, `summary-week`, `summary-month`, `summary-term`, `summary-back`, `summary-on`, `summary-text`, `summary-copy`, `summary-share`, `summary-notes`, `summary-record` |
//! | 记录 | `records`, `record-row`, `draft-row`, `drafts-all-away`, `first-record`, `open-search`, `record-search`, `open-filter`, `chip-type-<word>`, `chip-state-<word>`, `chip-author-<id>`; in the bin `deleted-people`, `undelete-<name>` |
//! | 记录详情 | `record`, `part`, `saved-tick` or `not-saved-tick`, `server-tick` or `server-waits`, `two-values`, `maybe-same`, `same-yes`, `same-no`, `edit`, `submit`, `withdraw`, `delete`, `undelete`; `pictures`, `pictures-waiting`, `shot`, `shot-open`, `viewer`, `viewer-large`, `viewer-close`, `print-pictures`; on paper `paper`, `print-choice`, `chip-each-<2 or 4>`, `print-again`; `agreement`, `replies`, `reply`, `reply-row`, `reply-take-back`; `history-door`, `revision` |
//! | 材料 | `papers` and `deliverable` (on 结项罗盘), `writings`, `paper-row`, `writing`, `paper-head`, `paper-words`, `paper-lacks`, `half-written`, `paper-part` (its `data-part`), `passage` (its `data-style`), `passage-waits`, `passage-edit`, `passage-history`, `paper-add`, `paper-from`, `paper-move`, `passage-up`, `passage-down`, `passage-away`, `two-values`, `paper-notes`, `paper-scans`, `paper-scan-add`, `paper-scan-away`, `editions`, `edition`, `edition-give`, `edition-rename`, `edition-rename-do`, `paper-gone`, `paper-gone-text`, `paper-put-back`, `paper-own-waiting`, `paper-own-copy`, `paper-own-share`, `paper-print`, `paper-text-copy`, `paper-text-share`, `figures`, `figure`; of records `paper-offers`, `paper-offer`, `paper-take`; on paper `written-sheet` |
//! | 等你放行 | `held` (in 团队), `waiting-page`, `waiting-row`, `waiting-said`, `held-admit`, `held-none` |
//! | form | `form`, `field-<key>`, `chip-<key>-<word>`, `chip-<key>-more`, `chip-length-<minutes>`, `chip-place-other`, `person-<name>`, `other-<key>`, `people-as-last`, `people-search`, `people-order-<name or school>`, `people-all`, `people-backbone`, `people-clear`, `people-unclear`, `people-shown`, `people-more`, `school-<name>`, `school-all`, `person-new`, `person-new-name`, `person-new-add`, `paste-chain` (of those who are asked `paste-chain-asked`, `people-as-last-asked`), `people-as-asked`, `chain`, `chain-text`, `chain-go`, `chain-account`, `chain-add`, `chain-done`, `presence-act`, `presence`, `chip-presence-<person>-<word>`, `lesson-add`, `more`, `autosaved`, `missing` or `ready`, `save`, `submit`, `too-long`, `errors`, `picture-pick`, `picture-busy`, `picture-held`, `picture-caption`, `picture-remove`, `picture-back`, `picture-told`, `picture-missed`, `throw-away`, on a phone that was stopped `carried`, `carried-copy`, `carried-file`; from a sentence `said-line`, `said-guess`, `said-undo`, `said-question`, `said-no-day`, `said-left`, `said-copy`; of a lesson `last-visit`, `phase-<name>`, `phase-runs`, `phase-over`, `timeline-stop`, `timeline-back`, `timeline-edit`, `timeline-wrong`, `questions-more`, `questions-less`, `questions-count`, `mark-yes`, `mark-no`, `feedback-draft` |
//! | 团队 | `team`, `team-search`, `team-order-<name or school>`, `maybe-same`, `same-yes`, `same-no`, `deleted-people`, `undelete-<name>`, `unreached`, `add-person`, `paste-people`, `invite-backbone`; adding: `person-new-name`, `person-new-school`, `person-new-township`, `person-new-subject`, `person-new-add`; pasting: `paste-text`, `paste-look`, `paste-preview`, `paste-new` (its `data-count`), `paste-confirm`; inviting: `invite`, `person-<name>`, `invite-go`, `invite-code` (its `data-code`), `invite-link`, `invite-copy`, `invite-share`, `invite-for`; for a new phone `invite-again` (in 成长档案) |
//! | 成长档案 | `person`, `list-rest` (the fold of a long list, of a term that is over too), `edit`, `delete`, `undelete`, `maybe-same`, `same-yes`, `same-no`, `joined-person`, `part`, `awaiting`, `promises`, `stretch-numbers`, `archive-print`; on paper `paper`, `archive-sheet`, `chip-archive-term-<term or all>` |
//! | 我的 | `me`, `me-archive`, `me-awaiting`, `sync-now`, `unsent-count` (its `data-count`, `data-phase`), `asides`, `backup`, `restore`, `restore-text`, `restore-pasted`, `restore-go`, `size-standard`, `size-large`, `size-huge`, `privacy`, `about` (on it `chain`); set aside: `asides-page`, `asides-papers`, `aside-row`, `aside-again`, `aside-forget` |

mod add_person;
mod app;
mod calendar;
mod desk;
mod find;
mod form;
mod later;
mod people_order;
mod picture;
mod piece;
mod platform;
pub mod route;
#[cfg(test)]
mod sample;
mod screens;
mod search_box;
mod shell;
mod words;

pub use app::App;
