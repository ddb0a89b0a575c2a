//! Whole documents: one of each kind, with a record of each type that it takes and every key of the trade.

use studio_core::access::DocKind;
use studio_core::attachment::{Attachment, AttachmentKind};
use studio_core::change::{Body, Obj, Op, Write};
use studio_core::doc::{Descriptor, genesis, records_op};
use studio_core::form::{self, FieldSpec, Input};
use studio_core::id::{Actor, PieceHash, RecordId};
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::state::DocState;

use crate::{DEVICE, Golden, PERSON, STUDIO, journal};

/// Keys that came after the whole document of their type was written down: they have one of their own.
const LATER_KEYS: [(RecordType, &str); 6] = [
    (RecordType::Activity, "bring"),
    (RecordType::Activity, "asked"),
    (RecordType::Mentoring, "question"),
    (RecordType::Mentoring, "asked_at"),
    (RecordType::Mentoring, "answered_at"),
    (RecordType::Survey, "kind"),
];

/// Which fields stand in a document.
type Which = fn(RecordType, &FieldSpec) -> bool;

fn is_later(of: RecordType, spec: &FieldSpec) -> bool {
    LATER_KEYS.contains(&(of, spec.key))
}

fn is_first(of: RecordType, spec: &FieldSpec) -> bool {
    !is_later(of, spec)
}

/// Every key of the trade with a value of the sort that stands there, as RECORDS.md says.
fn fields_of(record_type: RecordType, which: Which) -> Vec<(String, Scalar)> {
    let (person, other) = (PERSON.to_string(), RecordId([7; 16]).to_string());
    let pair = || vec![("a".to_owned(), person.as_str().into()), ("b".to_owned(), other.as_str().into())];
    let mut fields: Vec<(String, Scalar)> = match record_type {
        RecordType::Submitted => {
            vec![("record".to_owned(), other.into()), ("version".to_owned(), Scalar::Bytes(vec![5; 32]))]
        }
        RecordType::Deleted => vec![("record".to_owned(), other.into()), ("withdrawn".to_owned(), true.into())],
        RecordType::SamePerson | RecordType::SameActivity | RecordType::SameWork => {
            pair().into_iter().chain([("same".to_owned(), false.into())]).collect()
        }
        RecordType::Reply => vec![("record".to_owned(), other.into())],
        _ => form::fields(record_type).iter().filter(|spec| which(record_type, spec)).flat_map(filled).collect(),
    };
    fields.push(("type".to_owned(), record_type.word().into()));
    fields
}

fn filled(spec: &FieldSpec) -> Vec<(String, Scalar)> {
    let person = PERSON.to_string();
    let below = |rest: &str, value: Scalar| vec![(format!("{}/{rest}", spec.key), value)];
    let one = |value: Scalar| vec![(spec.key.to_owned(), value)];
    match spec.input {
        Input::Line | Input::Text | Input::Word => one("课堂提问的有效性".into()),
        Input::Number => one(7.into()),
        Input::Minutes => one(90.into()),
        Input::Day => one("2026-11-23".into()),
        Input::Month => one("1995-03".into()),
        Input::Instant => one("2026-11-23T14:30".into()),
        Input::Person => one(person.into()),
        Input::People | Input::Asked => below(&person, true.into()),
        Input::OrderedPeople => below(&person, 1.into()),
        Input::Attendance => below(&person, "scan-late".into()),
        Input::Choice(words) => one(words[0].0.into()),
        Input::Choices(words) => below(words[0].0, true.into()),
        Input::Money => one(12_050.into()),
        Input::Marks => below("goal", true.into()),
        Input::Yes => one(true.into()),
        Input::Record(_) => one(RecordId([7; 16]).to_string().into()),
        // later than the documents below: a line of their own
        Input::Files(_) => Vec::new(),
        Input::Rows(columns) => columns
            .iter()
            .filter(|column| column.input == Input::Line)
            .map(|column| (format!("{}/x/{}", spec.key, column.key), "三年级".into()))
            .collect(),
    }
}

/// A change that gives birth to one record of each type that a document of this kind takes.
fn all_births(descriptor: &Descriptor, types: &[RecordType], which: Which) -> Body {
    let doc = descriptor.id(STUDIO);
    let actor = Actor::new(DEVICE, [5; 8]);
    let mut body = Body { actor, seq: 1, start_op: 3, deps: vec![genesis(doc).hash], ops: Vec::new() };
    let types = types.iter().filter(|record_type| record_type.fits(descriptor.kind));
    for (n, record_type) in (1_u8..).zip(types) {
        let birth = body.op_id(body.ops.len());
        let records = Obj::Map(records_op(doc));
        let id = RecordId([n; 16]).to_string();
        body.ops.push(Op { obj: records, key: id, write: Write::MakeMap, pred: Vec::new() });
        let puts = fields_of(*record_type, which).into_iter().map(|(key, value)| Op {
            obj: Obj::Map(birth),
            key,
            write: Write::Put(value),
            pred: Vec::new(),
        });
        body.ops.extend(puts);
    }
    body
}

/// Types that came after the first whole documents were written down: each has a document of its own.
fn later() -> impl Iterator<Item = RecordType> {
    let first = "activity mentoring outcome person profile submitted deleted same_person same_activity reply";
    RecordType::ALL.iter().copied().filter(|of| !first.split(' ').any(|word| word == of.word()))
}

/// A whole document of each kind: its one change, and the version of every record as the reader sees it.
pub(super) fn add(golden: &mut Golden) {
    let kinds = [Descriptor::shared(DocKind::Charter), Descriptor::shared(DocKind::Roster), journal()];
    let first: Vec<RecordType> = RecordType::ALL.iter().copied().filter(|of| later().all(|new| new != *of)).collect();
    for descriptor in kinds {
        let name = format!("{:?}", descriptor.kind).to_lowercase();
        add_document(golden, &name, descriptor, &first, is_first);
    }
}

/// A document of each later type; they stand at the end of the list, for it only grows.
pub(super) fn add_later(golden: &mut Golden) {
    for of in later() {
        let shared = [DocKind::Charter, DocKind::Roster].into_iter().find(|kind| of.fits(*kind));
        add_document(golden, of.word(), shared.map_or_else(journal, Descriptor::shared), &[of], is_first);
    }
}

/// A document of the keys that a type got later.
pub(super) fn add_later_keys(golden: &mut Golden) {
    for of in RecordType::ALL.iter().filter(|of| LATER_KEYS.iter().any(|(one, _)| one == *of)) {
        add_document(golden, &format!("{} with later keys", of.word()), journal(), &[*of], is_later);
    }
}

/// A picture, as each record of work may name it.
pub(super) fn add_pictures(golden: &mut Golden) {
    let one = Attachment {
        hash: PieceHash([5; 32]),
        kind: AttachmentKind::Photo,
        media: "image/jpeg".into(),
        bytes: 109_233,
        order: 1,
        pupils: true,
        thumb: Some(PieceHash([6; 32])),
        caption: "板书；第一课时".into(),
    };
    golden.add("picture", format!("{} = {}", one.key(), one.text()).as_bytes());
}

fn add_document(golden: &mut Golden, name: &str, descriptor: Descriptor, types: &[RecordType], which: Which) {
    let encoded = all_births(&descriptor, types, which).encode();
    golden.add(&format!("document {name}"), &encoded.bytes);
    let (read, hash) = Body::decode(&encoded.bytes).unwrap();
    let mut doc = DocState::new(STUDIO, descriptor);
    doc.apply(hash, &read);
    for record in doc.records() {
        golden.add(&format!("version {name} {}", record.type_word()), &record.version().unwrap().0);
    }
}
