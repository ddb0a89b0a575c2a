//! Folds the operations of changes, oldest first, into what each of them did to one record.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::super::{Act, Older, Revised, Revision};
use super::{REVISIONS_MAX, Sealed, VALUE_BYTES_MAX};
use crate::attachment::{self, ERASED_KEY};
use crate::change::{Body, Obj, Write};
use crate::command::NO_KEY;
use crate::edit::FieldEdit;
use crate::form::{FieldSpec, Input};
use crate::guide::is_own;
use crate::id::{DocId, RecordId};
use crate::record::{OpId, Record, Scalar, TYPE_KEY};
use crate::record_type::RecordType;
use crate::tolerant::Fields;

/// A fact about the record: in which document, by which birth. Operations are numbered within a document alone.
type FactId = (DocId, OpId);

/// A history in the making.
pub(super) struct Fold<'a> {
    record: &'a Record,
    of: RecordType,
    mine: bool,
    /// The record as it stands today.
    stands: Fields,
    /// Every value that was written in it, for what was replaced is named by its operation. No more than its changes,
    /// which lie in memory beside it.
    written: BTreeMap<OpId, Scalar>,
    /// The record as it stood after the last change taken in.
    then: BTreeMap<String, Vec<OpId>>,
    /// Facts in force, and those that were taken back.
    facts: BTreeMap<FactId, (RecordType, bool)>,
    told: VecDeque<Revision>,
    bytes: usize,
    older: usize,
}

/// What one change wrote in the record.
#[derive(Default)]
struct Touched {
    born: bool,
    /// What its writer had before their eyes under each key.
    seen: BTreeMap<String, Vec<Scalar>>,
    now: BTreeMap<String, Option<Scalar>>,
}

impl<'a> Fold<'a> {
    /// Nothing taken in yet.
    pub(super) fn of(record: &'a Record, of: RecordType, mine: bool) -> Self {
        Self {
            record,
            of,
            mine,
            stands: record.standing(),
            written: BTreeMap::new(),
            then: BTreeMap::new(),
            facts: BTreeMap::new(),
            told: VecDeque::new(),
            bytes: 0,
            older: 0,
        }
    }

    /// The newest revisions, newest first, with the birth, and how many others there are.
    pub(super) fn told(self) -> (Vec<Revision>, usize) {
        (self.told.into_iter().rev().collect(), self.older)
    }

    /// Takes in the next change.
    pub(super) fn take(&mut self, change: &Sealed<'_>, body: &Body) {
        let out = self.is_out();
        let acts = self.facts_of(change.doc, body);
        let (mut born, mut fields) = (false, Vec::new());
        if change.doc == self.record.doc && body.touches(self.record.birth) {
            let before = self.fields();
            let touched = self.write(body);
            born = touched.born;
            fields = self.revised(&before, &touched);
        }
        // a colleague's drafts are theirs: what is told of them begins with what was handed in
        if !self.mine && !out {
            if !self.is_out() {
                return;
            }
            if !born {
                fields.clear();
            }
        }
        if born || !acts.is_empty() || !fields.is_empty() {
            let Sealed { hash, device, at, .. } = *change;
            self.keep(Revision { change: hash, device, at, born, acts, fields });
        }
    }

    /// Of too many the oldest goes, but never what the record was born with: whoever looks for the first words finds them.
    fn keep(&mut self, revision: Revision) {
        self.bytes += weight(&revision);
        self.told.push_back(revision);
        while self.told.len() > REVISIONS_MAX || (self.bytes > VALUE_BYTES_MAX && self.told.len() > 2) {
            let first = usize::from(self.told.front().is_some_and(|oldest| oldest.born));
            let Some(oldest) = self.told.remove(first) else { return };
            self.bytes -= weight(&oldest);
            self.older += 1;
        }
    }

    /// Whether it is handed in: a fact that says so is in force.
    fn is_out(&self) -> bool {
        self.facts.values().any(|(of, stands)| *of == RecordType::Submitted && *stands)
    }

    /// The record as it stands now in the fold.
    fn fields(&self) -> Fields {
        let last = |ops: &Vec<OpId>| self.written.get(ops.last()?).cloned();
        self.then.iter().filter_map(|(key, ops)| Some((key.clone(), last(ops)?))).collect()
    }

    /// What a change says of the record as a whole.
    fn facts_of(&mut self, doc: DocId, body: &Body) -> Vec<Act> {
        let mut acts = BTreeSet::new();
        for (id, of) in born_facts(body, self.record.id) {
            self.facts.insert((doc, id), (of, true));
            acts.insert(if of == RecordType::Submitted { Act::HandedIn } else { Act::Deleted });
        }
        for op in body.ops.iter().filter(|op| op.key == "withdrawn") {
            let Obj::Map(obj) = op.obj else { continue };
            let Some((of, stands)) = self.facts.get_mut(&(doc, obj)) else { continue };
            if op.write == Write::Put(Scalar::Bool(true)) && std::mem::replace(stands, false) {
                acts.insert(if *of == RecordType::Submitted { Act::TakenBack } else { Act::Undeleted });
            }
        }
        acts.into_iter().collect()
    }

    /// Takes in what a change wrote in the record itself.
    fn write(&mut self, body: &Body) -> Touched {
        let mut touched = Touched::default();
        for (index, op) in body.ops.iter().enumerate() {
            let id = body.op_id(index);
            touched.born |= id == self.record.birth;
            if op.obj != Obj::Map(self.record.birth) {
                continue;
            }
            let seen = op.pred.iter().filter_map(|pred| self.written.get(pred).cloned()).collect();
            touched.seen.entry(op.key.clone()).or_insert(seen);
            let ops = self.then.entry(op.key.clone()).or_default();
            ops.retain(|other| !op.pred.contains(other));
            let value = match &op.write {
                Write::Put(value) => {
                    ops.push(id);
                    ops.sort_unstable();
                    self.written.insert(id, value.clone());
                    Some(value.clone())
                }
                Write::Delete | Write::MakeMap => None,
            };
            touched.now.insert(op.key.clone(), value);
        }
        touched
    }

    /// What it changed, field by field in the form's order; what no form shows comes last, under its own key.
    fn revised(&self, before: &Fields, touched: &Touched) -> Vec<Revised> {
        let mut groups: BTreeMap<(usize, &str), Vec<&str>> = BTreeMap::new();
        let fields = self.of.says().fields;
        for key in touched.now.keys().filter(|key| ![TYPE_KEY, NO_KEY].contains(&key.as_str())) {
            let head = head(key);
            let place = fields.iter().position(|spec| spec.key == head).unwrap_or(fields.len());
            groups.entry((place, head)).or_default().push(key);
        }
        let after = self.fields();
        let of = |((place, head), keys): ((usize, &str), Vec<&str>)| match fields.get(place) {
            Some(spec) if keys.iter().any(|key| key.contains('/')) => {
                self.items(spec, &keys, before, &after, touched.born)
            }
            spec => self.simple(spec, head, &keys, before, touched),
        };
        groups.into_iter().filter_map(of).collect()
    }

    /// A field that holds one value.
    fn simple(
        &self,
        spec: Option<&FieldSpec>,
        head: &str,
        keys: &[&str],
        before: &Fields,
        touched: &Touched,
    ) -> Option<Revised> {
        let now: Fields =
            keys.iter().filter_map(|key| Some(((*key).to_owned(), touched.now.get(*key)?.clone()?))).collect();
        let field = spec.map(|spec| spec.key).or(is_own(head).then_some(head));
        let (Some(field), [key]) = (field, keys) else {
            let was = Older { fields: only(before, |key| keys.contains(&key)), back: Vec::new() };
            return (was.fields != now).then(|| Revised { field: head.to_owned(), was: vec![was], now });
        };
        let seen = touched.seen.get(*key).map(Vec::as_slice).unwrap_or_default();
        let mut values: Vec<Option<Scalar>> = seen.iter().cloned().map(Some).collect();
        values.dedup();
        if values.is_empty() {
            values.push(None);
        }
        if values.len() == 1 && values.first().map(Option::as_ref) == Some(now.get(*key)) {
            return None;
        }
        let was = if touched.born { Vec::new() } else { values.into_iter().map(|old| self.older(key, old)).collect() };
        Some(Revised { field: field.to_owned(), was, now })
    }

    fn older(&self, key: &str, old: Option<Scalar>) -> Older {
        let back = self.back([key], |_| old.clone());
        Older { fields: old.into_iter().map(|value| (key.to_owned(), value)).collect(), back }
    }

    /// A field that holds several things: those of them that were touched, before and since.
    fn items(&self, spec: &FieldSpec, keys: &[&str], before: &Fields, after: &Fields, born: bool) -> Option<Revised> {
        let items: BTreeSet<&str> = keys.iter().filter_map(|key| key.split('/').nth(1)).collect();
        let touched =
            |key: &str| head(key) == spec.key && key.split('/').nth(1).is_some_and(|item| items.contains(item));
        let (old, now) = (of_items(spec, before, touched), of_items(spec, after, touched));
        if old == now {
            return None;
        }
        let back = match spec.input {
            // the bytes of what was erased are gone for good
            Input::Files(_) => Vec::new(),
            // a row comes back whole
            Input::Rows(_) => {
                let keys: BTreeSet<&str> =
                    before.keys().chain(self.stands.keys()).map(String::as_str).filter(|key| touched(key)).collect();
                self.back(keys, |key| before.get(key).cloned())
            }
            _ => self.back(keys.iter().copied(), |key| before.get(key).cloned()),
        };
        let was = if born { Vec::new() } else { vec![Older { fields: old, back }] };
        Some(Revised { field: spec.key.to_owned(), was, now })
    }

    /// The edits that put older values back over what stands today. None where two values stand: those are settled first,
    /// by somebody who sees both.
    fn back<'k>(
        &self,
        keys: impl IntoIterator<Item = &'k str>,
        old: impl Fn(&str) -> Option<Scalar>,
    ) -> Vec<FieldEdit> {
        let mut edits = Vec::new();
        for key in keys {
            if !self.mine || self.record.fields.get(key).is_some_and(|values| values.len() > 1) {
                return Vec::new();
            }
            let (seen, value) = (self.stands.get(key).cloned(), old(key));
            if seen != value {
                edits.push(FieldEdit { key: key.to_owned(), seen, value });
            }
        }
        edits
    }
}

/// The facts about a record that are born in a change, each by its birth.
fn born_facts(body: &Body, record: RecordId) -> Vec<(OpId, RecordType)> {
    let about = record.to_string();
    let births = body.ops.iter().enumerate().filter(|(_, op)| op.write == Write::MakeMap);
    let births = births.map(|(index, _)| body.op_id(index));
    let says = |birth: OpId, key: &str| {
        let mut own = body.ops.iter().filter(|op| op.obj == Obj::Map(birth) && op.key == key);
        own.find_map(|op| if let Write::Put(value) = &op.write { value.as_str() } else { None })
    };
    let fact = |birth: OpId| {
        let of = RecordType::from_word(says(birth, TYPE_KEY)?)?;
        let fact = matches!(of, RecordType::Submitted | RecordType::Deleted);
        (fact && says(birth, "record") == Some(about.as_str())).then_some((birth, of))
    };
    births.filter_map(fact).collect()
}

/// The field that a flat key belongs to: a county's own is one whole. That a picture is erased belongs to the pictures.
fn head(key: &str) -> &str {
    if is_own(key) {
        return key;
    }
    match key.split('/').next().unwrap_or(key) {
        ERASED_KEY => attachment::KEY,
        head => head,
    }
}

/// The touched things of a field as people see them: without pictures that are erased and without what was unticked.
fn of_items(spec: &FieldSpec, fields: &Fields, touched: impl Fn(&str) -> bool) -> Fields {
    match spec.input {
        Input::Files(_) => {
            let standing = attachment::unerased(fields).into_iter().map(|one| one.key());
            let standing: BTreeSet<String> = standing.filter(|key| touched(key)).collect();
            only(fields, |key| standing.contains(key))
        }
        _ => {
            let mut items = only(fields, touched);
            if matches!(spec.input, Input::People | Input::Asked | Input::OrderedPeople | Input::Choices(_)) {
                items.retain(|_, value| value.as_bool() != Some(false));
            }
            items
        }
    }
}

fn only(fields: &Fields, which: impl Fn(&str) -> bool) -> Fields {
    fields.iter().filter(|(key, _)| which(key)).map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// Bytes of what a revision says.
fn weight(revision: &Revision) -> usize {
    let of = |fields: &Fields| -> usize { fields.iter().map(|(key, value)| key.len() + bytes(value)).sum() };
    let back =
        |edit: &FieldEdit| edit.key.len() + [&edit.seen, &edit.value].into_iter().flatten().map(bytes).sum::<usize>();
    let was = |older: &Older| of(&older.fields) + older.back.iter().map(back).sum::<usize>();
    revision.fields.iter().map(|field| of(&field.now) + field.was.iter().map(was).sum::<usize>()).sum()
}

fn bytes(value: &Scalar) -> usize {
    match value {
        Scalar::Str(text) => text.len(),
        Scalar::Bytes(bytes) => bytes.len(),
        Scalar::Int(_) | Scalar::Bool(_) => size_of::<i64>(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Op;
    use crate::doc::{Descriptor, records_op};
    use crate::id::{Actor, ChangeHash, DeviceId, PersonId, StudioId};
    use crate::state::DocState;
    use crate::time::{HalfYear, Millis};

    const RECORD: RecordId = RecordId([4; 16]);

    /// A journal that phones write in, each on what it has seen.
    struct Journal {
        doc: DocState,
        changes: Vec<(DeviceId, Millis, ChangeHash, Body)>,
    }

    impl Journal {
        fn new() -> Self {
            let descriptor = Descriptor::journal(PersonId([5; 16]), HalfYear { year: 2026, half: 2 });
            Self { doc: DocState::new(StudioId([1; 16]), descriptor), changes: Vec::new() }
        }

        /// A record with these fields, made on phone 1.
        fn of(fields: &[(&str, Scalar)]) -> Self {
            let mut journal = Self::new();
            let fields = [(TYPE_KEY, Scalar::from("activity")), (NO_KEY, "ZHM-01-0001".into())]
                .into_iter()
                .chain(fields.iter().cloned());
            let birth = journal.birth(RECORD);
            let next = birth.0;
            let puts = fields.map(|(key, value)| put(next, key, value, &[])).collect::<Vec<_>>();
            journal.apply(1, [vec![birth.1], puts].concat());
            journal
        }

        fn birth(&self, id: RecordId) -> (OpId, Op) {
            let counter = self.doc.max_op(self.doc.heads()) + 1;
            let obj = Obj::Map(records_op(self.doc.id()));
            let op = Op { obj, key: id.to_string(), write: Write::MakeMap, pred: Vec::new() };
            (OpId { counter, actor: actor(1) }, op)
        }

        fn apply(&mut self, phone: u8, ops: Vec<Op>) {
            let deps: Vec<ChangeHash> = self.doc.heads().iter().copied().collect();
            let start_op = self.doc.max_op(self.doc.heads()) + 1;
            self.change(phone, Body { actor: actor(phone), seq: 1, start_op, deps, ops });
        }

        fn change(&mut self, phone: u8, mut body: Body) {
            body.seq = self.doc.last_of(body.actor).map_or(0, |(seq, _)| seq) + 1;
            let hash = body.encode().hash;
            self.doc.apply(hash, &body);
            let at = Millis(1_000 * self.changes.len() as i64);
            self.changes.push((DeviceId([phone; 16]), at, hash, body));
        }

        fn record(&self) -> &Record {
            self.doc.record(RECORD).expect("the record")
        }

        /// Writes fields over what stands; an absent value clears.
        fn write(&mut self, phone: u8, fields: &[(&str, Option<Scalar>)]) {
            let record = self.record().clone();
            let op = |(key, value): &(&str, Option<Scalar>)| Op {
                obj: Obj::Map(record.birth),
                key: (*key).to_owned(),
                write: value.clone().map_or(Write::Delete, Write::Put),
                pred: record.fields.get(*key).into_iter().flatten().map(|visible| visible.op).collect(),
            };
            self.apply(phone, fields.iter().map(op).collect());
        }

        /// States a fact about the record and gives its birth.
        fn state(&mut self, word: &str, n: u8) -> OpId {
            let (id, birth) = self.birth(RecordId([n; 16]));
            let fields = [(TYPE_KEY, Scalar::from(word)), ("record", RECORD.to_string().into())];
            let puts = fields.map(|(key, value)| put(id, key, value, &[])).to_vec();
            self.apply(1, [vec![birth], puts].concat());
            id
        }

        fn told(&self, mine: bool) -> (Vec<Revision>, usize) {
            self.told_of(RecordType::Activity, mine)
        }

        fn told_of(&self, of: RecordType, mine: bool) -> (Vec<Revision>, usize) {
            let mut fold = Fold::of(self.record(), of, mine);
            for (device, at, hash, body) in &self.changes {
                let (device, at, hash, max_op) = (*device, *at, *hash, body.max_op());
                let doc = self.doc.id();
                fold.take(&Sealed { doc, hash, device, at, deps: &body.deps, max_op, body: &[] }, body);
            }
            fold.told()
        }
    }

    fn actor(phone: u8) -> Actor {
        Actor::new(DeviceId([phone; 16]), [phone; 8])
    }

    fn put(obj: OpId, key: &str, value: Scalar, pred: &[OpId]) -> Op {
        Op { obj: Obj::Map(obj), key: key.to_owned(), write: Write::Put(value), pred: pred.to_vec() }
    }

    fn text(value: &str) -> Option<Scalar> {
        Some(value.into())
    }

    fn single(field: &Revised) -> Vec<(Option<&str>, Option<&str>)> {
        let now = field.now.get(&field.field).and_then(Scalar::as_str);
        let was = field.was.iter().map(|older| older.fields.get(&field.field).and_then(Scalar::as_str));
        was.map(|was| (was, now)).collect()
    }

    #[test]
    fn the_first_one_is_the_birth_and_each_later_one_says_what_stood_there_and_what_stands_since() {
        let mut journal = Journal::of(&[("topic", "识字".into()), ("place", "录播室".into())]);
        journal.write(2, &[("place", text("会议室"))]);
        journal.write(1, &[("place", None), ("note", text("改在线上"))]);
        let (told, older) = journal.told(true);
        assert_eq!((told.len(), older), (3, 0));
        assert!(told[2].born && told[2].fields.iter().all(|field| field.was.is_empty()));
        let keys: Vec<&str> = told[2].fields.iter().map(|field| field.field.as_str()).collect();
        assert_eq!(keys, ["topic", "place"], "in the form's order, and neither the type nor the number");
        assert_eq!(
            (told[1].device, single(&told[1].fields[0])),
            (DeviceId([2; 16]), vec![(Some("录播室"), Some("会议室"))])
        );
        assert_eq!(single(&told[0].fields[0]), [(Some("会议室"), None)]);
    }

    #[test]
    fn an_older_value_goes_back_over_what_stands_today_and_not_where_it_stands() {
        let mut journal = Journal::of(&[("place", "录播室".into())]);
        journal.write(2, &[("place", text("会议室"))]);
        journal.write(2, &[("place", text("操场"))]);
        journal.write(2, &[("place", text("录播室"))]);
        journal.write(2, &[("place", text("会议室"))]);
        let (told, _) = journal.told(true);
        let back = |n: usize| told[n].fields[0].was[0].back.clone();
        let edit = |value| FieldEdit { key: "place".into(), seen: text("会议室"), value: text(value) };
        assert_eq!((back(0), back(1)), (vec![edit("录播室")], vec![edit("操场")]));
        assert_eq!(back(2), Vec::new(), "it stands already");
        let (theirs, _) = journal.told(false);
        assert!(theirs.is_empty(), "a draft is nobody else's");
    }

    #[test]
    fn two_phones_that_did_not_know_of_each_other_each_changed_what_they_had_seen_and_one_settles_both() {
        let mut journal = Journal::of(&[("place", "录播室".into())]);
        let record = journal.record().clone();
        let pred: Vec<OpId> = record.fields["place"].iter().map(|visible| visible.op).collect();
        let deps: Vec<ChangeHash> = journal.doc.heads().iter().copied().collect();
        let start_op = journal.doc.max_op(journal.doc.heads()) + 1;
        for (phone, place) in [(2, "会议室"), (3, "操场")] {
            let ops = vec![put(record.birth, "place", place.into(), &pred)];
            journal.change(phone, Body { actor: actor(phone), seq: 1, start_op, deps: deps.clone(), ops });
        }
        let (told, _) = journal.told(true);
        assert_eq!(single(&told[0].fields[0]), [(Some("录播室"), Some("操场"))]);
        assert_eq!(single(&told[1].fields[0]), [(Some("录播室"), Some("会议室"))]);
        assert!(
            told.iter().flat_map(|one| &one.fields).flat_map(|field| &field.was).all(|was| was.back.is_empty()),
            "two values are settled first"
        );

        journal.write(1, &[("place", text("操场"))]);
        let (told, _) = journal.told(true);
        let mut were = single(&told[0].fields[0]);
        were.sort_unstable();
        assert_eq!(
            were,
            [(Some("会议室"), Some("操场")), (Some("操场"), Some("操场"))],
            "both values that stood there"
        );
    }

    #[test]
    fn of_people_and_rows_only_what_was_touched_is_told_and_only_that_goes_back() {
        let came = |n: u8| format!("attendance/{}", PersonId([n; 16]));
        let all = [(came(1), "entered"), (came(2), "entered")];
        let fields: Vec<(&str, Scalar)> = all.iter().map(|(key, word)| (key.as_str(), (*word).into())).collect();
        let mut journal = Journal::of(&fields);
        journal.write(2, &[(&came(1), None), (&came(3), text("leave"))]);
        journal.write(1, &[(&came(4), text("entered"))]);
        let (told, _) = journal.told(true);
        let field = &told[1].fields[0];
        assert_eq!(field.field, "attendance");
        assert_eq!(field.was[0].fields.keys().collect::<Vec<_>>(), [&came(1)]);
        assert_eq!(field.now.keys().collect::<Vec<_>>(), [&came(3)]);
        let back: Vec<(&str, bool)> =
            field.was[0].back.iter().map(|edit| (edit.key.as_str(), edit.value.is_some())).collect();
        assert_eq!(back, [(came(1).as_str(), true), (came(3).as_str(), false)], "who came in later stays");
    }

    #[test]
    fn a_row_that_was_taken_away_goes_back_whole_and_in_its_place() {
        let row = |n: u8, column: &str| format!("reviews/a{n}/{column}");
        let rows = [1, 2].map(|n| [(row(n, "order"), Scalar::from(i64::from(n))), (row(n, "on"), "2026-03-01".into())]);
        let fields: Vec<(String, Scalar)> = rows.concat();
        let mut journal =
            Journal::of(&fields.iter().map(|(key, value)| (key.as_str(), value.clone())).collect::<Vec<_>>());
        journal.write(1, &[(&row(1, "order"), None), (&row(1, "on"), None)]);
        journal.write(1, &[(&row(2, "on"), text("2026-04-01"))]);
        let told = journal.told_of(RecordType::Pairing, true).0;
        let back = |n: usize| {
            let edits = told[n].fields[0].was[0].back.iter();
            edits.map(|edit| (edit.key.clone(), edit.value.clone())).collect::<Vec<_>>()
        };
        assert_eq!(back(1), [(row(1, "on"), text("2026-03-01")), (row(1, "order"), Some(1.into()))]);
        assert_eq!(back(0), [(row(2, "on"), text("2026-03-01"))], "the other row is left alone");
    }

    #[test]
    fn an_erased_picture_is_told_and_never_goes_back() {
        let hash = crate::id::PieceHash([7; 32]);
        let (key, thumb) = (format!("attachments/{hash}"), crate::id::PieceHash([8; 32]));
        let picture = format!("photo;image/jpeg;9;1;;{thumb};板书");
        let mut journal = Journal::of(&[(key.as_str(), picture.into())]);
        journal.write(
            1,
            &[(&attachment::erased_key(hash), Some(9.into())), (&attachment::erased_key(thumb), Some(9.into()))],
        );
        let (told, _) = journal.told(true);
        assert_eq!(told[0].fields.len(), 1);
        let field = &told[0].fields[0];
        assert_eq!((field.field.as_str(), field.now.len(), field.was[0].fields.len()), ("attachments", 0, 1));
        assert!(field.was[0].back.is_empty());
    }

    #[test]
    fn handing_in_taking_back_and_the_bin_are_told_and_a_colleague_reads_no_draft() {
        let mut journal = Journal::of(&[("topic", "初稿".into())]);
        journal.write(1, &[("topic", text("二稿"))]);
        let handed_in = journal.state("submitted", 21);
        journal.write(1, &[("topic", text("定稿"))]);
        journal.apply(1, vec![put(handed_in, "withdrawn", true.into(), &[])]);
        journal.write(1, &[("topic", text("又改"))]);
        let acts = |told: &[Revision]| told.iter().flat_map(|one| one.acts.clone()).collect::<Vec<_>>();
        assert_eq!(acts(&journal.told(true).0), [Act::TakenBack, Act::HandedIn]);
        journal.state("submitted", 22);
        let deleted = journal.state("deleted", 23);
        journal.apply(1, vec![put(deleted, "withdrawn", true.into(), &[])]);
        let (mine, _) = journal.told(true);
        assert_eq!(mine.len(), 9);
        assert_eq!(acts(&mine), [Act::Undeleted, Act::Deleted, Act::HandedIn, Act::TakenBack, Act::HandedIn]);
        let (theirs, older) = journal.told(false);
        let said = format!("{theirs:?}");
        assert!(said.contains("定稿") && !said.contains("初稿") && !said.contains("又改"), "{said}");
        assert_eq!((acts(&theirs), older), (acts(&mine), 0));
        assert!(theirs.iter().flat_map(|one| &one.fields).flat_map(|field| &field.was).all(|was| was.back.is_empty()));
    }

    #[test]
    fn the_newest_fifty_are_told_and_fewer_when_they_are_large() {
        let mut journal = Journal::of(&[("topic", "0".into())]);
        for n in 1..60 {
            journal.write(1, &[("topic", text(&n.to_string()))]);
        }
        let (told, older) = journal.told(true);
        assert_eq!((told.len(), older, single(&told[0].fields[0])), (50, 10, vec![(Some("58"), Some("59"))]));
        assert_eq!(
            (told[49].born, single(&told[48].fields[0])),
            (true, vec![(Some("10"), Some("11"))]),
            "and the first"
        );
        for n in ["甲", "乙", "丙", "丁"] {
            journal.write(1, &[("note", text(&n.repeat(60_000)))]);
        }
        let (told, older) = journal.told(true);
        assert!(told.len() < 50 && told.len() + older == 64 && told.iter().any(|one| one.born), "{older}");
        assert!(told.iter().map(weight).sum::<usize>() <= VALUE_BYTES_MAX);
    }
}
