//! 课题: a research topic with its stages. The whole of it is this value.

use crate::attachment::AttachmentKind;
use crate::form::{Face, Group, Input, Part, Rule, Start, Type, WORK, may, must};
use crate::outcome::Level;
use crate::word::words;

words! {
    /// 进展
    TopicStage, "topic-stage" {
        /// 已立项
        Approved = "approved",
        /// 已开题
        Opened = "opened",
        /// 已中期
        Midterm = "midterm",
        /// 已结题
        Closed = "closed",
        /// 未结题终止
        Stopped = "stopped",
    }
}

/// 课题
pub(super) const TOPIC: Type = Type {
    word: "topic",
    group: Group::Research,
    fields: &[
        must("title", Input::Line).front(1),
        must("leader", Input::Person).front(2),
        may("members", Input::People).front(3),
        must("level", Input::Choice(Level::CHOICES)).front(4),
        must("stage", Input::Choice(TopicStage::CHOICES)).front(5),
        must("approved_on", Input::Day).front(6),
        may("approval_no", Input::Line).front(7),
        may("opened_on", Input::Day),
        may("midterm_on", Input::Day),
        may("closed_on", Input::Day),
        may("result", Input::Text),
        may("attachments", Input::Files(AttachmentKind::Certificate)).front(8),
    ],
    rules: &[
        Rule::NotBefore("opened_on", "approved_on"),
        Rule::NotBefore("midterm_on", "approved_on"),
        Rule::NotBefore("closed_on", "approved_on"),
    ],
    face: Face {
        title: &[Part::Text("title")],
        kind: Some("stage"),
        level: Some("level"),
        day: "approved_on",
        place: None,
        people: &["leader", "members"],
    },
    opens_with: &[("leader", Start::Me)],
    ..WORK
};
