//! 经费支出: what was paid, with its voucher. The whole of it is this value.

use crate::attachment::AttachmentKind;
use crate::budget::Account;
use crate::form::{Face, Group, Input, Part, Start, Type, WORK, may, must};
use crate::record_type::RecordType;

/// 经费支出
pub(super) const EXPENSE: Type = Type {
    word: "expense",
    group: Group::Running,
    happens: true,
    fields: &[
        must("what", Input::Line).front(1),
        must("amount", Input::Money).front(2),
        must("account", Input::Choice(Account::CHOICES)).front(3),
        must("day", Input::Day).front(4),
        may("payee", Input::Line).front(5),
        must("handler", Input::Person).front(6),
        may("voucher_no", Input::Line),
        may("activity", Input::Record(RecordType::Activity)),
        may("note", Input::Text),
        may("attachments", Input::Files(AttachmentKind::Photo)).front(7),
    ],
    face: Face {
        title: &[Part::Text("what")],
        kind: Some("account"),
        level: None,
        day: "day",
        place: None,
        people: &["handler"],
    },
    takes_rest: Some("note"),
    opens_with: &[("handler", Start::Me), ("day", Start::Today)],
    ..WORK
};
