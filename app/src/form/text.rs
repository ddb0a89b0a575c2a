//! The buffer behind a form: flat key → value as the form holds it, beside the value that was there when it was opened.
//! Pure; it knows no screen and no engine.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};
use studio_core::attachment::{Attachment, erased, erased_key, unerased};
use studio_core::birth_month::BirthMonth;
use studio_core::command::{Draft, Fields, Problem, problems};
use studio_core::edit::FieldEdit;
use studio_core::face;
use studio_core::form::{self, FieldSpec, Input};
use studio_core::guide::{ClassHour, Source};
use studio_core::id::{PieceHash, RecordId};
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::time::{Day, Millis};
use studio_core::tolerant;
use studio_core::view::Prefill;

use super::money::fen;

/// What a form holds. Its encoding lies in the draft table of phones: fields are only added.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub(crate) struct FormText {
    /// The type's word.
    #[n(0)]
    word: String,
    /// What the record held when the form was opened; empty for a new one.
    #[n(1)]
    seen: BTreeMap<String, Scalar>,
    /// What the form holds now.
    #[n(2)]
    now: BTreeMap<String, Scalar>,
    /// Minutes of one 学时: lengths are typed in those. Missing in drafts of the first release, which asked for minutes.
    #[n(3)]
    hour: Option<i64>,
    /// Whether that is an example.
    #[n(4)]
    hour_example: Option<bool>,
    /// Pictures that were being made small when it was kept: in a form that is opened again they were not taken.
    #[n(5)]
    making: Option<u32>,
    /// Words of the line that it was filled from that no field took, and those that it asked about.
    #[n(6)]
    pub(super) left: Option<Vec<String>>,
}

impl FormText {
    /// A new record's form.
    pub(crate) fn fresh(of: RecordType, prefill: &Prefill) -> Self {
        let empty = Self::editing(of, &BTreeMap::new());
        Self { now: prefill.fields.clone(), ..empty }.in_hours(prefill.class_hour)
    }

    /// The form of a record that exists.
    pub(crate) fn editing(of: RecordType, fields: &BTreeMap<String, Scalar>) -> Self {
        let word = of.word().to_owned();
        let (hour, hour_example, making, left) = (None, None, None, None);
        Self { word, seen: fields.clone(), now: fields.clone(), hour, hour_example, making, left }
    }

    /// What kind of record it is about.
    pub(crate) fn record_type(&self) -> RecordType {
        RecordType::from_word(&self.word).unwrap_or(RecordType::Activity)
    }

    /// Whether the record exists already.
    pub(crate) fn edits_existing(&self) -> bool {
        !self.seen.is_empty()
    }

    /// The form as bytes for the draft table.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        // A length goes as it was meant: nobody who reads the draft need know in what it was typed.
        let says = self.record_type().says();
        let mut kept = self.clone();
        for (key, value) in self.typed().into_iter().filter(|(key, _)| says.input(key) == Some(Input::Minutes)) {
            kept.now.insert(key, value);
        }
        // Writing into memory cannot fail.
        minicbor::to_vec(&kept).unwrap_or_default()
    }

    /// The form that these bytes hold; `None` when they are no form of this release or an older one, or the form of a
    /// type that only a newer one knows.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut text: Self = minicbor::decode(bytes).ok()?;
        let of = RecordType::from_word(&text.word)?;
        if text.hour.is_none() {
            text.read_minutes(of);
        }
        Some(text)
    }

    /// Lengths that were typed in minutes become what a record holds.
    fn read_minutes(&mut self, of: RecordType) {
        for (key, value) in &mut self.now {
            let typed = value.as_str().filter(|_| of.says().input(key) == Some(Input::Minutes));
            if let Some(minutes) = typed.and_then(|text| text.trim().parse::<i64>().ok()) {
                *value = Scalar::Int(minutes);
            }
        }
    }

    /// The same, with lengths typed in 学时 of this length.
    pub(crate) fn in_hours(self, hour: ClassHour) -> Self {
        Self { hour: Some(hour.minutes), hour_example: Some(hour.source == Source::Example), ..self }
    }

    /// In which lengths are typed.
    pub(crate) fn class_hour(&self) -> Option<ClassHour> {
        let source = if self.hour_example == Some(true) { Source::Example } else { Source::Unset };
        self.hour.filter(|minutes| *minutes > 0).map(|minutes| ClassHour { minutes, source })
    }

    /// A field stands again as the form would have opened without a line; where that is the same, it is empty: what was
    /// called wrong is never left standing.
    pub(crate) fn as_usual(&mut self, field: &str, usual: &Fields) {
        let of = |fields: &Fields| -> Fields {
            let own = fields.iter().filter(|(key, _)| key.split('/').next() == Some(field));
            own.map(|(key, value)| (key.clone(), value.clone())).collect()
        };
        let (stood, before) = (of(&self.now), of(usual));
        self.now.retain(|key, _| !stood.contains_key(key));
        if stood != before {
            self.now.extend(before);
        }
    }

    /// Puts a value under a flat key.
    pub(crate) fn put(&mut self, key: &str, value: Scalar) {
        self.now.insert(key.to_owned(), value);
    }

    /// Says yes or no under `prefix/rest`; the same once more takes it back.
    pub(crate) fn tick(&mut self, prefix: &str, rest: &str, yes: bool) {
        let same = self.marked(prefix, rest).and_then(Scalar::as_bool) == Some(yes);
        self.mark(prefix, rest, (!same).then(|| yes.into()));
    }

    /// Its title as far as it is written; people stay unnamed.
    pub(crate) fn title(&self) -> String {
        face::title(self.record_type(), &self.now, &|_| String::new())
    }

    /// What it holds, as a record would.
    pub(crate) fn fields(&self) -> &Fields {
        &self.now
    }

    /// The text under a key; a number in digits.
    pub(crate) fn text(&self, key: &str) -> String {
        match self.now.get(key) {
            Some(Scalar::Str(text)) => text.clone(),
            Some(Scalar::Int(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    /// The text that stood under a key when the form was opened.
    pub(super) fn had_text(&self, key: &str) -> String {
        self.seen.get(key).and_then(Scalar::as_str).unwrap_or_default().to_owned()
    }

    /// Puts a text under a key; an empty one clears it.
    pub(crate) fn put_text(&mut self, key: &str, text: &str) {
        if text.is_empty() {
            self.now.remove(key);
        } else {
            self.now.insert(key.to_owned(), Scalar::Str(text.to_owned()));
        }
    }

    /// Puts a number as it is typed; what does not read as one stays as it was typed.
    pub(crate) fn put_number(&mut self, key: &str, text: &str) {
        match text.trim().parse::<i64>() {
            Ok(number) => self.put(key, number.into()),
            Err(_) => self.put_text(key, text),
        }
    }

    /// An amount as it is typed: in 元, as it stands or as it was written.
    pub(crate) fn yuan(&self, key: &str) -> String {
        match self.now.get(key) {
            Some(Scalar::Int(fen)) if fen % 100 == 0 => (fen / 100).to_string(),
            Some(Scalar::Int(fen)) => format!("{}.{:02}", fen / 100, fen % 100),
            _ => self.text(key),
        }
    }

    /// A length as it is typed: in 学时, as it stands or as it was written.
    pub(crate) fn hours(&self, key: &str) -> String {
        match self.now.get(key) {
            Some(Scalar::Int(minutes)) => {
                self.class_hour().map_or_else(|| minutes.to_string(), |hour| hour.text(*minutes))
            }
            _ => self.text(key),
        }
    }

    /// Its day, when that is still to come although it says that something was; a deadline is meant to be to come.
    pub(crate) fn ahead(&self, today: Day) -> Option<Day> {
        let says = self.record_type().says();
        tolerant::day(&self.now, says.face.day).filter(|day| *day > today && !says.intends)
    }

    /// Whether it is a plan: people are asked to come, and the day is still to come.
    pub(crate) fn is_plan(&self, today: Day) -> bool {
        form::asks(self.record_type()) && self.ahead(today).is_some()
    }

    /// Whether anybody is said to have been there, or not.
    pub(crate) fn has_attendance(&self) -> bool {
        self.specs().any(|spec| spec.input == Input::Attendance && self.entries(spec.key).next().is_some())
    }

    /// Whether a field says yes.
    pub(crate) fn yes(&self, key: &str) -> bool {
        self.now.get(key).and_then(Scalar::as_bool) == Some(true)
    }

    /// Says yes in a field, or nothing.
    pub(crate) fn put_yes(&mut self, key: &str, yes: bool) {
        if yes {
            self.now.insert(key.to_owned(), Scalar::Bool(true));
        } else {
            self.now.remove(key);
        }
    }

    /// The keys below `prefix/` that say yes, without the prefix, in key order.
    pub(crate) fn below(&self, prefix: &str) -> Vec<String> {
        self.entries(prefix)
            .filter(|(_, value)| value.as_bool() != Some(false))
            .map(|(rest, _)| rest.to_owned())
            .collect()
    }

    fn entries<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a Scalar)> {
        let rest = move |key: &'a str| key.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('/'));
        self.now.iter().filter_map(move |(key, value)| Some((rest(key)?, value)))
    }

    /// Puts a value under `prefix/rest`, or takes it away.
    pub(crate) fn mark(&mut self, prefix: &str, rest: &str, value: Option<Scalar>) {
        let key = format!("{prefix}/{rest}");
        match value {
            Some(value) => self.now.insert(key, value),
            None => self.now.remove(&key),
        };
    }

    /// The value under `prefix/rest`.
    pub(crate) fn marked(&self, prefix: &str, rest: &str) -> Option<&Scalar> {
        self.now.get(&format!("{prefix}/{rest}"))
    }

    /// Its pictures in their order; those that were erased are none.
    pub(crate) fn pictures(&self) -> Vec<Attachment> {
        unerased(&self.now)
    }

    /// Whether its author erased a picture of this record; what this form takes out can still be put back.
    pub(crate) fn is_erased(&self, picture: PieceHash) -> bool {
        erased(&self.seen).any(|(gone, _)| gone == picture)
    }

    /// The same with what is erased by now of its pictures, by its author or by the bureau: known here, and written by
    /// nobody once more.
    pub(crate) fn with_erasures(mut self, gone: impl IntoIterator<Item = (PieceHash, Millis)>) -> Self {
        for (piece, at) in gone {
            self.seen.insert(erased_key(piece), at.0.into());
            self.now.insert(erased_key(piece), at.0.into());
        }
        self
    }

    /// Whether the record had a picture when the form was opened.
    pub(crate) fn had(&self, one: &Attachment) -> bool {
        self.seen.contains_key(&one.key())
    }

    /// Takes a picture out. One that the record had is erased with it: nobody would find it to erase it later.
    pub(crate) fn remove_picture(&mut self, one: &Attachment, now: Millis) {
        self.now.remove(&one.key());
        if self.had(one) {
            self.now.extend(one.pieces().map(|piece| (erased_key(piece), now.0.into())));
        }
    }

    /// Puts a picture, or what is said of one.
    pub(crate) fn put_picture(&mut self, one: &Attachment) {
        let kept = one.pieces().map(erased_key).filter(|key| !self.seen.contains_key(key)).collect::<Vec<_>>();
        kept.iter().for_each(|key| drop(self.now.remove(key)));
        self.now.insert(one.key(), one.text().into());
    }

    /// So many more pictures, or fewer, are being made small.
    pub(crate) fn add_making(&mut self, more: i32) {
        self.making = Some(self.making.unwrap_or_default().saturating_add_signed(more)).filter(|count| *count > 0);
    }

    /// How many pictures were being made small when it was kept; from now on none is.
    pub(crate) fn take_making(&mut self) -> u32 {
        self.making.take().unwrap_or_default()
    }

    /// The people chosen below a key in their order, the last one last.
    pub(crate) fn in_order(&self, prefix: &str) -> Vec<String> {
        let mut placed: Vec<(i64, &str)> =
            self.entries(prefix).map(|(rest, value)| (value.as_int().unwrap_or(i64::MAX), rest)).collect();
        placed.sort_unstable();
        placed.into_iter().map(|(_, rest)| rest.to_owned()).collect()
    }

    /// The fields of this form that are shown: some belong to one kind of activity.
    pub(crate) fn specs(&self) -> impl Iterator<Item = &'static FieldSpec> + use<> {
        let shown: Vec<&'static FieldSpec> = self.record_type().says().shown(&self.now).collect();
        shown.into_iter()
    }

    /// What stands in the way of handing it in.
    pub(crate) fn problems(&self) -> Vec<Problem> {
        problems(self.record_type(), &self.typed())
    }

    /// Whether a person would miss it: anything they changed in a record that exists; in a new one words that they wrote,
    /// people or lessons that they added, pictures that they chose. A tapped chip, a place or a time that was offered is no
    /// draft.
    pub(crate) fn holds_words(&self, opened: &Self, places: &[String]) -> bool {
        if self.making.is_some() {
            return true;
        }
        if self.edits_existing() {
            return self.now != self.seen;
        }
        let added = self.now.iter().filter(|(key, value)| opened.now.get(*key) != Some(*value));
        added.into_iter().any(|(key, value)| self.is_written(key, value, places))
    }

    fn is_written(&self, key: &str, value: &Scalar, places: &[String]) -> bool {
        let field = key.split('/').next().unwrap_or_default();
        let spec = form::fields(self.record_type()).iter().find(|spec| spec.key == field);
        match (spec.map(|spec| spec.input), value) {
            (Some(Input::Choice(_) | Input::Choices(_) | Input::Yes | Input::Instant | Input::Day), _) => false,
            (_, Scalar::Str(text)) => !text.trim().is_empty() && !places.contains(text),
            _ => true,
        }
    }

    /// What the person changed, for a command.
    pub(crate) fn draft(&self, record: RecordId) -> Draft {
        let now = self.typed();
        let keys = now.keys().chain(self.seen.keys().filter(|key| !now.contains_key(*key)));
        let fields = keys
            .filter(|key| now.get(*key) != self.seen.get(*key))
            .map(|key| FieldEdit { key: key.clone(), seen: self.seen.get(key).cloned(), value: now.get(key).cloned() })
            .collect();
        Draft { record_type: self.record_type(), record, fields }
    }

    /// The record changed elsewhere while the form was open: what the person did not touch follows, what they wrote
    /// stays and counts from now on as written over what stands there.
    pub(crate) fn look_again(&mut self, fields: &BTreeMap<String, Scalar>) {
        let keys: BTreeSet<String> = self.seen.keys().chain(fields.keys()).cloned().collect();
        for key in keys {
            if self.now.get(&key) == self.seen.get(&key) {
                match fields.get(&key) {
                    Some(value) => self.now.insert(key, value.clone()),
                    None => self.now.remove(&key),
                };
            }
        }
        self.seen = fields.clone();
    }

    /// The values with numbers as numbers and months as records keep them: an input gives text. A text that does not
    /// read as one stays, and is told as a problem.
    fn typed(&self) -> Fields {
        let says = self.record_type().says();
        let minutes = |text: &str| self.class_hour()?.typed(text.trim().trim_end_matches("学时").trim_end());
        let read = |key: &String, value: &Scalar| {
            let text = value.as_str()?;
            match says.input(key)? {
                Input::Number => text.trim().parse::<i64>().ok().map(Scalar::Int),
                Input::Minutes => minutes(text).map(Scalar::Int),
                Input::Money => fen(text).map(Scalar::Int),
                // one that stands as it is read in the roster is not written anew
                Input::Month if self.now.get(key) != self.seen.get(key) => {
                    BirthMonth::read(text).map(|m| m.text().into())
                }
                _ => None,
            }
        };
        let typed = |(key, value): (&String, &Scalar)| (key.clone(), read(key, value).unwrap_or_else(|| value.clone()));
        self.now.iter().map(typed).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: ClassHour = ClassHour { minutes: 60, source: Source::Example };

    fn form(fields: &[(&str, Scalar)]) -> FormText {
        let fields = fields.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        FormText::editing(RecordType::Activity, &fields)
    }

    #[test]
    fn a_picture_that_the_record_had_is_erased_with_its_removal_and_comes_back_until_then() {
        let one = studio_core::attachment::Attachment::read(
            &PieceHash([7; 32]).to_string(),
            &format!("photo;image/jpeg;9;1;;{};板书", PieceHash([8; 32])),
        )
        .expect("a picture");
        let fields = BTreeMap::from([(one.key(), Scalar::from(one.text()))]);
        let erased_in = |text: &FormText| erased(&text.now).map(|(piece, _)| piece).collect::<Vec<_>>();
        let mut text = FormText::editing(RecordType::Activity, &fields);
        text.remove_picture(&one, Millis(9));
        assert_eq!((text.pictures(), erased_in(&text)), (Vec::new(), vec![PieceHash([7; 32]), PieceHash([8; 32])]));
        assert!(!text.is_erased(one.hash), "until the form is handed in");
        text.put_picture(&one);
        assert_eq!((text.pictures(), erased_in(&text)), (vec![one.clone()], Vec::new()));

        let mut fresh = FormText::editing(RecordType::Activity, &BTreeMap::new());
        fresh.put_picture(&one);
        fresh.remove_picture(&one, Millis(9));
        assert!(erased_in(&fresh).is_empty(), "one that no record had");

        let gone = BTreeMap::from([(erased_key(one.hash), Scalar::from(5))]);
        let text = FormText::editing(RecordType::Activity, &fields).with_erasures(erased(&gone));
        assert!(text.is_erased(one.hash) && text.pictures().is_empty(), "erased while the form was left");
    }

    #[test]
    fn only_what_was_changed_goes_out_with_what_was_seen() {
        let mut text = form(&[("topic", "旧题目".into()), ("place", "赵桥小学".into())]);
        text.put_text("topic", "新题目");
        text.mark("attendance", "p1", Some("entered".into()));
        let draft = text.draft(RecordId([1; 16]));
        let keys: Vec<&str> = draft.fields.iter().map(|field| field.key.as_str()).collect();
        assert_eq!(keys, ["attendance/p1", "topic"]);
        assert_eq!(draft.fields[1].seen, Some("旧题目".into()));
        assert_eq!(draft.fields[1].value, Some("新题目".into()));
    }

    #[test]
    fn an_emptied_field_is_cleared_and_a_number_is_a_number() {
        let mut text = form(&[("place", "赵桥小学".into()), ("kind", "outreach".into())]);
        text.put_text("place", "");
        text.put_text("benefit_teachers", "24");
        let draft = text.draft(RecordId([1; 16]));
        assert_eq!(draft.fields[0].value, Some(Scalar::Int(24)));
        assert_eq!((draft.fields[1].key.as_str(), &draft.fields[1].value), ("place", &None));
    }

    #[test]
    fn a_month_of_birth_goes_out_as_records_keep_it_and_an_old_one_is_left_alone() {
        let born = |was: &str, typed: &str| {
            let mut text =
                FormText::editing(RecordType::Person, &BTreeMap::from([("born".to_owned(), Scalar::from(was))]));
            text.put_text("born", typed);
            text.draft(RecordId([1; 16])).fields.into_iter().next().and_then(|field| field.value)
        };
        assert_eq!(born("", "1971年5月"), Some("1971-05".into()));
        assert_eq!(born("1971-05", "1971 年"), Some("1971".into()));
        assert_eq!(born("1971.5", "1971.5"), None);
        assert_eq!(born("", "七十年代"), Some("七十年代".into()), "kept, to be told as a problem");
    }

    #[test]
    fn what_changed_elsewhere_is_taken_over_except_where_the_person_wrote() {
        let mut text = form(&[("topic", "旧题目".into()), ("place", "赵桥小学".into())]);
        text.put_text("topic", "我的题目");
        let fields = [("topic", "别人的题目"), ("place", "会议室")].map(|(key, value)| (key.to_owned(), value.into()));
        text.look_again(&fields.into());
        let draft = text.draft(RecordId([1; 16]));
        assert_eq!(text.text("place"), "会议室");
        assert_eq!(draft.fields.len(), 1);
        assert_eq!(
            (&draft.fields[0].seen, &draft.fields[0].value),
            (&Some("别人的题目".into()), &Some("我的题目".into()))
        );
    }

    #[test]
    fn a_form_survives_the_draft_table() {
        let mut text = form(&[("topic", "大单元".into())]);
        text.mark("attendance", "p1", Some("entered".into()));
        assert_eq!(FormText::from_bytes(&text.to_bytes()), Some(text));
        assert_eq!(FormText::from_bytes(b"not a form"), None);
    }

    #[test]
    fn a_picture_that_was_only_half_made_small_is_remembered_as_not_taken_once() {
        let mut text = form(&[("topic", "大单元".into())]);
        let places = Vec::new();
        assert!(!text.holds_words(&text.clone(), &places));
        text.add_making(2);
        assert!(text.holds_words(&text.clone(), &places), "somebody would miss it");
        let mut again = FormText::from_bytes(&text.to_bytes()).unwrap();
        assert_eq!((again.take_making(), again.take_making()), (2, 0));
        text.add_making(-1);
        text.add_making(-1);
        assert_eq!(again, text, "both came into the form");
    }

    #[test]
    fn a_form_of_a_type_that_only_a_newer_release_knows_is_not_taken_for_another() {
        let newer = FormText { word: "hologram".into(), ..form(&[("topic", "大单元".into())]) };
        assert_eq!(FormText::from_bytes(&newer.to_bytes()), None);
    }

    #[test]
    fn what_is_typed_in_a_row_is_read_as_its_column_says() {
        let reviews = RecordType::Pairing.says();
        let column = |key: &str| reviews.input(key);
        assert_eq!((column("reviews/a1/on"), column("goal")), (Some(Input::Day), Some(Input::Text)));
        assert_eq!(column("reviews/a1/nothing"), None);
    }

    #[test]
    fn money_is_typed_in_yuan_and_stored_in_fen() {
        let read = ["1200", "120.5", "1,200.50 元", "0.05"].map(fen);
        assert_eq!(read, [Some(120_000), Some(12_050), Some(120_050), Some(5)]);
        assert!(
            ["", ".5", "12.345", "-3", "一百", "99999999999999999999"].into_iter().all(|typed| fen(typed).is_none())
        );
    }

    #[test]
    fn a_length_is_typed_in_class_hours_and_stored_in_minutes() {
        let stored = |typed: &str, minutes: i64| {
            let hour = ClassHour { minutes, source: Source::Example };
            form(&[("hours", typed.into())]).in_hours(hour).typed().get("hours").and_then(Scalar::as_int)
        };
        let read = ["2", "1.5", "18 学时", "0.5"].map(|typed| stored(typed, 60));
        assert_eq!(read, [Some(120), Some(90), Some(1_080), Some(30)]);
        assert_eq!((stored("2", 45), stored("2", 40)), (Some(90), Some(80)), "as long as the guide says");
        assert!(["", "两", "-1", "1.25", "12345"].into_iter().all(|typed| stored(typed, 60).is_none()));
        let shown = |minutes: i64| form(&[("hours", minutes.into())]).in_hours(HOUR).hours("hours");
        assert_eq!((shown(90).as_str(), shown(120).as_str()), ("1.5", "2"));
        let text = form(&[("hours", 90.into())]).in_hours(HOUR);
        assert_eq!(text.draft(RecordId([1; 16])).fields, Vec::new(), "opened and not touched is not changed");
    }

    #[test]
    fn a_draft_of_the_first_release_which_asked_for_minutes_keeps_them() {
        let old = form(&[("hours", "90".into()), ("topic", "40".into())]);
        let text = FormText::from_bytes(&old.to_bytes()).expect("a form").in_hours(HOUR);
        assert_eq!((text.hours("hours").as_str(), text.text("topic").as_str()), ("1.5", "40"));
        let new = form(&[("hours", "2".into())]).in_hours(HOUR);
        let kept: FormText = minicbor::decode(&new.to_bytes()).expect("a form");
        assert_eq!(kept.now["hours"], Scalar::Int(120), "as it was meant, whoever reads it");
        let shorter = ClassHour { minutes: 45, source: Source::Notice };
        let text = FormText::from_bytes(&new.to_bytes()).expect("a form").in_hours(shorter);
        assert_eq!(text.typed()["hours"], Scalar::Int(120), "also where one is shorter now");
        let half = form(&[("hours", "2.".into())]).in_hours(HOUR);
        assert_eq!(FormText::from_bytes(&half.to_bytes()).expect("a form").text("hours"), "2.");
    }

    #[test]
    fn a_day_that_is_still_to_come_is_known_before_it_is_handed_in() {
        let today = "2026-11-23".parse().expect("a day");
        let on = |start: &str| form(&[("start", start.into())]).ahead(today);
        assert_eq!(
            (on("2026-11-23T14:30"), on("2027-11-23T14:30").map(|day| day.to_string())),
            (None, Some("2027-11-23".into()))
        );
    }

    #[test]
    fn a_deadline_or_a_beginning_that_is_still_to_come_is_nothing_to_ask_about() {
        let today = "2026-11-23".parse().expect("a day");
        let asked = |of: RecordType| {
            let fields = Fields::from([(of.says().face.day.to_owned(), "2027-03-01".into())]);
            FormText::editing(of, &fields).ahead(today).is_some()
        };
        let silent: Vec<&str> = RecordType::work().filter(|of| !asked(*of)).map(RecordType::word).collect();
        assert_eq!(silent, ["pairing", "growth", "task", "milestone"]);
        assert!(RecordType::work().all(|of| !(of.says().happens && of.says().intends)), "it was, or it is meant to be");
    }

    #[test]
    fn chips_alone_are_no_draft_and_a_word_or_a_person_is_one() {
        let fields = Fields::from([("host".to_owned(), "p0".into())]);
        let prefill = Prefill {
            fields,
            places: Vec::new(),
            people: Vec::new(),
            suggested: Default::default(),
            class_hour: HOUR,
            lesson: Default::default(),
            own: Default::default(),
        };
        let opened = FormText::fresh(RecordType::Activity, &prefill);
        let places = ["赵桥小学".to_owned()];
        let with = |key: &str, value: Scalar| {
            let mut text = opened.clone();
            text.now.insert(key.to_owned(), value);
            text.holds_words(&opened, &places)
        };
        assert!(!opened.holds_words(&opened, &places), "what was prefilled is nobody's words");
        for (key, value) in [("kind", "meeting"), ("end", "2026-11-24T16:30"), ("place", "赵桥小学"), ("topic", " ")]
        {
            assert!(!with(key, value.into()), "{key}");
        }
        for (key, value) in [("topic", "识字"), ("place", "镇上"), ("attendance/p1", "entered")] {
            assert!(with(key, value.into()), "{key}");
        }
        let mut edited = form(&[("topic", "旧题目".into()), ("kind", "meeting".into())]);
        assert!(!edited.holds_words(&edited.clone(), &[]));
        edited.put_text("kind", "outreach");
        assert!(edited.holds_words(&edited.clone(), &[]), "a record that exists is changed");
    }

    #[test]
    fn fields_of_another_kind_are_not_shown() {
        let shown = |kind: &str| form(&[("kind", kind.into())]).specs().any(|spec| spec.key == "host_school");
        assert!(shown("outreach") && !shown("meeting"));
    }
}
