//! Where a form's first content comes from: the prefill, a kept draft, a record, a person of the roster.

use studio_core::attachment::erased;
use studio_core::closure::Offer;
use studio_core::command::Place;
use studio_core::id::{PersonId, PieceHash, RecordId};
use studio_core::paragraph::{PAPER_KEY, PART_KEY, STYLE_KEY, Style};
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::reply;
use studio_core::time::Millis;
use studio_core::view::{Prefill, SentenceRead};
use studio_engine::client::EngineHandle;
use studio_engine::messages::{Notice, RecordPage, RecordStart};

use crate::form::{AFTER, FormText, Opening, SaidLine};
use crate::platform;

/// A new record's form.
pub(super) async fn fresh(engine: EngineHandle, of: RecordType) -> Result<Opening, Notice> {
    Ok(opening(of, *engine.start(of).await?))
}

/// The form of an offered record.
pub(super) async fn offered(engine: EngineHandle, offer: Offer) -> Result<Opening, Notice> {
    let of = offer.record_type;
    Ok(opening(of, *engine.offered(offer).await?))
}

fn opening(of: RecordType, start: RecordStart) -> Opening {
    Opening {
        record: start.record,
        text: FormText::fresh(of, &start.prefill),
        places: start.prefill.places,
        people: start.prefill.people,
        suggested: start.prefill.suggested,
        lesson: start.prefill.lesson,
        own: start.prefill.own,
        reopened: false,
        said: None,
    }
}

/// The form that a line tells, or that was chosen for it; `None` where nobody can tell which.
pub(crate) async fn said(
    engine: EngineHandle,
    line: String,
    of: Option<RecordType>,
) -> Result<Option<Opening>, Notice> {
    let start = *engine.sentence(line.clone(), of).await?;
    let SentenceRead { sentence, prefill, usual } = start.read;
    let Some((of, prefill)) = sentence.record_type.zip(prefill) else { return Ok(None) };
    let opening = opening(of, RecordStart { record: start.record, prefill });
    let said = SaidLine { line, sentence, usual };
    Ok(Some(Opening { text: opening.text.with_left(&said), said: Some(said), ..opening }))
}

/// An answer to a record, as it stands before the eyes of the one who answers; none where there is no such record.
pub(super) async fn reply(engine: EngineHandle, to: RecordId) -> Result<Option<Opening>, Notice> {
    let Some(page) = engine.record(to).await? else { return Ok(None) };
    let mut start = *engine.start(RecordType::Reply).await?;
    let fields = &mut start.prefill.fields;
    fields.insert(reply::ABOUT_KEY.to_owned(), to.to_string().into());
    fields.insert(reply::DAY_KEY.to_owned(), platform::now().day().to_string().into());
    if let Some(version) = page.detail.version {
        fields.insert(reply::VERSION_KEY.to_owned(), Scalar::Bytes(version.0.to_vec()));
    }
    Ok(Some(opening(RecordType::Reply, start)))
}

/// A new paragraph of a paper at its place, or a scan of it.
pub(super) async fn of_paper(engine: EngineHandle, of: RecordType, place: &Place) -> Result<Opening, Notice> {
    let mut start = *engine.start(of).await?;
    let fields = &mut start.prefill.fields;
    fields.insert(PAPER_KEY.to_owned(), place.paper.as_str().into());
    if of == RecordType::Paragraph {
        fields.insert(PART_KEY.to_owned(), place.part.as_str().into());
        fields.insert(STYLE_KEY.to_owned(), Style::Body.word().into());
        fields.extend(place.after.map(|after| (AFTER.to_owned(), after.to_string().into())));
    }
    Ok(opening(of, start))
}

/// A form that was open before, or of something that exists.
pub(super) async fn again(engine: EngineHandle, record: RecordId) -> Result<Option<Opening>, Notice> {
    let Some((text, reopened)) = text_of(&engine, record).await? else { return Ok(None) };
    let prefill = engine.start(text.record_type()).await?.prefill;
    let text = text.in_hours(prefill.class_hour);
    let suggested = if text.edits_existing() { Vec::new() } else { prefill.suggested };
    let Prefill { places, people, lesson, own, .. } = prefill;
    Ok(Some(Opening { record, text, places, people, suggested, lesson, own, reopened, said: None }))
}

async fn text_of(engine: &EngineHandle, record: RecordId) -> Result<Option<(FormText, bool)>, Notice> {
    if let Some(draft) = engine.draft(record).await? {
        let text = FormText::from_bytes(&draft.content);
        // what was erased since the form was left is erased in it too
        let page = engine.record(record).await?;
        let text = text.map(|text| match &page {
            Some(page) => text.with_erasures(gone(page)),
            None => text,
        });
        return text.map(|text| Some((text, true))).ok_or_else(|| Notice::needed("notice-draft-newer"));
    }
    if let Some(page) = engine.record(record).await? {
        let text = FormText::editing(page.detail.row.record_type, &page.detail.fields);
        return Ok(Some((text.with_erasures(gone(&page)), false)));
    }
    if let Some((of, fields)) = engine.fields(record).await? {
        return Ok(Some((FormText::editing(of, &fields).with_style(), false)));
    }
    let person = engine.person(PersonId(record.0)).await?;
    Ok(person.map(|page| (FormText::editing(RecordType::Person, &page.fields), false)))
}

/// What is erased of a record, by whomever.
fn gone(page: &RecordPage) -> Vec<(PieceHash, Millis)> {
    let by_author = erased(&page.detail.fields);
    by_author.chain(page.detail.erasures.iter().map(|(hash, erasure)| (*hash, erasure.at))).collect()
}
