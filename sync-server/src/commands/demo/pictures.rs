//! Pictures for the made-up county: drawn here, of a blackboard in an empty classroom, never of people. Each is another one,
//! and the same for the same number.

use jpeg_encoder::{ColorType, Encoder};
use studio_core::attachment::{Attachment, AttachmentKind};
use studio_core::command::{Command, Draft};
use studio_core::demo::{DemoStudio, Step};
use studio_core::edit::FieldEdit;
use studio_core::id::{DeviceId, RecordId, StudioId};
use studio_core::pieces::hash_of;
use studio_core::record_type::RecordType;
use studio_core::scan::MEDIA_PDF;
use studio_core::time::Millis;

use super::off_script;
use super::paper::certificate;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::store::files::{Files, Upload};
use crate::store::sqlite::files as rows;

/// The newest activities of a studio that have pictures.
const WITH_PICTURES: usize = 6;
const CAPTIONS: [&str; 4] = ["板书", "教研现场（空教室）", "学习单", PUPILS];
/// What the scan is called.
const SCAN: &str = "证书扫描件（样张）";
/// What is marked 有学生, so that a county sees what becomes of the mark.
const PUPILS: &str = "学生展示（示意图，没有画人）";

/// A picture with its small one, or a scan.
struct Taken {
    large: Vec<u8>,
    small: Option<Vec<u8>>,
}

/// The pictures of one studio.
pub(super) struct Album {
    files: Files,
    /// Which studio: its pictures are none of another's.
    number: u32,
    records: Vec<RecordId>,
    /// The newest outcome has a scan.
    with_scan: Option<RecordId>,
    taken: Vec<Taken>,
}

impl Album {
    /// Pictures for the newest activities of a script; their bytes go beside the database.
    pub(super) fn of(script: &DemoStudio, files: Files, number: u32) -> Self {
        let finished = |of: RecordType| {
            script.steps.iter().rev().filter_map(move |step| match &step.command {
                Command::Finish(draft) if draft.record_type == of => Some(draft.record),
                _ => None,
            })
        };
        let records = finished(RecordType::Activity).take(WITH_PICTURES).collect();
        Self { files, number, records, with_scan: finished(RecordType::Outcome).next(), taken: Vec::new() }
    }

    /// The step with the pictures that its record has.
    pub(super) fn with_pictures(&mut self, step: &Step) -> Result<Step, Fault> {
        let mut step = step.clone();
        if let Command::Finish(draft) = &mut step.command
            && let Some(place) = self.records.iter().position(|record| *record == draft.record)
        {
            for order in 1..=1 + place as i64 % 3 {
                let which = self.number * 64 + place as u32 * 4 + order as u32;
                self.add(draft, order, which)?;
            }
        }
        if let Command::Finish(draft) = &mut step.command
            && self.with_scan == Some(draft.record)
        {
            self.add_scan(draft);
        }
        Ok(step)
    }

    fn add(&mut self, draft: &mut Draft, order: i64, which: u32) -> Result<(), Fault> {
        let (large, small) = (drawn(800, 600, which)?, drawn(320, 240, which)?);
        let caption = CAPTIONS[which as usize % CAPTIONS.len()];
        let one = Attachment {
            hash: hash_of(&large),
            kind: AttachmentKind::Photo,
            media: "image/jpeg".to_owned(),
            bytes: large.len() as u64,
            order,
            pupils: caption == PUPILS,
            thumb: Some(hash_of(&small)),
            caption: caption.to_owned(),
        };
        draft.fields.push(FieldEdit { key: one.key(), seen: None, value: Some(one.text().into()) });
        self.taken.push(Taken { large, small: Some(small) });
        Ok(())
    }

    fn add_scan(&mut self, draft: &mut Draft) {
        let large = certificate(self.number);
        let one = Attachment {
            hash: hash_of(&large),
            kind: AttachmentKind::Scan,
            media: MEDIA_PDF.to_owned(),
            bytes: large.len() as u64,
            order: 1,
            pupils: false,
            thumb: None,
            caption: SCAN.to_owned(),
        };
        draft.fields.push(FieldEdit { key: one.key(), seen: None, value: Some(one.text().into()) });
        self.taken.push(Taken { large, small: None });
    }

    /// Puts the bytes where a phone would have brought them.
    pub(super) fn bring(self, desk: &mut Desk<'_>, studio: StudioId, now: Millis) -> Result<(), Fault> {
        let device = DeviceId([0; 16]);
        for bytes in self.taken.iter().flat_map(|taken| taken.small.iter().chain([&taken.large])) {
            let upload = Upload { studio, hash: hash_of(bytes), device };
            let kept = self.files.begin(&upload, bytes.len() as u64);
            let kept =
                kept.and_then(|_| self.files.put(&upload, 0, bytes)).and_then(|_| self.files.keep(&upload, bytes));
            kept.map_err(|error| off_script(&error))?;
            rows::note(desk.db(), (studio, upload.hash, bytes.len() as u64), device, now)?;
        }
        Ok(())
    }
}

type Colour = [u8; 3];
const WALL: Colour = [226, 220, 203];
const FLOOR: Colour = [178, 160, 132];
const FRAME: Colour = [138, 100, 62];
const CHALK: Colour = [236, 238, 226];
const DESK: Colour = [196, 160, 108];
const BOARDS: [Colour; 3] = [[38, 74, 62], [44, 66, 58], [52, 60, 66]];
const BOOKS: [Colour; 4] = [[170, 62, 52], [52, 96, 150], [222, 176, 70], [98, 132, 88]];

/// A blackboard with lines of chalk above a row of desks, in sizes of thousandths.
fn drawn(width: u16, height: u16, which: u32) -> Result<Vec<u8>, Fault> {
    let mut canvas = Canvas { width: usize::from(width), height: usize::from(height), rgb: Vec::new() };
    canvas.rgb = WALL.repeat(canvas.width * canvas.height);
    canvas.fill((0, 720, 1_000, 1_000), FLOOR);
    canvas.fill((90, 120, 910, 600), FRAME);
    canvas.fill((105, 140, 895, 580), BOARDS[which as usize % BOARDS.len()]);
    for line in 0..4 + which % 4 {
        let (top, long) = (180 + line * 50, 180 + which * 37 * (line + 3) % 420);
        canvas.fill((140, top, 140 + long, top + 10), CHALK);
    }
    for bar in 0..which % 5 {
        canvas.fill((640 + bar * 48, 520 - (which * (bar + 2) * 29 % 300), 672 + bar * 48, 540), CHALK);
    }
    for desk in 0..4 {
        let left = 60 + desk * 230;
        canvas.fill((left, 780, left + 190, 820), DESK);
        canvas.fill((left + 15, 820, left + 30, 960), FRAME);
        canvas.fill((left + 160, 820, left + 175, 960), FRAME);
        if !(which + desk).is_multiple_of(3) {
            canvas.fill((left + 60, 755, left + 120, 780), BOOKS[(which + desk) as usize % BOOKS.len()]);
        }
    }
    let mut bytes = Vec::new();
    let encoder = Encoder::new(&mut bytes, 80);
    encoder.encode(&canvas.rgb, width, height, ColorType::Rgb).map_err(|error| off_script(&error))?;
    Ok(bytes)
}

struct Canvas {
    width: usize,
    height: usize,
    rgb: Vec<u8>,
}

impl Canvas {
    /// A rectangle from left and top to right and bottom, in thousandths.
    fn fill(&mut self, (left, top, right, bottom): (u32, u32, u32, u32), colour: Colour) {
        let across = |part: u32| part.min(1_000) as usize * self.width / 1_000;
        let down = |part: u32| part.min(1_000) as usize * self.height / 1_000;
        let (columns, rows) = (across(left)..across(right), down(top)..down(bottom));
        for row in rows {
            for column in columns.clone() {
                let at = (row * self.width + column) * 3;
                if let Some(pixel) = self.rgb.get_mut(at..at + 3) {
                    pixel.copy_from_slice(&colour);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture;

    #[test]
    fn what_is_drawn_is_a_picture_as_phones_keep_one_and_each_is_another() {
        let all: Vec<Vec<u8>> = (1..20).map(|which| drawn(320, 240, which).unwrap()).collect();
        assert!(all.iter().all(|bytes| picture::look(bytes) == Ok(())));
        let names: std::collections::BTreeSet<_> = all.iter().map(|bytes| hash_of(bytes)).collect();
        assert_eq!(names.len(), all.len());
    }
}
