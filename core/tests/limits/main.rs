//! Each limit on the form of a change, at its number and one above it; in `turn` those of a request. The limits of the
//! house, and the test that holds each at its number and one above:
//!
//! | limit | number | test |
//! |---|---|---|
//! | `BODY_BYTES_MAX` | 2 MiB | `sync-server/tests/server/hostile.rs` a_body_over_the_limit_is_413_…; unpacked: `sync-server/src/api/signed.rs` whatever_the_ratio_…, a_bomb_is_put_down_… |
//! | `ENVELOPES_MAX` | 2,000 | `core/tests/two_phones.rs` a_request_holds_as_many_envelopes_as_a_day_and_no_more; in a sheaf: `core/tests/formats/short.rs` |
//! | `ENVELOPES_LONG_MAX`, `BODY_LONG_BYTES_MAX` | 256, 1 MiB | `core/tests/two_phones/portion.rs` a_server_that_does_not_take_the_short_form_… |
//! | `DESCRIPTORS_MAX`, `CREDENTIALS_MAX` | 256 | here: `turn::descriptors_of_a_request`, `turn::credentials_of_a_request` |
//! | `DECISION_BYTES_MAX` | 8 KiB | here: `turn::bytes_of_a_decision_that_a_phone_brings` |
//! | `RUN_HEADERS_MAX` | 10,000 | here: `turn::headers_of_a_run` |
//! | `CHANGE_BYTES_MAX` | 256 KiB | here: `bytes_of_a_change` |
//! | `OPS_MAX`, `PREDS_MAX` | 2,000, 8,000 | here: `operations`, `predecessors` |
//! | `DEPS_MAX`, `MISSING_MAX` | 64 | here: `dependencies`, `turn::missing_dependencies_in_a_verdict` |
//! | `TEXT_CHARS_MAX` | 20,000 | here: `characters_of_a_text`; before saving: `core/tests/trade/commands.rs` a_text_at_the_limit_… |
//! | `TEXT_BYTES_MAX` | 192 KiB | here: `bytes_of_all_texts`; before saving: `core/tests/trade/commands.rs` a_record_at_the_limit_… |
//! | `KEY_BYTES_MAX` | 120 | here: `bytes_of_a_key` |
//! | `OP_COUNTER_MAX` | 2^30 | here: `operation_counters` |
//! | `DEVICE_DAY_CHANGES_MAX` | 2,000 | `core/tests/two_phones.rs` a_device_sends_two_thousand_changes_a_day_… |
//! | `DEVICE_DAY_BYTES_MAX` | 8 MiB | here: `turn::bytes_of_a_device_in_a_day` |
//! | `REQUEST_STEPS_MAX` | 4,000,000 | here: `turn::steps_of_a_request`; long histories: `core/tests/past/bound.rs` |
//! | of refused changes, of others' changes | 2,000 | here: `turn::refused_changes_of_a_device_in_a_day`, `turn::who_sends_others_changes_pays_for_them` |
//! | `RESTORE_DAYS`, `RESTORE_DAY_TIMES` | 60, 16 | here: `turn::a_day_after_a_restore` |
//! | `REFUSED_OF_DEVICE_MAX`, `REFUSED_OF_STUDIO_MAX` | 4,000, 40,000 | `core/src/testing/changelog.rs` refusals_are_found_by_name_… |
//! | `ANSWER_BYTES_DEFAULT`, `ANSWER_BYTES_MAX` | 256 KiB, 2 MiB | here: `turn::bytes_of_an_answer` |
//! | `HALF_YEARS_BACK`, `HALF_YEARS_AHEAD` | 4 | here: `turn::half_years_of_a_journal` |
//! | `LATE_AFTER_DAYS` | 7 | `core/src/trade/arrival.rs` seven_days_are_in_time_and_eight_are_not |
//! | `CURSOR_GAPS_MAX` | 1,000 | here: `turn::gaps_that_the_server_notes`, `turn::gaps_that_a_phone_brings` |
//! | `PEOPLE_LIST_MAX` | 300 | `core/tests/trade/commands.rs` a_list_of_people_is_added_in_one_go_up_to_its_limit |
//! | `INVITE_CHARS` | 8 | `sync-server/src/codes.rs` a_code_is_understood_however_it_is_typed |
//! | `INVITE_TRIES_MAX` | 5 | `sync-server/tests/server/limits.rs` four_wrong_names_… |
//! | `INVITE_REUSE_MS`, `INVITE_OPEN_MS` | 72 h, 14 days | `sync-server/src/invites.rs` the_same_person_may_…, an_unused_invite_closes_… |
//! | `INVITES_A_DAY_MAX`, `DEVICES_MAX` | 60, 40 | `sync-server/tests/server/limits.rs` invites_of_one_studio_in_a_day, devices_of_one_person |
//! | `CODE_FROM_…`, `PASSWORD…_FROM_…`, `GUESS_WAIT_MAX_MS`, `GUESSERS_MAX` | see there; 24 s, 8,192 | `sync-server/src/guesses.rs`; through the doors: `sync-server/tests/server/guesses.rs` |
//! | `DEVICE_NAME_CHARS_MAX` | 40 | `sync-server/tests/server/limits.rs` a_devices_name_is_kept_up_to_its_limit |
//! | `NAME_CHARS_MAX`, `TITLE_CHARS_MAX` | 40, 80 | `sync-server/tests/server/limits.rs` names_that_the_bureau_types; at enrolment: `invites.rs` beside it |
//! | `FORM_BYTES_MAX`, `WAITING_JOBS_MAX` | 64 KiB, 1,024 | `sync-server/tests/server/limits.rs` bytes_of_a_form, jobs_that_wait_for_the_writer |
//! | `CHUNK_BYTES_MAX`, `PICTURE_BYTES_MAX` | 256 KiB, 2 MiB | `sync-server/tests/server/refused_files.rs` bytes_of_a_picture_and_of_a_chunk_… |
//! | `SCAN_BYTES_MAX`, `PIECE_BYTES_MAX` | 20 MB | `sync-server/tests/server/scans.rs` bytes_of_a_scan_and_of_a_picture_… |
//! | `FILES_OF_STUDIO_BYTES_MAX` | 4 GiB | `sync-server/tests/server/refused_files.rs` bytes_of_a_studio_at_their_limit_… |
//! | `PARTS_OF_DEVICE_MAX`, `PART_IDLE` | 16, 10 min | `sync-server/tests/server/refused_files.rs` uploads_that_one_phone_has_begun_…; `sync-server/src/store/files.rs` |
//! | `KEPT_BYTES_MAX` | 16 KiB | `sync-server/tests/server/again.rs` what_the_login_carries_has_a_limit_… |
//! | `HEADER_TIMEOUT`, `REQUEST_TIMEOUT` | 10 s, 30 s | `sync-server/tests/server/slow.rs`; HTTP/2 over TLS: `slow_h2.rs` beside it |
//! | `PASSWORD_BYTES_MAX`, `HASHING_LINE_MAX`, `KNOWN_BROWSER_MS` | 256, 64, 400 days | `sync-server/src/auth/password.rs`, `places.rs` and `known.rs` beside it |
//!
//! Bounds of memory and waiting that no answer depends on (`GROUP_JOBS_MAX`, `FILE_JOBS_MAX`, `PAST_OPS_MAX`, `TURNS_WAITING_MAX`, `TURN_TRIES_MAX`, `READY_STUDIOS_MAX`, `READERS_MAX`,
//! `REPORTS_MAX`, `CONNECTIONS_MAX`, `GUESSES_WAITING_MAX`, `HASHING_…_MAX`, `STOP_WAIT`) have their reason beside their number and no row here.

mod turn;

use studio_core::change::{Body, Obj, Op, Write};
use studio_core::id::{Actor, ChangeHash, DeviceId};
use studio_core::limits::{
    CHANGE_BYTES_MAX, DEPS_MAX, KEY_BYTES_MAX, OP_COUNTER_MAX, OPS_MAX, PREDS_MAX, TEXT_BYTES_MAX, TEXT_CHARS_MAX,
};
use studio_core::record::{OpId, Scalar};
use studio_core::refusal::Refusal;

const ACTOR: Actor = Actor([3; 24]);

fn record() -> Obj {
    Obj::Map(OpId { counter: 3, actor: Actor::new(DeviceId([1; 16]), [1; 8]) })
}

fn put(key: String, value: Scalar) -> Op {
    Op { obj: record(), key, write: Write::Put(value), pred: Vec::new() }
}

fn body(ops: Vec<Op>) -> Body {
    Body { actor: ACTOR, seq: 1, start_op: 9, deps: vec![ChangeHash([7; 32])], ops }
}

/// What the reader says of a change that was written as it is.
fn said(body: &Body) -> Result<(), Refusal> {
    Body::decode(&body.encode().bytes).map(|_| ())
}

#[test]
fn operations() {
    let ops = |n: usize| body((0..n).map(|i| put(format!("k{i}"), Scalar::Bool(true))).collect());
    assert_eq!(said(&ops(OPS_MAX)), Ok(()));
    assert_eq!(said(&ops(OPS_MAX + 1)), Err(Refusal::OpCount));
}

#[test]
fn predecessors() {
    let preds = |n: usize| {
        let each = |from: usize, count: usize| -> Vec<OpId> {
            (from..from + count).map(|i| OpId { counter: 1 + i as u64, actor: ACTOR }).collect()
        };
        let ops = (0..n.div_ceil(100)).map(|i| {
            let mut op = put(format!("k{i}"), Scalar::Bool(true));
            op.pred = each(i * 100, 100.min(n - i * 100));
            op
        });
        body(ops.collect())
    };
    assert_eq!(said(&preds(PREDS_MAX)), Ok(()));
    assert_eq!(said(&preds(PREDS_MAX + 1)), Err(Refusal::OpCount));
}

#[test]
fn dependencies() {
    let deps = |n: usize| Body {
        deps: (0..n).map(|i| ChangeHash([u8::try_from(i).expect("few"); 32])).collect(),
        ..body(vec![put("topic".into(), "一".into())])
    };
    assert_eq!(said(&deps(DEPS_MAX)), Ok(()));
    assert_eq!(said(&deps(DEPS_MAX + 1)), Err(Refusal::Deps));
}

#[test]
fn characters_of_a_text() {
    let text = |n: usize| body(vec![put("minutes".into(), "记".repeat(n).into())]);
    assert_eq!(said(&text(TEXT_CHARS_MAX)), Ok(()));
    assert_eq!(said(&text(TEXT_CHARS_MAX + 1)), Err(Refusal::TextTooLong));
}

#[test]
fn bytes_of_all_texts() {
    let texts = |n: usize| {
        let piece = 15_000;
        let ops = (0..n.div_ceil(piece)).map(|i| put(format!("k{i}"), "x".repeat(piece.min(n - i * piece)).into()));
        body(ops.collect())
    };
    assert_eq!(said(&texts(TEXT_BYTES_MAX)), Ok(()));
    assert_eq!(said(&texts(TEXT_BYTES_MAX + 1)), Err(Refusal::TextTooLong));
}

#[test]
fn bytes_of_a_key() {
    let key = |n: usize| body(vec![put("k".repeat(n), "一".into())]);
    assert_eq!(said(&key(KEY_BYTES_MAX)), Ok(()));
    assert_eq!(said(&key(KEY_BYTES_MAX + 1)), Err(Refusal::Key));
    assert_eq!(said(&key(0)), Err(Refusal::Key));
}

#[test]
fn operation_counters() {
    let last = |counter: u64| Body { start_op: counter, ..body(vec![put("topic".into(), "一".into())]) };
    assert_eq!(said(&last(OP_COUNTER_MAX)), Ok(()));
    assert_eq!(said(&last(OP_COUNTER_MAX + 1)), Err(Refusal::OpCounter));
}

#[test]
fn bytes_of_a_change() {
    let change = |filler: usize| {
        let mut ops: Vec<Op> =
            (0..1_600).map(|i| put(format!("{i:0>width$}", width = KEY_BYTES_MAX), Scalar::Bool(true))).collect();
        ops.push(put("filler".into(), Scalar::Bytes(vec![7; filler])));
        body(ops)
    };
    let bytes = |filler: usize| change(filler).encode().bytes.len();
    let filler = 50_000 + CHANGE_BYTES_MAX - bytes(50_000);
    assert_eq!(bytes(filler), CHANGE_BYTES_MAX);
    assert_eq!(said(&change(filler)), Ok(()));
    assert_eq!(bytes(filler + 1), CHANGE_BYTES_MAX + 1);
    assert_eq!(said(&change(filler + 1)), Err(Refusal::Size));
}
