//! Records behind a number, as a list shows them.

use super::EvidenceRef;
use crate::face::looks;
use crate::id::RecordId;
use crate::read::ReadModel;

/// How a list names a record; `None` for a type that is no evidence.
pub(crate) fn of(model: &ReadModel, record: RecordId, joined: Vec<RecordId>) -> Option<EvidenceRef> {
    let kept = model.find(record)?;
    let looks = looks(model, kept)?;
    let author = kept.owner();
    Some(EvidenceRef {
        record,
        doc: kept.doc,
        record_type: kept.record_type,
        title: looks.title,
        kind_key: looks.kind_key,
        day: looks.day,
        place: looks.place,
        author,
        author_name: author.map(|id| model.called(id)).unwrap_or_default(),
        people: looks.people.len(),
        state: kept.state,
        joined,
    })
}
