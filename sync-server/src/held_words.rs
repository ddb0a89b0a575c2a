//! What held work would say once it is let in: its kind, its title, and how its text begins. Of a draft its kind alone: what
//! nobody handed in is its author's. It decides nothing.

use std::collections::{BTreeMap, BTreeSet};

use studio_core::change::Body;
use studio_core::form::Input;
use studio_core::id::{DocId, PersonId, RecordId, StudioId};
use studio_core::read::{DocMeta, Kept, ReadModel};
use studio_core::record::Record;
use studio_core::state::DocState;
use studio_core::tolerant::Fields;
use studio_core::turn::ServerStudio;
use studio_core::{face, record_type::RecordType};
use studio_ui::i18n::{t, t_with};

use crate::fault::Fault;
use crate::store::threads::Disk;
use crate::thinking::Moment;

/// Letters of a text that are shown: enough to know it again.
const BEGINS_CHARS_MAX: usize = 40;
/// Records of one author that are named; how many more there are is said.
const NAMED_MAX: usize = 8;

/// By author and document, a line each.
pub(crate) type Said = BTreeMap<(PersonId, DocId), Vec<String>>;

/// What waits in a studio, in words.
///
/// # Errors
/// [`Fault`].
pub(crate) async fn said(disk: &Disk, studio: StudioId) -> Result<Said, Fault> {
    let look = move |ready: &mut ServerStudio, _: &Moment<'_>| {
        Ok(((touched(studio, ready), ReadModel::of(&ready.state)), Vec::new()))
    };
    let Some(Ok((seen, mut model))) = disk.turn(studio, look).await? else { return Ok(Said::new()) };
    for (record, meta) in seen.values().flatten() {
        model.put(record, meta);
    }
    Ok(seen.into_iter().map(|(whose, records)| (whose, lines(&model, &records))).collect())
}

/// The records that held work touches, as they would stand.
type Touched = BTreeMap<(PersonId, DocId), Vec<(Record, DocMeta)>>;

fn touched(studio: StudioId, ready: &ServerStudio) -> Touched {
    let mut docs: BTreeMap<DocId, DocState> = BTreeMap::new();
    let mut ids: BTreeMap<(PersonId, DocId), BTreeSet<RecordId>> = BTreeMap::new();
    for held in ready.held() {
        let (Some(known), Ok(body)) =
            (ready.state.members.device(held.envelope.device), Body::decode_kept(&held.envelope.body))
        else {
            continue;
        };
        let id = held.envelope.doc;
        let standing = || ready.state.docs.get(&id).cloned();
        let doc = docs
            .entry(id)
            .or_insert_with(|| standing().unwrap_or_else(|| DocState::new(studio, held.descriptor.clone())));
        ids.entry((known.person, id)).or_default().extend(doc.apply(held.envelope.hash(), &body));
    }
    let of = |((person, id), records): ((PersonId, DocId), BTreeSet<RecordId>)| {
        let doc = docs.get(&id)?;
        let records = records.into_iter().filter_map(|record| doc.record(record));
        Some(((person, id), records.map(|record| (record.clone(), DocMeta::from(&doc.descriptor))).collect()))
    };
    ids.into_iter().filter_map(of).collect()
}

fn lines(model: &ReadModel, records: &[(Record, DocMeta)]) -> Vec<String> {
    let all: Vec<String> = records.iter().filter_map(|(record, _)| line(model, model.find(record.id)?)).collect();
    let rest = all.len().saturating_sub(NAMED_MAX);
    let rest = (rest > 0).then(|| t_with("held-more", &[("count", &rest.to_string())]));
    all.into_iter().take(NAMED_MAX).chain(rest).collect()
}

/// 教研活动：大单元教学设计。围绕五年级上册…; nothing for what is no text of anybody's.
fn line(model: &ReadModel, kept: &Kept) -> Option<String> {
    let of = kept.record_type;
    if of.says().fields.is_empty() {
        return None;
    }
    let kind = t(&of.label_key());
    if of.says().work && !kept.counts() {
        return Some(t_with("held-draft", &[("type", &kind)]));
    }
    let title = face::title(of, &kept.fields, &|person| model.called(person));
    let said = [title, begins(of, &kept.fields)].into_iter().filter(|part| !part.is_empty());
    let said: Vec<String> = said.collect();
    Some(t_with("held-line", &[("type", &kind), ("said", &said.join("。"))]))
}

/// The first long text that is filled.
fn begins(of: RecordType, fields: &Fields) -> String {
    let texts = of.says().shown(fields).filter(|spec| spec.input == Input::Text);
    let mut filled = texts.filter_map(|spec| fields.get(spec.key)?.as_str()).filter(|text| !text.trim().is_empty());
    let text = filled.next().unwrap_or_default().trim();
    let mut letters = text.chars();
    let head: String = letters.by_ref().take(BEGINS_CHARS_MAX).map(|c| if c == '\n' { ' ' } else { c }).collect();
    if letters.next().is_some() { format!("{head}…") } else { head }
}
