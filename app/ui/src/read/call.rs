//! A call to come: what goes into a chat before a meeting, and what a calendar keeps of it. It names who is asked, and says
//! of nobody that they come.

use chrono::{NaiveDateTime, TimeDelta};
use studio_core::activity::Activity;
use studio_core::id::PersonId;
use studio_core::record_type::RecordType;
use studio_core::time::Day;
use studio_core::tolerant::Fields;

use super::fields::{Tells, name};
use crate::dates;
use crate::i18n::{t, t_with};

/// A call to come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Call {
    /// What it is about: 集体备课：大单元教学设计
    pub title: String,
    /// The day.
    pub day: Option<Day>,
    /// When it begins; `None` when the day alone is known.
    pub start: Option<NaiveDateTime>,
    /// When it ends, where that is known.
    pub end: Option<NaiveDateTime>,
    /// Where; a link when it is nowhere.
    pub place: String,
    /// How many are asked.
    pub asked: usize,
    /// Whose it is, who leads it, time, place, who is asked, what to bring: a line each.
    pub lines: Vec<String>,
    /// All of it, and the head of a 接龙 that people go on with.
    pub text: String,
}

/// The call of a record, in a studio's name.
pub fn call(of: RecordType, fields: &Fields, tells: &dyn Tells, studio: &str) -> Call {
    let content = Activity::read(fields);
    let kind = content.kind.map_or_else(|| t(&of.label_key()), |kind| t(kind.label_key()));
    let asked: Vec<String> = asked(&content).into_iter().map(|person| name(person, tells)).collect();
    let (start, end) = (content.start, end(&content));
    let host = content.host.map(|person| name(person, tells)).unwrap_or_default();
    let said = [
        ("call-studio", "studio", studio.to_owned()),
        ("call-host", "name", host),
        ("call-time", "time", time(content.day, start, end)),
        ("call-place", "place", content.place.clone()),
        ("call-link", "link", content.online_link.clone()),
        ("call-asked", "names", asked.join("、")),
        ("call-bring", "what", content.bring.clone()),
    ];
    let said = said.iter().filter(|(_, _, value)| !value.is_empty());
    let lines: Vec<String> = said.map(|(key, name, value)| t_with(key, &[(*name, value)])).collect();
    let head = t_with("call-kind", &[("kind", &kind), ("topic", &content.topic)]);
    let whole = [head].into_iter().chain(lines.clone()).chain([t("call-answer"), t("call-chain"), FIRST.to_owned()]);
    Call {
        title: [kind, content.topic.clone()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("："),
        day: content.day,
        start,
        end,
        place: if content.place.is_empty() { content.online_link.clone() } else { content.place.clone() },
        asked: asked.len(),
        text: whole.collect::<Vec<_>>().join("\n"),
        lines,
    }
}

/// Who is asked. A release before this one planned by ticking: what is to come had those people as there.
fn asked(content: &Activity) -> Vec<PersonId> {
    if content.asked.is_empty() { content.present().collect() } else { content.asked.iter().copied().collect() }
}

/// Where the first one writes their name.
const FIRST: &str = "1. ";

/// As written, else as long after the start as it is said to be.
fn end(content: &Activity) -> Option<NaiveDateTime> {
    let start = content.start?;
    let written = content.end.filter(|end| *end > start);
    let long = || content.hours.filter(|minutes| *minutes > 0).and_then(TimeDelta::try_minutes);
    written.or_else(|| start.checked_add_signed(long()?))
}

/// 2026年12月1日 星期二 14:30–16:30
fn time(day: Option<Day>, start: Option<NaiveDateTime>, end: Option<NaiveDateTime>) -> String {
    let first = day.map(dates::date_with_weekday).unwrap_or_default();
    let Some(start) = start else { return first };
    let begins = format!("{first} {}", dates::clock(start));
    match end {
        None => begins,
        Some(end) if end.date() == start.date() => format!("{begins}–{}", dates::clock(end)),
        Some(end) => format!("{begins} – {} {}", dates::date_with_weekday(end.date()), dates::clock(end)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::fields::telling;

    fn who(n: u8) -> PersonId {
        PersonId([n; 16])
    }

    fn planned(more: &[(&str, &str)]) -> Call {
        let mut fields: Fields =
            [("kind", "joint-lesson-prep"), ("topic", "大单元教学设计"), ("start", "2026-12-01T14:30")]
                .iter()
                .chain(more)
                .map(|(key, value)| ((*key).to_owned(), (*value).into()))
                .collect();
        for n in [2, 3] {
            fields.insert(format!("asked/{}", who(n)), true.into());
        }
        call(RecordType::Activity, &fields, &telling([(who(2), "王丽"), (who(3), "刘洋")]), "周慧敏工作室")
    }

    #[test]
    fn a_call_says_what_whose_when_where_who_and_what_to_bring_and_ends_where_people_go_on() {
        let host = who(2).to_string();
        let call =
            planned(&[("host", &host), ("end", "2026-12-01T16:30"), ("place", "赵桥小学"), ("bring", "语文书、教案")]);
        assert_eq!(
            call.text,
            "【集体备课】大单元教学设计\n周慧敏工作室\n主持：王丽\n时间：2026年12月1日 星期二 14:30–16:30\n地点：赵桥小学\n请参加：王丽、刘洋\n请带：语文书、教案\n\
             能来的请接龙，来不了的请写“请假”\n接龙：\n1. "
        );
        assert_eq!((call.title.as_str(), call.asked), ("集体备课：大单元教学设计", 2));
    }

    #[test]
    fn a_plan_of_an_earlier_release_asks_those_whom_it_ticked() {
        let fields: Fields = [(format!("attendance/{}", who(2)), "entered".into())].into();
        let call = call(RecordType::Activity, &fields, &telling([(who(2), "王丽")]), "");
        assert!(call.text.contains("请参加：王丽\n"), "{}", call.text);
    }

    #[test]
    fn what_is_not_written_leaves_no_empty_line_and_a_link_is_a_place() {
        let call = planned(&[("online_link", "https://meeting.example/1")]);
        assert!(["地点", "请带", "主持"].iter().all(|label| !call.text.contains(label)), "{}", call.text);
        assert!(call.text.contains("星期二 14:30\n线上：https://meeting.example/1\n"), "{}", call.text);
        assert_eq!((call.place.as_str(), call.end), ("https://meeting.example/1", None));
    }

    #[test]
    fn it_ends_as_written_or_as_long_after_as_is_said_and_never_before_it_begins() {
        let end = |more: &[(&str, &str)]| planned(more).end.map(|at| at.to_string());
        assert_eq!(end(&[("end", "2026-12-01T13:00")]), None);
        assert_eq!(end(&[("end", "2026-12-02T11:30")]).as_deref(), Some("2026-12-02 11:30:00"));
        let two_days = planned(&[("end", "2026-12-02T11:30")]);
        assert!(two_days.text.contains("星期二 14:30 – 2026年12月2日 星期三 11:30"), "{}", two_days.text);
    }
}
