//! 教研活动: what a record of a meeting, lesson or visit says. A reader only; it judges nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::attachment::AttachmentKind;
use crate::form::{Face, FieldSpec, Group, Input, Part, Rule, Start, Type, WORK, may, must};
use crate::id::PersonId;
use crate::time::Day;
use crate::tolerant::{self, Fields};
use crate::word::words;

words! {
    /// 类型
    ActivityKind, "activity-kind" {
        /// 集体备课
        JointPreparation = "joint-lesson-prep",
        /// 主题教研
        Theme = "theme-research",
        /// 磨课
        LessonPolishing = "lesson-polishing",
        /// 示范课
        ModelLesson = "model-lesson",
        /// 送教下乡
        Outreach = "outreach",
        /// 集中研修
        Training = "training",
        /// 同课异构
        SameLesson = "same-lesson-two-ways",
        /// 公开课
        OpenLesson = "open-lesson",
        /// 专题讲座
        Lecture = "lecture",
        /// 读书分享
        Reading = "reading",
        /// 课题研讨
        TopicSeminar = "topic-seminar",
        /// 观摩交流
        Visit = "visit",
        /// 线上教研
        Online = "online",
        /// 会议
        Meeting = "meeting",
        /// 师德专题
        Ethics = "ethics",
    }
}

words! {
    /// How an attendance was taken, with 迟到 or 请假. Stored as one scalar per person.
    Attendance, "attendance" {
        /// 扫码
        Scan = "scan",
        /// 接龙
        Chain = "chain",
        /// 手签
        Signed = "signed",
        /// 代录
        Entered = "entered",
        /// 纸质
        Paper = "paper",
        /// 扫码，迟到
        ScanLate = "scan-late",
        /// 接龙，迟到
        ChainLate = "chain-late",
        /// 手签，迟到
        SignedLate = "signed-late",
        /// 代录，迟到
        EnteredLate = "entered-late",
        /// 纸质，迟到
        PaperLate = "paper-late",
        /// 请假
        Leave = "leave",
    }
}

impl Attendance {
    /// Whether the person was there.
    pub fn present(self) -> bool {
        self != Self::Leave
    }

    /// Whether the person came late.
    pub fn late(self) -> bool {
        self.present() && self != self.in_time()
    }

    /// Taken in the same way, but there from the start. Leave has no way: 代录.
    pub fn in_time(self) -> Self {
        match self {
            Self::ScanLate => Self::Scan,
            Self::ChainLate => Self::Chain,
            Self::SignedLate => Self::Signed,
            Self::EnteredLate | Self::Leave => Self::Entered,
            Self::PaperLate => Self::Paper,
            other => other,
        }
    }

    /// Taken in the same way, but late.
    pub fn too_late(self) -> Self {
        match self.in_time() {
            Self::Scan => Self::ScanLate,
            Self::Chain => Self::ChainLate,
            Self::Signed => Self::SignedLate,
            Self::Paper => Self::PaperLate,
            _ => Self::EnteredLate,
        }
    }
}

/// What belongs to a 送教下乡 alone.
const OUTREACH: &[&str] = &[ActivityKind::Outreach.word()];

/// A lesson of a 送教下乡.
const LESSON: &[FieldSpec] = &[may("title", Input::Line), may("grade", Input::Line), may("teacher", Input::Person)];

/// 教研活动
pub(super) const ACTIVITY: Type = Type {
    word: "activity",
    group: Group::Research,
    happens: true,
    fields: &[
        must("kind", Input::Choice(ActivityKind::CHOICES)).front(1),
        must("topic", Input::Line).front(2),
        must("start", Input::Instant).front(3),
        must("end", Input::Instant).front(4),
        must("place", Input::Line).front(5),
        may("online_link", Input::Line),
        may("bring", Input::Line).ahead(7),
        must("host", Input::Person).front(8),
        may("speakers", Input::People),
        may("outside_speakers", Input::Line),
        must("attendance", Input::Attendance).front(6),
        may("asked", Input::Asked).ahead(6),
        may("host_school", Input::Line).when("kind", OUTREACH).front(9),
        may("senders", Input::People).when("kind", OUTREACH).front(9),
        may("lessons", Input::Rows(LESSON)).when("kind", OUTREACH).front(9),
        may("benefit_teachers", Input::Number).when("kind", OUTREACH).front(9),
        may("benefit_students", Input::Number).when("kind", OUTREACH).front(9),
        may("minutes", Input::Text).front(7),
        may("attachments", Input::Files(AttachmentKind::Photo)).front(10),
        may("decisions", Input::Text),
        may("reflection", Input::Text),
        may("effect", Input::Text),
        may("feedback", Input::Text).when("kind", OUTREACH).front(9),
        may("hours", Input::Minutes),
    ],
    rules: &[
        Rule::OneOf(&["place", "online_link"]),
        Rule::OneOf(&["end", "hours"]),
        Rule::After("end", "start"),
        Rule::SaysHowLong("hours", "start", "end"),
    ],
    face: Face {
        title: &[Part::Text("topic")],
        kind: Some("kind"),
        level: None,
        day: "start",
        place: Some("place"),
        people: &["attendance"],
    },
    takes_rest: Some("minutes"),
    opens_with: &[("start", Start::Began), ("end", Start::Ended), ("place", Start::AsLast), ("host", Start::Me)],
    sheets: &["activity", "signin"],
    ..WORK
};

/// 课节: one lesson of a 送教下乡.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// The random part of its keys.
    pub id: String,
    /// Place among the lessons.
    pub order: i64,
    /// 课题
    pub title: String,
    /// 年级
    pub grade: String,
    /// 授课教师
    pub teacher: Option<PersonId>,
}

/// A meeting, lesson or visit. Missing texts are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// 类型
    pub kind: Option<ActivityKind>,
    /// 主题
    pub topic: String,
    /// Local start.
    pub start: Option<NaiveDateTime>,
    /// Local end.
    pub end: Option<NaiveDateTime>,
    /// The day it counts for; known even when the time is not.
    pub day: Option<Day>,
    /// 地点
    pub place: String,
    /// 线上
    pub online_link: String,
    /// 主持人
    pub host: Option<PersonId>,
    /// 主讲, people of the roster.
    pub speakers: BTreeSet<PersonId>,
    /// 主讲 from outside, as text.
    pub outside_speakers: String,
    /// 参加人员. A word of a newer app reads as [`Attendance::Entered`].
    pub attendance: BTreeMap<PersonId, Attendance>,
    /// 通知谁来: who was asked to come. Nobody was there because of it.
    pub asked: BTreeSet<PersonId>,
    /// 带什么
    pub bring: String,
    /// 纪要
    pub minutes: String,
    /// 共识与改进
    pub decisions: String,
    /// 反思
    pub reflection: String,
    /// 成效
    pub effect: String,
    /// 学时, in minutes.
    pub hours: Option<i64>,
    /// 受援学校
    pub host_school: String,
    /// 送教教师
    pub senders: BTreeSet<PersonId>,
    /// 课节, in order.
    pub lessons: Vec<Lesson>,
    /// 受益教师
    pub benefit_teachers: Option<i64>,
    /// 受益学生
    pub benefit_students: Option<i64>,
    /// 反馈
    pub feedback: String,
    /// 标签
    pub tags: BTreeSet<String>,
}

impl Activity {
    /// The activity that a record describes, whatever it lacks.
    pub fn read(fields: &Fields) -> Self {
        Self {
            kind: tolerant::word(fields, "kind", ActivityKind::from_word),
            topic: tolerant::text(fields, "topic"),
            start: tolerant::instant(fields, "start"),
            end: tolerant::instant(fields, "end"),
            day: tolerant::day(fields, "start"),
            place: tolerant::text(fields, "place"),
            online_link: tolerant::text(fields, "online_link"),
            host: tolerant::person(fields, "host"),
            speakers: people_set(fields, "speakers"),
            outside_speakers: tolerant::text(fields, "outside_speakers"),
            attendance: attendance(fields),
            asked: people_set(fields, "asked"),
            bring: tolerant::text(fields, "bring"),
            minutes: tolerant::text(fields, "minutes"),
            decisions: tolerant::text(fields, "decisions"),
            reflection: tolerant::text(fields, "reflection"),
            effect: tolerant::text(fields, "effect"),
            hours: tolerant::int(fields, "hours"),
            host_school: tolerant::text(fields, "host_school"),
            senders: people_set(fields, "senders"),
            lessons: lessons(fields),
            benefit_teachers: tolerant::int(fields, "benefit_teachers"),
            benefit_students: tolerant::int(fields, "benefit_students"),
            feedback: tolerant::text(fields, "feedback"),
            tags: tolerant::below(fields, "tags").map(|(tag, _)| tag.to_owned()).collect(),
        }
    }

    /// Those who were there.
    pub fn present(&self) -> impl Iterator<Item = PersonId> {
        self.attendance.iter().filter(|(_, how)| how.present()).map(|(person, _)| *person)
    }

    /// 学时 in minutes: as written, else from start to end of one day. Over several days nobody knows how much of them
    /// it was until it is written.
    pub fn minutes_long(&self) -> Option<i64> {
        let (start, end) = (self.start, self.end);
        let of_one_day =
            || Some((end? - start?).num_minutes()).filter(|_| start.map(|at| at.date()) == end.map(|at| at.date()));
        self.hours.or_else(of_one_day).filter(|minutes| *minutes > 0)
    }
}

fn attendance(fields: &Fields) -> BTreeMap<PersonId, Attendance> {
    tolerant::people(fields, "attendance")
        .map(|(person, how)| {
            let word = how.as_str().unwrap_or_default();
            (person, Attendance::from_word(word).unwrap_or(Attendance::Entered))
        })
        .collect()
}

/// The people below `prefix/`; a value of `false` says no.
fn people_set(fields: &Fields, prefix: &str) -> BTreeSet<PersonId> {
    tolerant::people(fields, prefix)
        .filter(|(_, value)| value.as_bool() != Some(false))
        .map(|(person, _)| person)
        .collect()
}

fn lessons(fields: &Fields) -> Vec<Lesson> {
    let mut by_id: BTreeMap<&str, Lesson> = BTreeMap::new();
    for (rest, value) in tolerant::below(fields, "lessons") {
        let Some((id, field)) = rest.split_once('/') else {
            continue;
        };
        let lesson = by_id.entry(id).or_insert_with(|| Lesson { id: id.to_owned(), ..Lesson::default() });
        match field {
            "order" => lesson.order = value.as_int().unwrap_or_default(),
            "title" => lesson.title = value.as_str().unwrap_or_default().trim().to_owned(),
            "grade" => lesson.grade = value.as_str().unwrap_or_default().trim().to_owned(),
            "teacher" => lesson.teacher = value.as_str().and_then(|t| t.parse().ok()),
            _ => {}
        }
    }
    let mut lessons: Vec<Lesson> = by_id.into_values().collect();
    lessons.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
    lessons
}
