//! The pictures of a record on paper: which ones, how many a page, and what of them cannot be had. What it says of them
//! holds for those that were chosen.

use dioxus::prelude::*;
use studio_core::attachment::{Attachment, attachments};
use studio_core::id::PieceHash;
use studio_core::view::RecordDetail;
use studio_engine::messages::RecordPage;
use studio_ui::paper::{Each, PaperBar, PaperPicture, PicturePaper};
use studio_ui::prelude::*;
use studio_ui::read::{is_drawn, picture_words, scans_words};

use crate::piece::{Best, Small, use_best};
use crate::platform;
use crate::route::Route;
use crate::words;

/// The word of this sheet in an address; no type has a sheet of that word.
pub(crate) const PICTURES: &str = "pictures";

/// What can be drawn of a record, and what belongs to it and cannot be.
fn on_sheet(detail: &RecordDetail) -> (Vec<Attachment>, Vec<Attachment>) {
    let all = attachments(&detail.fields).into_iter();
    all.filter(|one| !detail.erasures.contains_key(&one.hash)).partition(is_drawn)
}

/// Whether there is anything to print of a record.
pub(crate) fn has_pictures(detail: &RecordDetail) -> bool {
    !detail.deleted && !on_sheet(detail).0.is_empty()
}

/// The sheet, with what it needs fetched.
#[component]
pub(crate) fn PicturesPaper(page: RecordPage) -> Element {
    let out = use_signal(Vec::<PieceHash>::new);
    let mut attempt = use_signal(|| 0_u32);
    let wanted = on_sheet(&page.detail).0.into_iter().filter(|one| !out.read().contains(&one.hash));
    let (mut wanted, away): (Vec<_>, Vec<_>) = wanted.partition(|one| page.pieces.contains_key(&one.hash));
    wanted.extend(away);
    let best = use_best(wanted, attempt());
    rsx! { PicturesView { detail: page.detail, best, out, onagain: move |()| attempt += 1 } }
}

/// The sheet of plain data, with its bar and what one chooses.
#[component]
pub(crate) fn PicturesView(
    detail: RecordDetail,
    best: Vec<Best>,
    out: Signal<Vec<PieceHash>>,
    onagain: EventHandler<()>,
) -> Element {
    let mut each = use_signal(Each::default);
    let (all, scans) = on_sheet(&detail);
    let left_out = out();
    let chosen: Vec<&Attachment> = all.iter().filter(|one| !left_out.contains(&one.hash)).collect();
    let waiting = chosen.iter().filter(|one| told(&best, one).is_none()).count();
    let hint = match (chosen.len(), waiting) {
        (0, _) => t("print-none"),
        (_, 0) => t("paper-hint"),
        _ => t_with("print-waits", &[("count", &waiting.to_string())]),
    };
    let row = &detail.row;
    let title = words::title(row.record_type, &row.title);
    let sub = t_with("pictures-of", &[("studio", &detail.studio), ("count", &chosen.len().to_string())]);
    let pictures: Vec<PaperPicture> =
        chosen.iter().map(|one| on_paper(told(&best, one), picture_words(row.day, title.clone(), one))).collect();
    let lacks = lacks(&chosen, &best);
    let chip = |of: Each, value: &str, key: &str| Chip {
        value: value.to_owned(),
        label: t(key),
        on: each() == of,
        glyph: None,
    };
    let chips = vec![chip(Each::Two, "2", "pictures-two"), chip(Each::Four, "4", "pictures-four")];
    let back = (t("back"), Route::RecordScreen { id: row.record.to_string() }.to_string());
    rsx! {
        PaperBar { back, hint, disabled: chosen.is_empty() || waiting > 0, onprint: |_| platform::print() }
        div { class: "paper-choice stack no-print", "data-testid": "print-choice",
            Chips { name: "each", label: t("print-each"), chips, onpick: move |value| each.set(if value == "4" { Each::Four } else { Each::Two }) }
            p { class: "small mute", {t("print-choose")} }
            div { class: "shots",
                for one in all {
                    {choice(one, out)}
                }
            }
            for text in lacks {
                Banner { text, tone: Tone::Warn, glyph: Glyph::Images, action: t("print-again"), testid: "print-again", onclick: move |_| onagain.call(()) }
            }
        }
        PicturePaper { title, sub, pictures, beside: scans_words(&scans), each: each() }
    }
}

/// A small one that is taken in or left out by a tap.
fn choice(one: Attachment, mut out: Signal<Vec<PieceHash>>) -> Element {
    let hash = one.hash;
    let is_out = out.read().contains(&hash);
    let tapped = move |()| {
        let mut out = out.write();
        out.retain(|one| *one != hash);
        if !is_out {
            out.push(hash);
        }
    };
    let note = match (is_out, one.pupils) {
        (true, _) => Some(t("print-left-out")),
        (false, true) => Some(t("shot-pupils")),
        (false, false) => None,
    };
    rsx! { Small { key: "{hash}", thumb: one.thumb, caption: one.caption, note, pressed: !is_out, onopen: tapped } }
}

/// How a picture came; `None` before it did or is known not to.
fn told<'a>(best: &'a [Best], one: &Attachment) -> Option<&'a Best> {
    best.iter().find(|best| best.hash == one.hash)
}

fn on_paper(best: Option<&Best>, words: String) -> PaperPicture {
    let src = best.and_then(|best| best.piece.src());
    let note = match best {
        Some(best) if best.is_large => None,
        Some(_) if src.is_some() => Some(t("print-small-mark")),
        Some(_) => Some(t("print-not-here")),
        None => Some(t("shot-coming")),
    };
    PaperPicture { src, words, note, door: None }
}

/// What is told of originals that did not come.
fn lacks(chosen: &[&Attachment], best: &[Best]) -> Vec<String> {
    let without = || chosen.iter().filter_map(|one| told(best, one)).filter(|best| !best.is_large);
    let (small, blank): (Vec<&Best>, Vec<&Best>) = without().partition(|best| best.piece.src().is_some());
    let both = [("print-small", small.len()), ("print-blank", blank.len())].into_iter();
    both.filter(|(_, count)| *count > 0).map(|(key, count)| t_with(key, &[("count", &count.to_string())])).collect()
}
