//! 支持措施: what the lead's unit gives in policy, people and money (notice, 二（三）, 四（一）). The whole of it is this value.

use crate::attachment::AttachmentKind;
use crate::form::{Face, Group, Input, Part, Start, Type, WORK, may, must};
use crate::word::words;

words! {
    /// 类别
    SupportKind, "support-kind" {
        /// 政策支持
        Policy = "policy",
        /// 人员支持
        People = "people",
        /// 经费支持
        Money = "money",
        /// 列入年度重点工作
        KeyWork = "key-work",
    }
}

/// What belongs to 经费支持 alone.
const MONEY: &[&str] = &[SupportKind::Money.word()];

/// 支持措施
pub(super) const SUPPORT: Type = Type {
    word: "support",
    group: Group::Running,
    fields: &[
        must("kind", Input::Choice(SupportKind::CHOICES)).front(1),
        must("title", Input::Line).front(2),
        must("issuer", Input::Line).front(3),
        may("document_no", Input::Line).front(4),
        must("day", Input::Day).front(5),
        may("amount", Input::Money).when("kind", MONEY).front(6),
        may("content", Input::Text).front(7),
        may("attachments", Input::Files(AttachmentKind::Photo)).front(8),
    ],
    face: Face { title: &[Part::Text("title")], kind: Some("kind"), level: None, day: "day", place: None, people: &[] },
    takes_rest: Some("content"),
    opens_with: &[("issuer", Start::AsLast)],
    ..WORK
};
