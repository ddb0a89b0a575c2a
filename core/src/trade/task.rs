//! 计划任务: what the studio has set out to do, who sees to it and by when. The whole of it is this value.

use crate::attachment::AttachmentKind;
use crate::form::{Face, Group, Input, Part, Start, Type, WORK, may, must};
use crate::word::words;

words! {
    /// 类别
    TaskKind, "task-kind" {
        /// 教研活动
        Research = "research",
        /// 指导青年教师
        Guidance = "guidance",
        /// 听评课
        Lessons = "lessons",
        /// 课题
        Topic = "topic",
        /// 成果
        Results = "results",
        /// 资源建设
        Resources = "resources",
        /// 制度与材料
        Papers = "papers",
        /// 其他
        Other = "other",
    }
}

/// 计划任务
pub(super) const TASK: Type = Type {
    word: "task",
    group: Group::Running,
    intends: true,
    fields: &[
        must("what", Input::Line).front(1),
        must("kind", Input::Choice(TaskKind::CHOICES)).front(2),
        may("quantity", Input::Number).front(3),
        must("owner", Input::Person).front(4),
        must("due", Input::Day).front(5),
        may("note", Input::Text),
        may("done_on", Input::Day).front(6),
        may("done_how", Input::Text),
        may("attachments", Input::Files(AttachmentKind::Photo)),
    ],
    face: Face {
        title: &[Part::Text("what")],
        kind: Some("kind"),
        level: None,
        day: "due",
        place: None,
        people: &["owner"],
    },
    takes_rest: Some("note"),
    opens_with: &[("owner", Start::Me)],
    ..WORK
};
