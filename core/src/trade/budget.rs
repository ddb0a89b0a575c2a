//! 经费预算: what the project's money is meant for. The whole of it is this value.

use crate::attachment::AttachmentKind;
use crate::form::{Face, Group, Input, Part, Start, Type, WORK, may, must};
use crate::word::words;

words! {
    /// 科目, of budget and expenses alike.
    Account, "account" {
        /// 资料
        Books = "books",
        /// 培训会议
        Meetings = "meetings",
        /// 专家劳务
        Experts = "experts",
        /// 差旅
        Travel = "travel",
        /// 设备耗材
        Equipment = "equipment",
        /// 印刷
        Printing = "printing",
        /// 其他
        Other = "other",
    }
}

/// 经费预算
pub(super) const BUDGET: Type = Type {
    word: "budget",
    group: Group::Running,
    fields: &[
        must("account", Input::Choice(Account::CHOICES)).front(1),
        must("what", Input::Line).front(2),
        must("amount", Input::Money).front(3),
        must("day", Input::Day).front(4),
        may("note", Input::Text).front(5),
        may("attachments", Input::Files(AttachmentKind::Photo)),
    ],
    face: Face {
        title: &[Part::Text("what")],
        kind: Some("account"),
        level: None,
        day: "day",
        place: None,
        people: &[],
    },
    takes_rest: Some("note"),
    opens_with: &[("day", Start::Today)],
    ..WORK
};
