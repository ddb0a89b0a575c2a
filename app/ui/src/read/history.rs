//! What a change did to a field in words: what stood there, what stands since. The values are said by [`super::fields`]
//! alone. It judges nothing.

use std::collections::BTreeSet;

use studio_core::attachment::Attachment;
use studio_core::form::{FieldSpec, Input};
use studio_core::guide::is_own;
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::tolerant::Fields;
use studio_core::view::{Older, Revised, Revision};

use super::fields::came;
use super::{Tells, facts, label, name, one, value};
use crate::components::Fact;
use crate::i18n::{t, t_with};

/// Letters from which on of two long texts only the part that differs is said.
const LONG_CHARS: usize = 80;
/// Letters beside that part.
const BESIDE_CHARS: usize = 12;

/// A field of a revision in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevisedWords {
    /// The field's label.
    pub label: String,
    /// What happened to it, one thing a line.
    pub lines: Vec<String>,
    /// The older values that can be put back: which one, and what the way back is called.
    pub backs: Vec<(usize, String)>,
}

/// What a change did to a field.
pub fn revised(of: RecordType, field: &Revised, tells: &dyn Tells) -> RevisedWords {
    let spec = of.says().field(&field.field);
    let lines = match spec {
        _ if is_own(&field.field) => {
            [Some(single(of, field, tells)), stands(of, field, tells)].into_iter().flatten().collect()
        }
        None => vec![t("value-newer")],
        // a place, a paper, a record: which, only the app knows
        Some(spec) if spec.input == Input::Word => vec![t("revised-other")],
        Some(spec) if is_many(field) => many(of, spec, field, tells),
        Some(_) => [Some(single(of, field, tells)), stands(of, field, tells)].into_iter().flatten().collect(),
    };
    let is_said = spec.is_none_or(|spec| spec.input != Input::Word);
    let backs = field.was.iter().enumerate().filter(|(_, older)| is_said && !older.back.is_empty());
    let backs = backs.map(|(at, older)| (at, back(of, field, older, tells))).collect();
    RevisedWords { label: label(of, &field.field, tells), lines, backs }
}

/// What a record was born with.
pub fn born_with(of: RecordType, revision: &Revision, tells: &dyn Tells) -> Vec<Fact> {
    let fields: Fields = revision.fields.iter().flat_map(|field| field.now.clone()).collect();
    let newer = revision.fields.iter().any(|field| of.says().field(&field.field).is_none() && !is_own(&field.field));
    let newer = newer.then(|| Fact::new(t("field-newer"), t("value-newer")));
    facts(of, &fields, tells).into_iter().chain(newer).collect()
}

/// Whether it holds several things, each under a key below its own.
fn is_many(field: &Revised) -> bool {
    let all = field.was.iter().map(|older| &older.fields).chain([&field.now]);
    all.flat_map(Fields::keys).any(|key| *key != field.field)
}

fn back(of: RecordType, field: &Revised, older: &Older, tells: &dyn Tells) -> String {
    match older.fields.get(&field.field) {
        _ if is_many(field) => t("revised-back-many"),
        None => t("revised-back-empty"),
        // named, for two values stand beside it
        Some(stood) => t_with("revised-back", &[("value", &short(&one(of, &field.field, stood, tells)))]),
    }
}

/// The beginning of a value, on one line.
fn short(text: &str) -> String {
    let text = text.replace('\n', " ");
    let head: String = text.chars().take(BESIDE_CHARS).collect();
    if head.len() < text.len() { format!("{head}…") } else { head }
}

/// 录播室 → 会议室
fn single(of: RecordType, field: &Revised, tells: &dyn Tells) -> String {
    let said = |stood: &Scalar| one(of, &field.field, stood, tells);
    let was: Vec<Option<&Scalar>> = field.was.iter().map(|older| older.fields.get(&field.field)).collect();
    let now = field.now.get(&field.field);
    if let ([Some(Scalar::Str(old))], Some(Scalar::Str(new))) = (was.as_slice(), now)
        && is_text(of, &field.field)
        && old.chars().count().max(new.chars().count()) > LONG_CHARS
    {
        let (old, new) = apart(old, new);
        return change(&old, &new);
    }
    let nothing = || t("revised-nothing");
    let old = match was.as_slice() {
        [] => nothing(),
        [one] => one.map_or_else(nothing, said),
        several => {
            let quoted = several.iter().flatten().map(|one| t_with("revised-quoted", &[("value", &said(one))]));
            quoted.collect::<Vec<_>>().join("、")
        }
    };
    let new = now.map_or_else(|| t("revised-cleared"), said);
    if old == new { t("revised-other") } else { change(&old, &new) }
}

/// What a way back would write over, where that was changed again since: nobody undoes what they did not see.
fn stands(of: RecordType, field: &Revised, tells: &dyn Tells) -> Option<String> {
    let edit = field.was.iter().flat_map(|older| &older.back).find(|edit| edit.key == field.field)?;
    let again = edit.seen.as_ref() != field.now.get(&field.field);
    let said = |stands: &Scalar| one(of, &field.field, stands, tells);
    again.then(|| t_with("asides-stands", &[("value", &edit.seen.as_ref().map_or_else(|| t("revised-nothing"), said))]))
}

fn is_text(of: RecordType, key: &str) -> bool {
    of.says().field(key).is_some_and(|spec| matches!(spec.input, Input::Line | Input::Text))
}

fn change(was: &str, now: &str) -> String {
    t_with("revised-change", &[("was", was), ("now", now)])
}

/// Two long texts without what both begin and end with.
fn apart(old: &str, new: &str) -> (String, String) {
    let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let same = |pairs: &mut dyn Iterator<Item = (&char, &char)>| pairs.take_while(|(a, b)| a == b).count();
    let head = same(&mut old.iter().zip(&new));
    let most = old.len().min(new.len()) - head;
    let tail = same(&mut old.iter().rev().zip(new.iter().rev())).min(most);
    let (from, beside) = (head.saturating_sub(BESIDE_CHARS), tail.saturating_sub(BESIDE_CHARS));
    let part = |text: &[char]| {
        let until = text.len() - beside;
        let middle: String = text.iter().take(until).skip(from).collect();
        let (before, after) = (if from > 0 { "…" } else { "" }, if beside > 0 { "…" } else { "" });
        format!("{before}{middle}{after}")
    };
    (part(&old), part(&new))
}

/// 加了：王丽; 去掉了：刘洋; 代录 → 请假
fn many(of: RecordType, spec: &FieldSpec, field: &Revised, tells: &dyn Tells) -> Vec<String> {
    let nothing = Fields::new();
    let was = field.was.first().map_or(&nothing, |older| &older.fields);
    let now = &field.now;
    let (before, since) = (items(was), items(now));
    let of_items = |fields: &Fields, which: &BTreeSet<&str>| -> Fields {
        let listed = fields.iter().filter(|(key, _)| item(key).is_some_and(|item| which.contains(item)));
        listed.map(|(key, value)| (key.clone(), value.clone())).collect()
    };
    let said = |fields: &Fields| value(of, spec, fields, tells);
    let came = said(&of_items(now, &since.difference(&before).copied().collect()));
    let went = said(&of_items(was, &before.difference(&since).copied().collect()));
    let mut lines = Vec::new();
    for (key, words) in [("revised-came", came), ("revised-went", went)] {
        if !words.is_empty() {
            lines.push(t_with(key, &[("value", &words)]));
        }
    }
    for one in before.intersection(&since) {
        let only = BTreeSet::from([*one]);
        let (old, new) = (of_items(was, &only), of_items(now, &only));
        if old != new {
            lines.push(item_changed(spec, (&old, &said(&old)), (&new, &said(&new)), tells));
        }
    }
    lines.dedup();
    if lines.is_empty() { vec![t("revised-finer")] } else { lines }
}

fn item(key: &str) -> Option<&str> {
    key.split('/').nth(1)
}

fn items(fields: &Fields) -> BTreeSet<&str> {
    fields.keys().filter_map(|key| item(key)).collect()
}

/// One person, picture or row that was there before and is there since.
fn item_changed(
    spec: &FieldSpec,
    (old, was): (&Fields, &str),
    (new, now): (&Fields, &str),
    tells: &dyn Tells,
) -> String {
    if spec.input == Input::Attendance {
        let how = |fields: &Fields| fields.values().next().map(came).unwrap_or_default();
        let who = old.keys().find_map(|key| item(key)?.parse().ok()).map(|id| name(id, tells));
        let change = change(&how(old), &how(new));
        return t_with("revised-person", &[("name", &who.unwrap_or_default()), ("change", &change)]);
    }
    if let (Some(old), Some(new)) = (picture(old), picture(new))
        && old.caption != new.caption
    {
        let said = |text: &str| if text.is_empty() { t("revised-nothing") } else { text.to_owned() };
        return t_with("revised-caption", &[("change", &change(&said(&old.caption), &said(&new.caption)))]);
    }
    if was == now { t("revised-finer") } else { change(was, now) }
}

fn picture(fields: &Fields) -> Option<Attachment> {
    fields.iter().find_map(|(key, value)| Attachment::read(item(key)?, value.as_str()?))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use studio_core::edit::FieldEdit;
    use studio_core::id::{PersonId, PieceHash, RecordId};
    use studio_core::view::Telling;

    const OF: RecordType = RecordType::Activity;

    fn who(n: u8) -> PersonId {
        PersonId([n; 16])
    }

    fn tells() -> Telling {
        let names = [(who(1), "王丽"), (who(2), "陈明")].map(|(id, name)| (id, name.to_owned()));
        Telling {
            names: names.into(),
            schools: BTreeMap::new(),
            class_hour: None,
            erased: BTreeSet::new(),
            marks: BTreeMap::new(),
            records: BTreeMap::new(),
            own: studio_core::guide::Own::default(),
        }
    }

    fn fields(fields: &[(&str, Scalar)]) -> Fields {
        fields.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
    }

    fn older(stood: &[(&str, Scalar)]) -> Older {
        let back = vec![FieldEdit { key: "topic".into(), seen: None, value: None }];
        Older { fields: fields(stood), back }
    }

    fn said(field: &str, was: &[(&str, Scalar)], now: &[(&str, Scalar)]) -> RevisedWords {
        let field = Revised { field: field.into(), was: vec![older(was)], now: fields(now) };
        revised(OF, &field, &tells())
    }

    fn lines(field: &str, was: &[(&str, Scalar)], now: &[(&str, Scalar)]) -> Vec<String> {
        said(field, was, now).lines
    }

    #[test]
    fn a_value_is_said_as_the_page_says_it_and_what_was_empty_or_is_cleared_says_so() {
        let place = |text: &str| ("place", Scalar::from(text));
        let whole = said("place", &[place("录播室")], &[place("会议室")]);
        assert_eq!((whole.label.as_str(), whole.lines.as_slice()), ("地点", ["录播室 → 会议室".to_owned()].as_slice()));
        assert_eq!(whole.backs, [(0, "恢复成这个：录播室".to_owned())]);
        let first = said("place", &[], &[place("会议室")]);
        assert_eq!((first.lines[0].as_str(), first.backs[0].1.as_str()), ("（没写） → 会议室", "恢复成没写"));
        assert_eq!(lines("place", &[place("会议室")], &[]), ["会议室 → （清空）"]);
        assert_eq!(
            lines("start", &[("start", "2026-11-23T14:30".into())], &[("start", "2026-11-24T14:30".into())]),
            ["2026年11月23日 星期一 14:30 → 2026年11月24日 星期二 14:30"]
        );
        assert_eq!(
            lines("host", &[("host", who(1).to_string().into())], &[("host", who(9).to_string().into())]),
            ["王丽 → 名册里找不到的人"]
        );
    }

    #[test]
    fn where_two_values_stood_both_are_said_and_each_has_its_way_back() {
        let place = |text: &str| ("place", Scalar::from(text));
        let was = vec![older(&[place("会议室")]), older(&[place("操场")])];
        let field = Revised { field: "place".into(), was, now: fields(&[place("操场")]) };
        let words = revised(OF, &field, &tells());
        assert_eq!(words.lines, ["“会议室”、“操场” → 操场"]);
        assert_eq!(words.backs, [(0, "恢复成这个：会议室".to_owned()), (1, "恢复成这个：操场".to_owned())]);
    }

    #[test]
    fn what_was_changed_again_since_is_said_beside_the_way_back() {
        let back = |seen: &str| vec![FieldEdit { key: "place".into(), seen: Some(seen.into()), value: None }];
        let place = |text: &str| fields(&[("place", text.into())]);
        let lines = |seen: &str| {
            let was = vec![Older { fields: place("录播室"), back: back(seen) }];
            revised(OF, &Revised { field: "place".into(), was, now: place("会议室") }, &tells()).lines
        };
        assert_eq!(lines("操场"), ["录播室 → 会议室", "现在是：操场"]);
        assert_eq!(lines("会议室"), ["录播室 → 会议室"]);
    }

    #[test]
    fn of_people_it_says_who_came_in_who_went_and_what_changed_for_whom() {
        let came = |n: u8, word: &str| (format!("attendance/{}", who(n)), Scalar::from(word));
        let say = |was: &[(String, Scalar)], now: &[(String, Scalar)]| {
            let plain = |all: &[(String, Scalar)]| all.iter().cloned().collect::<Fields>();
            let field = Revised {
                field: "attendance".into(),
                was: vec![Older { fields: plain(was), back: Vec::new() }],
                now: plain(now),
            };
            revised(OF, &field, &tells()).lines
        };
        assert_eq!(say(&[came(2, "entered")], &[came(1, "entered")]), ["加了：1 人：王丽", "去掉了：1 人：陈明"]);
        assert_eq!(say(&[came(1, "entered")], &[came(1, "leave")]), ["王丽：代录 → 请假"]);
        assert_eq!(say(&[came(1, "entered")], &[came(1, "signed")]), ["王丽：代录 → 手签"], "not the same words twice");
        assert_eq!(say(&[came(1, "hologram")], &[came(1, "leave")]), [format!("王丽：{} → 请假", t("value-newer"))]);
    }

    #[test]
    fn pictures_are_counted_and_their_captions_read() {
        let one = |n: u8, caption: &str| {
            let text = format!("photo;image/jpeg;9;{n};;-;{caption}");
            (format!("attachments/{}", PieceHash([n; 32])), Scalar::from(text))
        };
        let say = |was: &[(String, Scalar)], now: &[(String, Scalar)]| {
            let plain = |all: &[(String, Scalar)]| all.iter().cloned().collect::<Fields>();
            let field = Revised {
                field: "attachments".into(),
                was: vec![Older { fields: plain(was), back: Vec::new() }],
                now: plain(now),
            };
            revised(OF, &field, &tells()).lines
        };
        assert_eq!(say(&[], &[one(1, ""), one(2, "")]), ["加了：2 张照片"]);
        assert_eq!(say(&[one(1, "")], &[]), ["去掉了：1 张照片"]);
        assert_eq!(say(&[one(1, "板书")], &[one(1, "合影")]), ["说明：板书 → 合影"]);
    }

    #[test]
    fn of_a_long_text_only_the_part_that_differs_is_said() {
        let text = |middle: &str| format!("{}{middle}{}", "先各自说课，".repeat(20), "再合成一份。".repeat(20));
        let key = OF.says().fields.iter().find(|spec| spec.input == Input::Text).expect("a text").key;
        let (was, now) = ([(key, text("五年级").into())], [(key, text("六年级").into())]);
        let said = lines(key, &was, &now);
        assert_eq!(
            said,
            [
                "…先各自说课，先各自说课，五年级再合成一份。再合成一… → …先各自说课，先各自说课，六年级再合成一份。再合成一…"
            ]
        );
    }

    #[test]
    fn what_reads_the_same_and_what_only_a_newer_app_knows_is_said_in_chinese() {
        let record = |n: u8| RecordId([n; 16]).to_string();
        let with = RecordType::work().find_map(|of| {
            let linked = |spec: &&FieldSpec| matches!(spec.input, Input::Record(_));
            of.says().fields.iter().find(linked).map(|spec| (of, spec.key))
        });
        let (of, key) = with.expect("a type that names a record");
        let stood = |n: u8| fields(&[(key, record(n).into())]);
        let field =
            Revised { field: key.into(), was: vec![Older { fields: stood(1), back: Vec::new() }], now: stood(2) };
        assert_eq!(revised(of, &field, &tells()).lines, [t("revised-other")]);
        let newer = said("hologram", &[], &[("hologram/x", "y".into())]);
        assert_eq!((newer.label, newer.lines), (t("field-newer"), vec![t("value-newer")]));
    }
}
