//! The teachers' app: screens, router, and the platform below them. Screens speak with the engine in
//! `studio_engine::messages` and draw with `studio_ui`; they must not know SQLite, automerge or HTTP.
//!
//! - [`route`]: the addresses below `/app/`
//! - `desk`: the line to the engine and what it last told
//! - `shell`: what stands around every screen: second tab, banners, the word after an action
//! - `screens`: one folder a screen: a connected component, and views that are functions of plain data
//! - `form`: what a form holds, autosaved; its controls
//! - `platform`: clock, files, clipboard; the only place with `cfg`
//!
//! # Handles for journeys (`data-testid`)
//! | where | handles |
//! |---|---|
//! | 加入 | `join-code`, `join-name`, `join-go`, `join-invite` (who invites), `join-error`, `join-chat-app` |
//! | any tab | `tab-home`, `tab-records`, `tab-new`, `tab-team`, `tab-me`; `banner-update`, `banner-storage`, `toast`, `toast-undo`, `second-tab`, `take-over` |
//! | 首页 | `home`, `compass`, `sync-pill`, `unsent-count` (its `data-count`), `new-activity`, `new-mentoring`, `new-outcome`, `draft-row`, `banner-asides`, `banner-backup` |
//! | 结项罗盘 | `closure`, `indicator-I3`, `evidence` |
//! | 记录 | `records`, `record-row`, `record-search`, `open-search`, `open-filter`, `chip-type-<word>`, `chip-state-<word>`, `chip-author-<id>` |
//! | 记录详情 | `record`, `saved-tick`, `server-tick`, `edit`, `submit`, `delete`, `two-values` |
//! | form | `form`, `field-<key>`, `chip-<key>-<word>`, `person-<name>`, `other-<key>`, `people-search`, `person-new-name`, `person-new-add`, `more`, `autosaved`, `missing`, `save`, `submit`, `errors` |
//! | 团队 | `team`, `unreached`, `add-person`, `paste-people`, `invite-backbone`; adding: `field-name`, `field-school`, `field-township`, `field-subject`, `add-go`; pasting: `paste-text`, `paste-preview`, `paste-new` (its `data-count`), `paste-confirm`; inviting: `person-<name>`, `invite-go`, `invite-code`, `invite-link`, `invite-copy` |
//! | 我的 | `me`, `sync-now`, `last-sync`, `unsent-count`, `asides`, `backup`, `restore`, `size-standard`, `size-large`, `size-huge` |

mod add_person;
mod app;
mod desk;
mod find;
mod form;
mod platform;
pub mod route;
#[cfg(test)]
mod sample;
mod screens;
mod search_box;
mod shell;
mod words;

pub use app::App;
