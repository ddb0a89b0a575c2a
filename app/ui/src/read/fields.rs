//! A record's fields in words: the only place that turns a value into what people read. The phone's page, what was set
//! aside, two values, the officer's page, prints and tables all ask here, so that all say the same. It judges nothing.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use studio_core::activity::Attendance;
use studio_core::attachment::{attachments, standing};
use studio_core::form::{FieldSpec, Input, ORDER_KEY, Part, Rule, label_key};
use studio_core::guide::{ClassHour, Own, OwnField, OwnInput, is_own};
use studio_core::id::{PersonId, PieceHash, RecordId};
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::time::day_long;
use studio_core::tolerant::{self, Fields};
use studio_core::view::Telling;

use crate::components::Fact;
use crate::dates;
use crate::i18n::{has, t, t_with};

/// Who is meant by the ids in a record.
pub trait Names {
    /// The name of a person; `None` when nobody knows it.
    fn name(&self, person: PersonId) -> Option<String>;
}

/// What a record's values are told with.
pub trait Tells: Names {
    /// How long one 学时 is; `None` where nobody knows the guide.
    fn class_hour(&self) -> Option<ClassHour>;

    /// The school of a person; empty when nobody knows it.
    fn school(&self, person: PersonId) -> String;

    /// Whether the bureau erased a picture.
    fn is_erased(&self, picture: PieceHash) -> bool;

    /// A line of the guide's rubric; `None` for one of a newer guide.
    fn mark(&self, word: &str) -> Option<String>;

    /// What the guide adds to the types.
    fn own(&self) -> &Own;

    /// The title of a record that another points at; `None` where it is not here, or not to be seen.
    fn record(&self, id: RecordId) -> Option<String>;
}

impl Names for Telling {
    fn name(&self, person: PersonId) -> Option<String> {
        self.names.get(&person).filter(|name| !name.is_empty()).cloned()
    }
}

impl Tells for Telling {
    fn class_hour(&self) -> Option<ClassHour> {
        self.class_hour
    }

    fn school(&self, person: PersonId) -> String {
        self.schools.get(&person).cloned().unwrap_or_default()
    }

    fn is_erased(&self, picture: PieceHash) -> bool {
        self.erased.contains(&picture)
    }

    fn mark(&self, word: &str) -> Option<String> {
        self.marks.get(word).cloned()
    }

    fn own(&self) -> &Own {
        &self.own
    }

    fn record(&self, id: RecordId) -> Option<String> {
        self.records.get(&id).cloned()
    }
}

impl Names for studio_core::read::ReadModel {
    fn name(&self, person: PersonId) -> Option<String> {
        Some(self.called(person)).filter(|name| !name.is_empty())
    }
}

/// Every field that is filled and belongs to the record, in the form's order; after them what the county added.
pub fn facts(of: RecordType, fields: &Fields, tells: &dyn Tells) -> Vec<Fact> {
    let known = keyed(of, fields, tells).into_iter().map(|(_, fact)| fact);
    known.chain(own_facts(of, fields, tells)).collect()
}

/// What the county added, in its guide's order; after it what another guide did, as it stands.
pub(super) fn own_facts(of: RecordType, fields: &Fields, tells: &dyn Tells) -> Vec<Fact> {
    let asked: Vec<String> = tells.own().of(of).map(|(key, _)| key).collect();
    let others = fields.keys().filter(|key| is_own(key) && !asked.contains(key));
    let fact = |key: &String| Some(Fact::new(label(of, key, tells), own_value(of, key, fields.get(key)?, tells)));
    asked.iter().chain(others).filter_map(fact).filter(|fact| !fact.value.is_empty()).collect()
}

/// What a county's own field says.
fn own_value(of: RecordType, key: &str, stands: &Scalar, tells: &dyn Tells) -> String {
    let field = tells.own().field(of, key);
    match (stands, field) {
        (Scalar::Str(text), Some(field)) => own_text(field, text.trim()),
        (Scalar::Str(text), None) => text.trim().to_owned(),
        (Scalar::Int(number), _) => number.to_string(),
        (Scalar::Bool(yes), _) => t(if *yes { "value-yes" } else { "value-no" }),
        (Scalar::Bytes(bytes), _) => dates::bytes(bytes.len() as u64),
    }
}

fn own_text(field: &OwnField, text: &str) -> String {
    match field.input {
        OwnInput::Day => tolerant::parse_day(text).map_or_else(|| text.to_owned(), day_long),
        OwnInput::Choice if !text.is_empty() => {
            let word = field.words.iter().find(|word| word.id == text);
            word.map_or_else(|| t("value-newer"), |word| word.title.clone())
        }
        _ => text.to_owned(),
    }
}

/// As [`facts`], without what a page says in its heading: the kind and the title.
pub fn facts_below_title(of: RecordType, fields: &Fields, tells: &dyn Tells) -> Vec<Fact> {
    let face = &of.says().face;
    let above = |key: &str| face.kind == Some(key) || face.title.contains(&Part::Text(known(of, key)));
    let known = keyed(of, fields, tells).into_iter().filter(|(key, _)| !above(key)).map(|(_, fact)| fact);
    known.chain(own_facts(of, fields, tells)).collect()
}

/// The key as the type's table holds it.
fn known(of: RecordType, key: &str) -> &'static str {
    of.says().field(key).map_or("", |spec| spec.key)
}

fn keyed(of: RecordType, fields: &Fields, tells: &dyn Tells) -> Vec<(&'static str, Fact)> {
    let says = of.says();
    let end_of = |start: &str| says.rules.iter().find_map(|rule| after(rule).filter(|(_, s)| *s == start));
    let joined = |key: &str| {
        let span = says.rules.iter().filter_map(after).find(|(end, _)| *end == key);
        span.is_some_and(|(end, start)| fields.contains_key(end) && fields.contains_key(start))
    };
    let shown = says.shown(fields).filter(|spec| !joined(spec.key));
    let fact = |spec: &'static FieldSpec| {
        let until = end_of(spec.key).and_then(|(end, _)| tolerant::str(fields, end));
        let (label, value) = match until {
            Some(end) if fields.contains_key(spec.key) => (t("record-when"), span(text(fields, spec.key), end)),
            _ => (t(&spec.label_key(of)), value(of, spec, fields, tells)),
        };
        (!value.is_empty()).then(|| (spec.key, Fact::new(label, value)))
    };
    shown.filter_map(fact).collect()
}

/// `(end, start)` of a rule that a span must keep.
fn after(rule: &Rule) -> Option<(&'static str, &'static str)> {
    match rule {
        Rule::After(end, start) => Some((end, start)),
        _ => None,
    }
}

/// One value under a flat key, for a field that holds two of them.
pub fn one(of: RecordType, key: &str, stands: &Scalar, tells: &dyn Tells) -> String {
    if is_own(key) {
        return own_value(of, key, stands, tells);
    }
    let said =
        of.says().field(key).map(|spec| value(of, spec, &BTreeMap::from([(key.to_owned(), stands.clone())]), tells));
    match (said, stands) {
        (Some(said), _) if !said.is_empty() => said,
        (_, Scalar::Bool(yes)) => t(if *yes { "value-yes" } else { "value-no" }),
        (_, Scalar::Str(_)) => t("value-newer"),
        (_, Scalar::Int(number)) => number.to_string(),
        (_, Scalar::Bytes(bytes)) => dates::bytes(bytes.len() as u64),
    }
}

/// The label of a flat key: that of its field; another word for a field of a newer app, and for one of a guide that is
/// not here.
pub fn label(of: RecordType, key: &str, tells: &dyn Tells) -> String {
    if is_own(key) {
        return tells.own().field(of, key).map_or_else(|| t("field-of-county"), |field| field.title.clone());
    }
    let label = label_key(of, key);
    if has(&label) { t(&label) } else { t("field-newer") }
}

fn text<'a>(fields: &'a Fields, key: &str) -> &'a str {
    tolerant::str(fields, key).unwrap_or_default().trim()
}

/// What a field of a record says; empty when it says nothing.
pub fn value(of: RecordType, spec: &FieldSpec, fields: &Fields, tells: &dyn Tells) -> String {
    let int = || tolerant::int(fields, spec.key);
    let text = text(fields, spec.key);
    match spec.input {
        Input::Line | Input::Text => text.to_owned(),
        // it means something to the app alone
        Input::Word => String::new(),
        Input::Month => month(text),
        Input::Number => int().map_or_else(|| text.to_owned(), |number| number.to_string()),
        Input::Minutes => int().map_or_else(|| text.to_owned(), |minutes| hours(minutes, tells.class_hour())),
        Input::Money => int().map_or_else(|| text.to_owned(), money),
        Input::Yes => fields
            .get(spec.key)
            .and_then(Scalar::as_bool)
            .filter(|yes| *yes)
            .map_or_else(String::new, |_| t("value-yes")),
        Input::Day => tolerant::parse_day(text).map_or_else(|| text.to_owned(), day_long),
        Input::Instant => tolerant::parse_instant(text).map_or_else(|| text.to_owned(), moment),
        Input::Person => person(text, tells),
        Input::People | Input::Asked | Input::OrderedPeople => people(spec, fields, tells),
        Input::Attendance => attendance(fields, spec.key, tells),
        Input::Choice(words) => match tells.own().title(of, spec.key, text) {
            Some(own) => own.to_owned(),
            None => choice(words, text),
        },
        Input::Choices(words) => choices(words, fields, spec.key),
        Input::Marks => marks(fields, spec.key, tells),
        Input::Record(other) if !text.is_empty() => {
            text.parse().ok().and_then(|id| tells.record(id)).unwrap_or_else(|| t(&other.label_key()))
        }
        Input::Record(_) => String::new(),
        Input::Files(_) => files(fields, tells),
        Input::Rows(columns) => rows(of, spec.key, columns, fields, tells),
    }
}

/// 3 张照片; 2 张照片 · 1 份扫描件 · 已删除 1 份
fn files(fields: &Fields, tells: &dyn Tells) -> String {
    let here = standing(fields, |hash| tells.is_erased(hash));
    let scans = here.iter().filter(|one| one.is_scan()).count();
    let gone = attachments(fields).len() - here.len();
    let gone = (gone > 0).then(|| t_with("files-erased", &[("count", &gone.to_string())]));
    let said = [files_words(here.len() - scans, scans), gone.unwrap_or_default()].into_iter();
    said.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// 3 张照片 · 1 份扫描件
pub fn files_words(pictures: usize, scans: usize) -> String {
    let said = [("files-count", pictures), ("scans-count", scans)].into_iter().filter(|(_, count)| *count > 0);
    said.map(|(key, count)| t_with(key, &[("count", &count.to_string())])).collect::<Vec<_>>().join(" · ")
}

/// 2 学时; 1.5 when it is not whole; 2 分钟 for what would read as none at all, and where nobody knows how long one is.
pub fn hours(minutes: i64, class_hour: Option<ClassHour>) -> String {
    match class_hour.filter(|hour| minutes * 10 >= hour.minutes) {
        Some(hour) => t_with("hours-count", &[("count", &hour.text(minutes))]),
        None => t_with("span-minutes", &[("count", &minutes.to_string())]),
    }
}

/// 1,200 元, 120.50 元; stored in 分.
fn money(fen: i64) -> String {
    let (yuan, rest) = (fen.unsigned_abs() / 100, fen.unsigned_abs() % 100);
    let amount = dates::thousands(yuan);
    let amount = if rest == 0 { amount } else { format!("{amount}.{rest:02}") };
    t_with("money-yuan", &[("amount", &amount)])
}

/// 1995年3月
fn month(text: &str) -> String {
    let read = text.split_once('-').and_then(|(year, month)| Some((year, month.parse::<u8>().ok()?)));
    read.map_or_else(
        || text.to_owned(),
        |(year, month)| t_with("value-month", &[("year", year), ("month", &month.to_string())]),
    )
}

/// 2026年11月23日 星期一 14:30
fn moment(at: NaiveDateTime) -> String {
    format!("{} {}", day_long(at.date()), dates::clock(at))
}

/// 2026年11月23日 星期一 14:30–16:30
fn span(start: &str, end: &str) -> String {
    match (tolerant::parse_instant(start), tolerant::parse_instant(end)) {
        (Some(start), Some(end)) if start.date() == end.date() => format!("{}–{}", moment(start), dates::clock(end)),
        (Some(start), Some(end)) => format!("{} – {}", moment(start), moment(end)),
        (Some(start), None) => moment(start),
        (None, Some(end)) => moment(end),
        (None, None) => String::new(),
    }
}

fn person(id: &str, names: &dyn Names) -> String {
    match id.parse() {
        Ok(person) => name(person, names),
        Err(_) if id.is_empty() => String::new(),
        Err(_) => t("person-not-known"),
    }
}

/// A name, or that the roster does not know this person.
pub fn name(person: PersonId, names: &dyn Names) -> String {
    names.name(person).unwrap_or_else(|| t("person-not-known"))
}

/// 2 人：王丽、刘洋
fn people(spec: &FieldSpec, fields: &Fields, names: &dyn Names) -> String {
    let listed: Vec<String> = studio_core::face::named(spec, fields).into_iter().map(|id| name(id, names)).collect();
    match listed.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        _ => t_with("value-people", &[("count", &listed.len().to_string()), ("names", &listed.join("、"))]),
    }
}

/// 12 人：王丽、刘洋…；迟到：赵静；请假：陈明
fn attendance(fields: &Fields, key: &str, names: &dyn Names) -> String {
    let (mut there, mut late, mut leave) = (Vec::new(), Vec::new(), Vec::new());
    for (id, word) in tolerant::people(fields, key) {
        let how = word.as_str().and_then(Attendance::from_word).unwrap_or(Attendance::Entered);
        let who = name(id, names);
        if how.late() {
            late.push(who.clone());
        }
        if how.present() { &mut there } else { &mut leave }.push(who);
    }
    let mut parts = Vec::new();
    if !there.is_empty() {
        parts.push(t_with("attendance-there", &[("count", &there.len().to_string()), ("names", &there.join("、"))]));
    }
    for (key, who) in [("attendance-late", late), ("attendance-away", leave)] {
        if !who.is_empty() {
            parts.push(t_with(key, &[("names", &who.join("、"))]));
        }
    }
    parts.join("；")
}

/// How somebody was there: 代录, 请假.
pub(super) fn came(how: &Scalar) -> String {
    how.as_str().and_then(Attendance::from_word).map_or_else(|| t("value-newer"), |how| t(how.label_key()))
}

/// The label of a stored word; another word for one of a newer app.
fn choice(words: &[(&str, &str)], word: &str) -> String {
    if word.is_empty() {
        return String::new();
    }
    let unknown = || t(if is_own(word) { "value-of-county" } else { "value-newer" });
    words.iter().find(|(known, _)| *known == word).map_or_else(unknown, |(_, key)| t(key))
}

fn choices(words: &[(&str, &str)], fields: &Fields, key: &str) -> String {
    let said = tolerant::below(fields, key).filter(|(_, value)| value.as_bool() != Some(false));
    said.map(|(word, _)| choice(words, word)).collect::<Vec<_>>().join("、")
}

/// 做到 3 项：…；没做到 1 项：…
fn marks(fields: &Fields, key: &str, tells: &dyn Tells) -> String {
    let told = |yes: bool| -> Vec<String> {
        let lines = tolerant::below(fields, key).filter(|(_, value)| value.as_bool() == Some(yes));
        lines.map(|(word, _)| tells.mark(word).unwrap_or_else(|| t("value-newer"))).collect()
    };
    let words =
        |key: &str, names: &[String]| t_with(key, &[("count", &names.len().to_string()), ("names", &names.join("、"))]);
    let said = [("marks-yes", told(true)), ("marks-no", told(false))].into_iter();
    let said = said.filter(|(_, names)| !names.is_empty()).map(|(key, names)| words(key, &names));
    said.collect::<Vec<_>>().join("；")
}

/// Rows in their order, one a line: 落花生 · 五年级 · 王丽.
fn rows(of: RecordType, key: &str, columns: &[FieldSpec], fields: &Fields, tells: &dyn Tells) -> String {
    let rows = tolerant::rows(fields, key).into_values();
    let mut placed: Vec<(i64, Fields)> =
        rows.map(|row| (tolerant::int(&row, ORDER_KEY).unwrap_or(i64::MAX), row)).collect();
    placed.sort_by_key(|(order, _)| *order);
    let line = |row: &Fields| {
        let said = columns.iter().map(|column| value(of, column, row, tells)).filter(|text| !text.is_empty());
        said.collect::<Vec<_>>().join(" · ")
    };
    placed.iter().map(|(_, row)| line(row)).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// What names these people and knows nothing else.
#[cfg(test)]
pub(super) fn telling<const N: usize>(names: [(PersonId, &str); N]) -> Telling {
    Telling {
        names: names.map(|(id, name)| (id, name.to_owned())).into(),
        schools: BTreeMap::new(),
        class_hour: None,
        erased: std::collections::BTreeSet::new(),
        marks: BTreeMap::new(),
        records: BTreeMap::new(),
        own: Own::default(),
    }
}

#[cfg(test)]
mod tests {

    use super::*;
    use studio_core::guide::{OwnChoice, OwnWord, Source};

    fn who(n: u8) -> PersonId {
        PersonId([n; 16])
    }

    fn names() -> Telling {
        let class_hour = Some(ClassHour { minutes: 60, source: Source::Example });
        Telling { class_hour, ..telling([(who(1), "王丽"), (who(2), "陈明"), (who(3), "赵静")]) }
    }

    fn said(of: RecordType, fields: &[(&str, Scalar)]) -> Vec<(String, String)> {
        let fields = fields.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        facts(of, &fields, &names()).into_iter().map(|fact| (fact.label, fact.value)).collect()
    }

    #[test]
    fn who_was_on_leave_and_who_came_late_is_said_beside_those_who_were_there() {
        let fields: Fields = [(who(1), "entered"), (who(2), "leave"), (who(3), "scan-late")]
            .map(|(id, word)| (format!("attendance/{id}"), word.into()))
            .into();
        let facts = facts(RecordType::Activity, &fields, &names());
        assert_eq!(facts[0].value, "2 人：王丽、赵静；迟到：赵静；请假：陈明");
    }

    #[test]
    fn a_meeting_of_three_days_says_both_of_its_days() {
        let days = [("start", "2026-11-23T08:30".into()), ("end", "2026-11-25T17:00".into())];
        let when = "2026年11月23日 星期一 08:30 – 2026年11月25日 星期三 17:00";
        assert_eq!(said(RecordType::Activity, &days), [("时间".to_owned(), when.to_owned())]);
        let afternoon = [("start", "2026-11-23T14:30".into()), ("end", "2026-11-23T16:30".into())];
        assert_eq!(said(RecordType::Activity, &afternoon)[0].1, "2026年11月23日 星期一 14:30–16:30");
    }

    #[test]
    fn what_belongs_to_another_kind_is_not_said_and_comes_back_with_the_kind() {
        let school =
            |kind: &str| said(RecordType::Activity, &[("kind", kind.into()), ("host_school", "柳河小学".into())]);
        assert_eq!(school("meeting").len(), 1);
        assert_eq!(school("outreach")[1].1, "柳河小学");
    }

    #[test]
    fn a_word_of_a_newer_app_and_a_person_whom_nobody_knows_are_said_in_chinese() {
        let odd = [("kind", "hologram".into()), ("host", who(9).to_string().into())];
        let values: Vec<String> = said(RecordType::Activity, &odd).into_iter().map(|(_, value)| value).collect();
        assert_eq!(values, [t("value-newer"), t("person-not-known")]);
        assert_eq!(label(RecordType::Activity, "hologram", &names()), t("field-newer"));
        assert_eq!(one(RecordType::Activity, "kind", &"hologram".into(), &names()), t("value-newer"));
    }

    fn county() -> Telling {
        let word = |id: &str, title: &str| OwnWord { id: id.into(), title: title.into() };
        let field = |id: &str, title: &str, input, words| OwnField {
            of: RecordType::Activity,
            id: id.into(),
            title: title.into(),
            hint: String::new(),
            input,
            words,
            source: Source::Notice,
        };
        let fields = vec![
            field("room", "用的哪间教室", OwnInput::Choice, vec![word("plain", "普通教室")]),
            field("on", "哪天约的", OwnInput::Day, Vec::new()),
            field("open", "是开放日", OwnInput::Yes, Vec::new()),
        ];
        let of = RecordType::Activity;
        let choices = vec![OwnChoice { of, field: "kind".into(), words: vec![word("market", "集市课堂")] }];
        Telling { own: Own { guide: "lx".into(), fields, choices }, ..names() }
    }

    #[test]
    fn what_the_county_added_is_said_after_all_others_and_what_another_guide_did_as_it_stands() {
        let stands = [
            ("kind", "x-lx/market".into()),
            ("x-lx/open", true.into()),
            ("x-lx/on", "2026-11-23".into()),
            ("x-lx/room", "plain".into()),
            ("x-lx/gone", 7.into()),
            ("x-other/colour", "墨绿".into()),
        ];
        let fields: Fields = stands.into_iter().map(|(key, value): (&str, Scalar)| (key.to_owned(), value)).collect();
        let said = |tells: &Telling| -> Vec<(String, String)> {
            facts(RecordType::Activity, &fields, tells).into_iter().map(|fact| (fact.label, fact.value)).collect()
        };
        let line = |label: &str, value: &str| (label.to_owned(), value.to_owned());
        let rest = [line("县里加的一项", "7"), line("县里加的一项", "墨绿")];
        let known = [
            line("类型", "集市课堂"),
            line("用的哪间教室", "普通教室"),
            line("哪天约的", "2026年11月23日 星期一"),
            line("是开放日", "是"),
        ];
        assert_eq!(said(&county()), known.into_iter().chain(rest).collect::<Vec<_>>());
        let strange = said(&names());
        assert_eq!(strange[0], line("类型", "县里加的一类"));
        assert_eq!(strange.len(), 6, "nothing is dropped: {strange:?}");
        assert_eq!(one(RecordType::Activity, "x-lx/room", &"plain".into(), &county()), "普通教室");
    }

    #[test]
    fn one_of_two_values_is_said_as_the_page_says_it() {
        let one = |key: &str, value: Scalar| one(RecordType::Activity, key, &value, &names());
        assert_eq!(one(&format!("attendance/{}", who(2)), "leave".into()), "请假：陈明");
        assert_eq!(one(&format!("speakers/{}", who(2)), false.into()), "否");
        assert_eq!((one("hours", 90.into()), one("hours", 120.into())), ("1.5 学时".into(), "2 学时".into()));
        assert_eq!(one("hours", 2.into()), "2 分钟", "never 0.0 学时");
        let county = Telling { class_hour: Some(ClassHour { minutes: 45, source: Source::Notice }), ..names() };
        let of_county = super::one(RecordType::Activity, "hours", &90.into(), &county);
        assert_eq!(of_county, "2 学时", "a county whose 学时 are shorter");
        let unknown = Telling { class_hour: None, ..names() };
        assert_eq!(super::one(RecordType::Activity, "hours", &90.into(), &unknown), "90 分钟");
        assert_eq!(one("start", "2026-11-23T14:30".into()), "2026年11月23日 星期一 14:30");
    }

    #[test]
    fn a_record_that_is_pointed_at_is_said_by_its_title_and_by_its_type_where_nobody_knows_it() {
        let (known, other) = (RecordId([1; 16]), RecordId([2; 16]));
        let told = Telling { records: [(known, "作业设计研讨".to_owned())].into(), ..names() };
        let said = |id: RecordId| super::one(RecordType::Expense, "activity", &id.to_string().into(), &told);
        assert_eq!((said(known).as_str(), said(other)), ("作业设计研讨", t("record-type-activity")));
    }

    #[test]
    fn money_is_said_in_yuan_and_a_month_with_its_year() {
        assert_eq!((money(120_000).as_str(), money(12_050).as_str()), ("1,200 元", "120.50 元"));
        assert_eq!((month("1995-03").as_str(), month("1995").as_str()), ("1995年3月", "1995"));
    }
}
