//! A record on paper: the texts of 活动记录表, 签到表 and the sheet of any other type, for the phone's printer and the
//! bureau's. Reads what the record holds; it looks nothing up.

use chrono::NaiveDateTime;
use studio_core::activity::{Activity, Attendance};
use studio_core::id::{PersonId, Version};
use studio_core::record_type::RecordType;
use studio_core::tolerant::Fields;

use super::fields::{Tells, facts, hours, name, own_facts, value};
use crate::dates;
use crate::i18n::t;
use crate::paper::{ActivitySheetText, PaperText, RecordPaperText, SigninRow, SigninSheetText};

/// Characters of each half of a version: enough to compare two sheets by eye.
const VERSION_HALF: usize = 4;

/// A record on its way to paper.
pub struct Printed<'a> {
    /// What it is.
    pub of: RecordType,
    /// Its fields.
    pub fields: &'a Fields,
    /// 编号
    pub no: &'a str,
    /// The studio's name.
    pub studio: &'a str,
    /// 记录人
    pub author: String,
    /// What has become of it, for the foot.
    pub history: String,
    /// Its version; `None` while a field has two values.
    pub version: Option<Version>,
    /// What its values are told with.
    pub tells: &'a dyn Tells,
}

/// The sheet of a record by its word.
pub fn paper(sheet: &str, printed: &Printed<'_>) -> PaperText {
    match sheet {
        "activity" => PaperText::Activity(Box::new(activity_sheet(printed))),
        "signin" => PaperText::Signin(signin_sheet(printed)),
        _ => PaperText::Record(record_paper(printed)),
    }
}

/// 9f3a 71c0: the beginning of a version.
pub fn mark(version: Version) -> String {
    let text: Vec<char> = version.to_string().chars().take(2 * VERSION_HALF).collect();
    let halves: Vec<String> = text.chunks(VERSION_HALF).map(|half| half.iter().collect()).collect();
    halves.join(" ")
}

/// 活动记录表
fn activity_sheet(printed: &Printed<'_>) -> ActivitySheetText {
    let (content, tells) = (Activity::read(printed.fields), printed.tells);
    let reflection = [content.reflection.as_str(), content.effect.as_str()];
    ActivitySheetText {
        studio: printed.studio.to_owned(),
        no: printed.no.to_owned(),
        topic: content.topic.clone(),
        kind: printed
            .of
            .says()
            .field("kind")
            .map_or_else(String::new, |kind| value(printed.of, kind, printed.fields, tells)),
        date: days(&content),
        time: span(&content),
        place: place(&content),
        host: content.host.map_or_else(String::new, |host| name(host, tells)),
        hours: content.minutes_long().map_or_else(String::new, |long| hours(long, tells.class_hour())),
        people: content.present().map(|person| name(person, tells)).collect(),
        minutes: content.minutes.clone(),
        decisions: content.decisions.clone(),
        own: own_facts(printed.of, printed.fields, tells),
        reflection: reflection.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n"),
        author: printed.author.clone(),
        history: printed.history.clone(),
        version: printed.version.map_or_else(String::new, mark),
    }
}

/// 签到表: everybody who is expected, colleagues of one school one after another.
fn signin_sheet(printed: &Printed<'_>) -> SigninSheetText {
    let content = Activity::read(printed.fields);
    let row = |(person, how): (&PersonId, &Attendance)| SigninRow {
        name: name(*person, printed.tells),
        school: printed.tells.school(*person),
        note: exception(*how),
    };
    let mut rows: Vec<SigninRow> = content.attendance.iter().map(row).collect();
    // before the meeting whoever is asked has a line to sign on; afterwards who did not come has none
    if content.present().next().is_none() {
        let open = content.asked.iter().filter(|person| !content.attendance.contains_key(person));
        rows.extend(open.map(|person| row((person, &Attendance::Entered))));
    }
    rows.sort_by(|a, b| (&a.school, &a.name).cmp(&(&b.school, &b.name)));
    let start = content.start.map(|at| format!("{} {}", dates::date(at.date()), dates::clock(at)));
    SigninSheetText {
        studio: printed.studio.to_owned(),
        topic: content.topic.clone(),
        no: printed.no.to_owned(),
        time: start.or_else(|| content.day.map(dates::date)).unwrap_or_default(),
        place: place(&content),
        rows,
    }
}

/// Every field of a record whose type has no form of its own, under the name of the sheet that it fills.
fn record_paper(printed: &Printed<'_>) -> RecordPaperText {
    let sheet = printed.of.says().sheets.first().map(|sheet| t(&format!("sheet-{sheet}")));
    RecordPaperText {
        title: sheet.unwrap_or_else(|| t(&printed.of.label_key())),
        studio: printed.studio.to_owned(),
        no: printed.no.to_owned(),
        facts: facts(printed.of, printed.fields, printed.tells),
        author: printed.author.clone(),
        history: printed.history.clone(),
        version: printed.version.map_or_else(String::new, mark),
    }
}

/// 2026年11月23日; both days of a meeting that took several.
fn days(content: &Activity) -> String {
    let last = content.end.map(|at| at.date()).filter(|last| content.day.is_some_and(|first| first < *last));
    content.day.into_iter().chain(last).map(dates::date).collect::<Vec<_>>().join(" – ")
}

/// 14:30–16:30
fn span(content: &Activity) -> String {
    let clock = |at: NaiveDateTime| dates::clock(at);
    [content.start, content.end].into_iter().flatten().map(clock).collect::<Vec<_>>().join("–")
}

fn place(content: &Activity) -> String {
    if content.place.is_empty() { content.online_link.clone() } else { content.place.clone() }
}

/// 迟到, 请假: how everybody else was noted is no exception and stands on no paper.
fn exception(how: Attendance) -> String {
    match how {
        Attendance::Leave => t("sheet-leave"),
        how if how.late() => t("sheet-late"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::fields::telling;

    fn who(n: u8) -> PersonId {
        PersonId([n; 16])
    }

    fn signing(attendance: &[(u8, &str)]) -> Vec<(String, String)> {
        let mut fields: Fields = [2, 3].map(|n| (format!("asked/{}", who(n)), true.into())).into();
        fields.extend(attendance.iter().map(|(n, how)| (format!("attendance/{}", who(*n)), (*how).into())));
        let tells = telling([(who(2), "王丽"), (who(3), "刘洋"), (who(4), "陈明")]);
        let printed = Printed {
            of: RecordType::Activity,
            fields: &fields,
            no: "",
            studio: "",
            author: String::new(),
            history: String::new(),
            version: None,
            tells: &tells,
        };
        signin_sheet(&printed).rows.into_iter().map(|row| (row.name, row.note)).collect()
    }

    #[test]
    fn before_the_meeting_whoever_is_asked_has_a_line_to_sign_on_and_after_it_only_who_came() {
        let line = |name: &str, note: &str| (name.to_owned(), note.to_owned());
        assert_eq!(signing(&[]), [line("刘洋", ""), line("王丽", "")]);
        assert_eq!(signing(&[(3, "leave")]), [line("刘洋", "请假"), line("王丽", "")]);
        assert_eq!(signing(&[(3, "entered"), (4, "entered")]), [line("刘洋", ""), line("陈明", "")]);
    }
}
