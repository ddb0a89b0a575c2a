//! 照片, 扫描件: taken or chosen, a photo made small on the phone, kept before the form names them. A picture that was only
//! half made is none.

use dioxus::html::FileData;
use dioxus::prelude::*;
use studio_core::attachment::{ATTACHMENTS_MAX, Attachment, AttachmentKind, CAPTION_CHARS_MAX};
use studio_core::form::FieldSpec;
use studio_core::scan::{MEDIA_PDF, SCAN_BYTES_MAX};
use studio_ui::dates;
use studio_ui::prelude::*;

use super::Book;
use super::controls::{Around, Written, around};
use crate::desk::{Desk, use_desk};
use crate::picture::{FILE_BYTES_MAX, NoPicture, paper, tiny};
use crate::piece::Thumb;
use crate::platform;

/// Where pictures are chosen, for the eye to be led there.
const PICK: &str = "picture-pick";
/// Digits of a day, without the century.
const MADE_DIGITS: usize = 6;
/// What is chosen: glyph, words, what a browser offers.
const PICKS: [(Glyph, &str, &str); 2] = [(Glyph::Images, PICK, "image/*"), (Glyph::FileText, "scan-pick", MEDIA_PDF)];

/// The pictures and scans of the form, and the way to more.
#[component]
pub(super) fn Files(book: Book, spec: &'static FieldSpec, kind: AttachmentKind) -> Element {
    let desk = use_desk();
    let held = book.read(|text| text.pictures());
    let (under_way, missed) = (book.making, book.missed);
    let mut told = use_signal(Vec::<String>::new);
    let mut removed = use_signal(|| None::<Attachment>);
    let mut round = use_signal(|| 0_u32);
    let Around { label, optional, error, .. } = around(book, spec);
    let chosen = move |event: FormEvent| {
        let mut files = event.files();
        let room = ATTACHMENTS_MAX.saturating_sub(book.peek(|text| text.pictures().len()));
        let over = files.split_off(room.min(files.len()));
        // the same file can be chosen again
        round += 1;
        told.set(over_words(&over).into_iter().collect());
        spawn(async move {
            book.pictures_chosen(desk, files.len()).await;
            for file in files {
                let made = take(desk, book, file, kind).await;
                let (one, words) = made.map_or_else(|words| (None, Some(words)), |(one, words)| (Some(one), words));
                told.write().extend(words);
                book.picture_made(desk, one.as_ref()).await;
            }
        });
    };
    rsx! {
        Field { field: spec.key, label, optional, hint: t("picture-hint"), error, group: true,
            for one in held.clone() {
                Held { key: "{one.hash}", book, one: one.clone(), onremove: move |gone: Attachment| {
                    book.choose(|text| text.remove_picture(&gone, platform::now()));
                    removed.set(Some(gone));
                } }
            }
            if let Some(gone) = removed() {
                Banner { text: one_of(&gone, if book.read(|text| text.had(&gone)) { "picture-removed-kept" } else { "picture-removed" }), tone: Tone::Info, action: t("picture-back"), testid: "picture-back",
                    onclick: move |_| {
                        book.choose(|text| text.put_picture(&gone));
                        removed.set(None);
                    } }
            }
            if missed() > 0 {
                div { "data-testid": "picture-missed",
                    Banner { text: t_with("picture-missed", &[("count", &missed().to_string())]), tone: Tone::Warn }
                }
            }
            for words in told() {
                div { "data-testid": "picture-told", Banner { text: words, tone: Tone::Warn } }
            }
            if under_way() > 0 {
                p { class: "cap mute", role: "status", "data-testid": "picture-busy", {t_with("picture-busy", &[("count", &under_way().to_string())])} }
            }
            if held.len() < ATTACHMENTS_MAX {
                // a way of its own: asked for both, some browsers offer no camera
                for (n, (glyph, words, accept)) in PICKS.into_iter().enumerate() {
                    label { class: "btn btn-plain picture-pick", key: "{round}-{n}", onmounted: move |_| lead_here(desk),
                        Icon { glyph }
                        {t_with(words, &[("most", &dates::bytes(SCAN_BYTES_MAX as u64))])}
                        input { id: words, class: "unseen", r#type: "file", accept, multiple: true, "data-testid": words, onchange: chosen }
                    }
                }
            } else {
                p { class: "cap mute", {t_with("picture-enough", &[("count", &ATTACHMENTS_MAX.to_string())])} }
            }
        }
    }
}

/// One picture that the form names.
#[component]
fn Held(book: Book, one: Attachment, onremove: EventHandler<Attachment>) -> Element {
    let id = format!("caption-{}", one.hash);
    let mut count = use_signal(|| one.caption.chars().count());
    let (captioned, marked, gone) = (one.clone(), one.clone(), one.clone());
    let size = one.is_scan().then(|| t_with("scan-note", &[("bytes", &dates::bytes(one.bytes))]));
    let pupils = Chip { value: "pupils".to_owned(), label: t("shot-pupils"), on: one.pupils, glyph: None };
    rsx! {
        div { class: "picture-row", "data-testid": "picture-held",
            Thumb { one: one.clone() }
            div { class: "stack",
                if let Some(size) = size {
                    span { class: "small", "{size}" }
                }
                label { class: "cap mute", r#for: id.clone(), {t("picture-caption")} }
                TextInput { id: id.clone(), initial: one.caption.clone(), testid: "picture-caption",
                    oninput: move |typed: String| {
                        count.set(typed.chars().count());
                        let caption: String = typed.chars().take(CAPTION_CHARS_MAX).collect();
                        book.choose(|text| text.put_picture(&Attachment { caption, ..captioned.clone() }));
                    } }
                Written { count, limit: CAPTION_CHARS_MAX, over_only: true }
                div { class: "row wrap",
                    Chips { name: "pupils-{one.hash}", label: t("shot-pupils"), chips: vec![pupils], multi: true,
                        onpick: move |_| book.choose(|text| text.put_picture(&Attachment { pupils: !marked.pupils, ..marked.clone() })) }
                    Button { label: t("picture-remove"), kind: ButtonKind::Quiet, compact: true, testid: "picture-remove", onclick: move |_| onremove.call(gone.clone()) }
                }
            }
        }
    }
}

/// Reads, makes small and keeps one file, with what one should know of it; the sentence that says what to do when that does
/// not go.
async fn take(
    desk: Desk,
    book: Book,
    file: FileData,
    kind: AttachmentKind,
) -> Result<(Attachment, Option<String>), String> {
    let said = |key: &str| t_with(key, &[("name", &file.name())]);
    if file.size() > FILE_BYTES_MAX {
        return Err(said(NoPicture::TooLarge.key()));
    }
    if book.peek(|text| text.pictures().len()) >= ATTACHMENTS_MAX {
        return Err(t_with("picture-enough", &[("count", &ATTACHMENTS_MAX.to_string())]));
    }
    let made = match platform::shrink(&file).await {
        Err(NoPicture::Paper) => return Ok((take_scan(desk, book, &file).await?, None)),
        made => made.map_err(|why| said(why.key()))?,
    };
    let tiny = tiny(&made.large).map(|(width, height)| {
        let sizes = [("width", width.to_string()), ("height", height.to_string())];
        let [width, height] = sizes.each_ref().map(|(name, size)| (*name, size.as_str()));
        t_with("picture-tiny", &[("name", &file.name()), width, height])
    });
    let one = keep(desk, book, &file.name(), made.large, Some(made.small)).await?;
    Ok((Attachment { kind, ..one }, tiny))
}

/// Reads and keeps a paper under the name of its file.
async fn take_scan(desk: Desk, book: Book, file: &FileData) -> Result<Attachment, String> {
    let name = file.name();
    let size = dates::bytes(file.size());
    let most = dates::bytes(SCAN_BYTES_MAX as u64);
    let said = |why: NoPicture| t_with(why.key(), &[("name", &name), ("bytes", &size), ("most", &most)]);
    if file.size() > SCAN_BYTES_MAX as u64 {
        return Err(said(NoPicture::PaperTooLarge));
    }
    let bytes = file.read_bytes().await.map_err(|_| said(NoPicture::Unreachable))?;
    let bytes = paper(bytes.into()).map_err(said)?;
    let one = keep(desk, book, &name, bytes, None).await?;
    let called = name.rsplit_once('.').map_or(name.as_str(), |(called, _)| called);
    // a name with a clock in it was given by a machine
    let is_made = called.chars().filter(char::is_ascii_digit).count() >= MADE_DIGITS;
    let caption = called.chars().take(if is_made { 0 } else { CAPTION_CHARS_MAX }).collect();
    Ok(Attachment { kind: AttachmentKind::Scan, media: MEDIA_PDF.to_owned(), caption, ..one })
}

/// Keeps a file's bytes, and names them as the next picture of the form.
async fn keep(
    desk: Desk,
    book: Book,
    name: &str,
    large: Vec<u8>,
    small: Option<Vec<u8>>,
) -> Result<Attachment, String> {
    let said = |key: &str| t_with(key, &[("name", name)]);
    let kept = desk.engine().keep_picture(large, small).await.map_err(|notice| said(&notice.key))?;
    if book.peek(|text| text.is_erased(kept.hash)) {
        return Err(said("picture-erased"));
    }
    let here = book.peek(|text| text.pictures());
    if here.iter().any(|one| one.hash == kept.hash) {
        return Err(said("picture-already"));
    }
    Ok(Attachment {
        hash: kept.hash,
        kind: AttachmentKind::Photo,
        media: "image/jpeg".to_owned(),
        bytes: kept.bytes,
        order: here.iter().map(|one| one.order).max().unwrap_or_default() + 1,
        pupils: false,
        thumb: kept.thumb,
        caption: String::new(),
    })
}

/// Leads the eye to where pictures are chosen, if the form was opened for them.
fn lead_here(desk: Desk) {
    let mut to_pictures = desk.to_pictures;
    if to_pictures.replace(false) {
        platform::focus(PICK);
    }
}

/// What had no place any more, by name.
fn over_words(over: &[FileData]) -> Option<String> {
    let names = over.iter().map(FileData::name).collect::<Vec<_>>().join("、");
    let [most, count] = [ATTACHMENTS_MAX, over.len()].map(|count| count.to_string());
    (!over.is_empty()).then(|| t_with("picture-over", &[("count", &most), ("over", &count), ("names", &names)]))
}

/// A sentence of 一张照片 or 一份扫描件.
fn one_of(one: &Attachment, key: &str) -> String {
    t_with(key, &[("one", &t(if one.is_scan() { "scan-one" } else { "shot-one" }))])
}
