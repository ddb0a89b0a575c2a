//! Records of every type with every field filled, as a careful teacher would: valid under the type's own rules, and no
//! text in them is Latin, so that a word of the machine on a page is seen at once.

use std::collections::BTreeMap;

use crate::attachment::{Attachment, AttachmentKind};
use crate::edit::Edit;
use crate::form::{FieldSpec, Input, ORDER_KEY, Rule, Type};
use crate::id::{Actor, DeviceId, DocId, PersonId, PieceHash, RecordId};
use crate::read::DocMeta;
use crate::record::{OpId, Record, Scalar, Visible};
use crate::record_type::RecordType;
use crate::time::HalfYear;
use crate::tolerant::{self, Fields};

/// Characters that make each text another one.
const MARKS: [char; 12] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸', '子', '丑'];

/// Every field of a type, filled; a choice that others hang on is chosen so that they belong. `people` are taken in turn.
pub fn filled(of: RecordType, people: &[PersonId]) -> Fields {
    let says = of.says();
    let mut fields = Fields::new();
    for (n, spec) in says.fields.iter().enumerate() {
        let words = says.fields.iter().find_map(|other| other.when.filter(|(key, _)| *key == spec.key));
        match words.and_then(|(_, words)| words.first()) {
            Some(word) => drop(fields.insert(spec.key.to_owned(), (*word).into())),
            None => fill(&mut fields, says, spec, n, people),
        }
    }
    for rule in says.rules.iter().rev() {
        if let Rule::NoMoreThan(keys, most) = rule {
            let together = keys.iter().filter_map(|key| tolerant::int(&fields, key)).sum::<i64>();
            fields.insert((*most).to_owned(), together.into());
        }
    }
    fields
}

fn fill(fields: &mut Fields, says: &Type, spec: &FieldSpec, n: usize, people: &[PersonId]) {
    let person = |m: usize| people.get((n + m) % people.len().max(1)).map(PersonId::to_string).unwrap_or_default();
    let mut put = |rest: &str, value: Scalar| {
        let key = if rest.is_empty() { spec.key.to_owned() } else { format!("{}/{rest}", spec.key) };
        fields.insert(key, value);
    };
    match spec.input {
        Input::Line | Input::Text | Input::Word => put("", text(says, n).into()),
        Input::Number => put("", (40 + whole(n)).into()),
        Input::Minutes => put("", (60 * (1 + whole(n))).into()),
        Input::Money => put("", (12_050 + whole(n)).into()),
        Input::Yes => put("", true.into()),
        Input::Day => put("", format!("2026-03-{:02}", 1 + n).into()),
        Input::Month => put("", format!("1995-{:02}", 1 + n % 12).into()),
        Input::Instant => put("", format!("2026-03-10T{:02}:30", 8 + n % 12).into()),
        Input::Person => put("", person(0).into()),
        Input::People | Input::Asked => (0..2).for_each(|m| put(&person(m), true.into())),
        Input::OrderedPeople => (0..2).for_each(|m| put(&person(m), (1 + whole(m)).into())),
        Input::Attendance => {
            for (m, how) in ["signed", "scan-late", "leave"].into_iter().enumerate() {
                put(&person(m), how.into());
            }
        }
        Input::Choice(words) => words.last().into_iter().for_each(|(word, _)| put("", (*word).into())),
        Input::Choices(words) => words.iter().for_each(|(word, _)| put(word, true.into())),
        Input::Marks => [("goal", true), ("many", false)].into_iter().for_each(|(word, yes)| put(word, yes.into())),
        Input::Record(_) => put("", RecordId([7; 16]).to_string().into()),
        Input::Files(_) => (1..3).for_each(|m| picture(fields, says, n, m)),
        Input::Rows(columns) => rows(fields, says, spec.key, columns, people),
    }
}

/// A picture that nobody has the bytes of.
fn picture(fields: &mut Fields, says: &Type, n: usize, m: u8) {
    let one = Attachment {
        hash: PieceHash([m; 32]),
        kind: AttachmentKind::Photo,
        media: "image/jpeg".into(),
        bytes: 109_233,
        order: i64::from(m),
        pupils: false,
        thumb: Some(PieceHash([100 + m; 32])),
        caption: text(says, n),
    };
    fields.insert(one.key(), one.text().into());
}

fn rows(fields: &mut Fields, says: &Type, key: &str, columns: &[FieldSpec], people: &[PersonId]) {
    for (m, id) in ["a1", "b2"].into_iter().enumerate() {
        fields.insert(format!("{key}/{id}/{ORDER_KEY}"), (1 + whole(m)).into());
        let mut row = Fields::new();
        for (n, column) in columns.iter().enumerate() {
            fill(&mut row, says, column, 5 + n + m, people);
        }
        fields.extend(row.into_iter().map(|(column, value)| (format!("{key}/{id}/{column}"), value)));
    }
}

fn text(says: &Type, n: usize) -> String {
    let mark = |at: usize| MARKS.get(at % MARKS.len()).copied().unwrap_or('寅');
    format!("这里写着{}{}的内容", mark(n), mark(n / MARKS.len() + says.word.len()))
}

fn whole(n: usize) -> i64 {
    i64::try_from(n).unwrap_or_default()
}

/// The record that an edit gives birth to, as a replica of this device would hold it, in its author's document.
pub fn born(edit: &Edit, author: PersonId, device: DeviceId) -> (Record, DocMeta) {
    let actor = Actor::new(device, [0; 8]);
    let op = |counter| OpId { counter, actor };
    let written = edit.fields.iter().zip(2_u64..).filter_map(|(field, counter)| {
        let value = field.value.clone()?;
        Some((field.key.clone(), vec![Visible { op: op(counter), value }]))
    });
    let fields: BTreeMap<String, Vec<Visible>> = written.collect();
    let half_year = Some(HalfYear { year: 2026, half: 1 });
    let meta = DocMeta { kind: edit.kind, owner: Some(author), half_year };
    (Record { id: edit.record, doc: DocId([9; 16]), birth: op(1), fields }, meta)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::problems;

    #[test]
    fn what_is_filled_lacks_nothing_and_breaks_no_rule() {
        let people = [1, 2, 3, 4].map(|n| PersonId([n; 16]));
        for of in RecordType::ALL {
            let fields = filled(*of, &people);
            assert_eq!(problems(*of, &fields), Vec::new(), "{}", of.word());
            assert_eq!(of.says().shown(&fields).count(), of.says().fields.len(), "{}", of.word());
        }
    }
}
