//! A picture is erased: by its author under one record, by the bureau wherever it stands. The hash and the fact stay.

use studio_core::attachment::{Attachment, AttachmentKind, attachments};
use studio_core::command::{Command, CommandError, Draft};
use studio_core::id::{PieceHash, RecordId};
use studio_core::read::{Eraser, Erasure, State};
use studio_core::record_type::RecordType;

use crate::paper::{Studio, activity, person, set};

fn picture(n: u8) -> Attachment {
    Attachment {
        hash: PieceHash([n; 32]),
        kind: AttachmentKind::Photo,
        media: "image/jpeg".into(),
        bytes: 9_000,
        order: i64::from(n),
        pupils: true,
        thumb: Some(PieceHash([100 + n; 32])),
        caption: "板书".into(),
    }
}

/// A record of person 2 that was handed in with these pictures.
fn recorded(studio: &mut Studio, pictures: &[u8]) -> RecordId {
    let record = studio.fresh();
    let mut draft = activity(record, "2026-11-20", person(2), &[person(3)]);
    draft.fields.extend(pictures.iter().map(|n| set(&picture(*n).key(), picture(*n).text())));
    studio.run(person(2), &Command::Finish(draft)).unwrap();
    record
}

fn erase(studio: &mut Studio, who: u8, record: RecordId, n: u8) -> Result<(), CommandError> {
    studio.run(person(who), &Command::ErasePicture { record, hash: picture(n).hash }).map(drop)
}

#[test]
fn an_author_erases_a_picture_and_what_was_handed_in_stays_handed_in() {
    let mut studio = Studio::new("2026-11-23");
    let record = recorded(&mut studio, &[1, 2]);
    erase(&mut studio, 2, record, 1).unwrap();
    let model = studio.model();
    let kept = model.find(record).unwrap();
    assert_eq!(kept.state, State::Submitted);
    let erasure = Erasure { at: studio.now, by: Eraser::Author(person(2)) };
    assert_eq!(model.erasures(kept).into_iter().collect::<Vec<_>>(), [(picture(1).hash, erasure)]);
    assert_eq!(model.pictures(kept), [picture(2)]);
    assert_eq!(attachments(&kept.fields).len(), 2, "its hash and what it showed stay");
    let gone: Vec<PieceHash> = model.erased_pieces().into_iter().collect();
    assert_eq!(gone, [picture(1).hash, picture(1).thumb.unwrap()]);
    let before = studio.records.len();
    erase(&mut studio, 2, record, 1).unwrap();
    assert_eq!(studio.records.len(), before, "said twice is said once");
}

#[test]
fn nobody_erases_a_picture_of_somebody_elses_record_nor_one_that_is_not_there() {
    let mut studio = Studio::new("2026-11-23");
    let record = recorded(&mut studio, &[1]);
    for who in [1, 3] {
        assert_eq!(erase(&mut studio, who, record, 1), Err(CommandError::NotAllowed), "{who}");
    }
    assert_eq!(erase(&mut studio, 2, record, 9), Err(CommandError::NoSuchRecord));
    assert!(studio.model().erased_pieces().is_empty());
}

#[test]
fn an_older_app_that_changes_the_caption_takes_no_erasure_back() {
    let mut studio = Studio::new("2026-11-23");
    let record = recorded(&mut studio, &[1]);
    erase(&mut studio, 2, record, 1).unwrap();
    let renamed = Attachment { caption: "另一个说明".into(), ..picture(1) };
    let mut field = set(&renamed.key(), renamed.text());
    field.seen = Some(picture(1).text().into());
    let draft = Draft { record_type: RecordType::Activity, record, fields: vec![field] };
    studio.run(person(2), &Command::Save(draft)).unwrap();
    let model = studio.model();
    assert!(model.pictures(model.find(record).unwrap()).is_empty());
    assert!(model.erased_pieces().contains(&picture(1).hash));
}

#[test]
fn what_one_record_erases_stays_under_another_until_that_erases_it_too() {
    let mut studio = Studio::new("2026-11-23");
    let (first, second) = (recorded(&mut studio, &[1]), recorded(&mut studio, &[1]));
    erase(&mut studio, 2, first, 1).unwrap();
    let model = studio.model();
    assert!(model.erased_pieces().is_empty(), "the other record still shows it");
    assert!(model.elsewhere(model.find(first).unwrap()).contains(&picture(1).hash), "and whoever asks is told so");
    assert!(model.elsewhere(model.find(second).unwrap()).is_empty());
    assert_eq!(model.pictures(model.find(second).unwrap()), [picture(1)]);
    erase(&mut studio, 2, second, 1).unwrap();
    assert_eq!(studio.model().erased_pieces().len(), 2);
}

#[test]
fn what_the_bureau_erases_is_gone_under_every_record_with_its_small_ones() {
    let mut studio = Studio::new("2026-11-23");
    let (first, second) = (recorded(&mut studio, &[1, 2]), recorded(&mut studio, &[1]));
    studio.facts.erased.insert(picture(1).hash, studio.now);
    let model = studio.model();
    for record in [first, second] {
        let erasures = model.erasures(model.find(record).unwrap());
        assert_eq!(erasures[&picture(1).hash], Erasure { at: studio.now, by: Eraser::Bureau });
    }
    let gone: Vec<PieceHash> = model.erased_pieces().into_iter().collect();
    assert_eq!(gone, [picture(1).hash, picture(1).thumb.unwrap()]);
}
