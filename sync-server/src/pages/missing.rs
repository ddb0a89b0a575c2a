//! 还差谁 before what counted, and behind it what did not count and why. Drawn for an officer, who records nothing: an offer
//! is an address that opens the filled form on the studio's phone.

use dioxus::prelude::*;
use studio_core::closure::{Doubt, EvidenceRef, Indicator, Lacking, LackingPerson, LeftOut};
use studio_core::time::{Day, day_short};
use studio_ui::bureau::BoxCard;
use studio_ui::i18n::{t, t_with};
use studio_ui::link::Anchor;
use studio_ui::read;

/// People shown before the rest is folded.
const PEOPLE_SHOWN: usize = 20;

/// Who is missing, and the record that would close it.
#[component]
pub(super) fn MissingBox(indicator: Indicator, lacking: Lacking) -> Element {
    let Some(short) = read::lacking_title(&indicator, &lacking) else { return rsx! {} };
    let (shown, rest) = lacking.people.split_at(lacking.people.len().min(PEOPLE_SHOWN));
    let (shown, rest) = (shown.to_vec(), rest.to_vec());
    rsx! {
        BoxCard { title: t("lacking-heading"), note: short,
            if let Some(beyond) = read::lacking_beyond(&indicator, &lacking) {
                p { class: "box-body mute", "{beyond}" }
            }
            if let Some(offer) = lacking.offer.clone() {
                p { class: "box-body",
                    Anchor { class: "door", href: read::offer_path(&offer), {read::offer_label(&offer)} }
                    span { class: "cap faint block", {t("offer-on-phone")} }
                }
            }
            if !lacking.townships.is_empty() {
                Townships { lacking: lacking.clone() }
            }
            if !shown.is_empty() {
                People { people: shown }
            }
            if !rest.is_empty() {
                details { class: "box-body",
                    summary { class: "door", {t_with("lacking-rest", &[("count", &rest.len().to_string())])} }
                    People { people: rest }
                }
            }
        }
    }
}

#[component]
fn Townships(lacking: Lacking) -> Element {
    rsx! {
        table { class: "table",
            thead {
                tr {
                    th { scope: "col", {t("evidence-township")} }
                    th { scope: "col", {t("evidence-attended")} }
                    th { scope: "col", {t("lacking-close")} }
                }
            }
            tbody {
                for township in lacking.townships {
                    tr {
                        th { scope: "row", {read::lacking_township(&township)} }
                        td { class: "num", "{township.people}" }
                        td { Anchor { class: "door", href: read::offer_path(&township.offer), {read::offer_label(&township.offer)} } }
                    }
                }
            }
        }
    }
}

#[component]
fn People(people: Vec<LackingPerson>) -> Element {
    rsx! {
        table { class: "table",
            thead {
                tr {
                    for key in ["sheet-col-name", "sheet-col-school", "evidence-township", "lacking-what"] {
                        th { scope: "col", {t(key)} }
                    }
                }
            }
            tbody {
                for person in people {
                    tr {
                        th { scope: "row", "{person.name}" }
                        td { "{person.school}" }
                        td { "{person.township}" }
                        td {
                            {read::lacking_dimensions(&person).unwrap_or_default()}
                            if let Some(offer) = person.offer.clone() {
                                Anchor { class: "door block", href: read::offer_path(&offer), {read::offer_label(&offer)} }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Pairs that may be one: an officer looks at both, the studio answers. `path` is the studio's.
#[component]
pub(super) fn DoubtsBox(doubts: Vec<Doubt>, total: usize, path: String, today: Day) -> Element {
    let more = total.saturating_sub(doubts.len());
    if doubts.is_empty() {
        return rsx! {};
    }
    rsx! {
        BoxCard { title: t("doubts-title"), note: t("doubts-note-bureau"), padded: true,
            for doubt in doubts {
                p {
                    match &doubt {
                        Doubt::People(person, _) => rsx! { b { "{person.name}" } },
                        Doubt::Works(a, b) => rsx! {
                            RecordDoor { evidence: a.clone(), path: path.clone() }
                            " · "
                            RecordDoor { evidence: b.clone(), path: path.clone() }
                        },
                    }
                    span { class: "cap faint", " {read::doubt(&doubt, today)}" }
                }
            }
            if more > 0 {
                p { class: "cap faint", {t_with("doubts-more", &[("count", &more.to_string())])} }
            }
        }
    }
}

/// A record's title as a door to its page.
#[component]
fn RecordDoor(evidence: EvidenceRef, path: String) -> Element {
    let title = if evidence.title.is_empty() { t("record-untitled") } else { evidence.title.clone() };
    rsx! { Anchor { class: "door", href: "{path}/records/{evidence.record}", "{title}" } }
}

/// What did not count and why; `path` is the studio's.
#[component]
pub(super) fn LeftOutBox(groups: Vec<LeftOut>, elsewhere: usize, path: String, today: Day) -> Element {
    if groups.is_empty() && elsewhere == 0 {
        return rsx! {};
    }
    rsx! {
        BoxCard { title: t("left-out-title"), note: t("left-out-note"), padded: true,
            for group in groups {
                details {
                    summary { class: "door", {read::left_out(&group)} }
                    for evidence in group.records.clone() {
                        LeftOutLine { evidence, path: path.clone(), today }
                    }
                    if let Some(unnamed) = read::left_out_unnamed(&group) {
                        p { class: "cap faint", "{unnamed}" }
                    }
                }
            }
            if let Some(said) = read::elsewhere(elsewhere) {
                p { class: "cap faint", "{said}" }
            }
        }
    }
}

/// 11月23日 · 大单元教学设计 · 周慧敏
#[component]
fn LeftOutLine(evidence: EvidenceRef, path: String, today: Day) -> Element {
    let day = evidence.day.map(|day| day_short(day, today)).unwrap_or_default();
    let note = [day, evidence.author_name.clone()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    rsx! {
        p {
            RecordDoor { evidence: evidence.clone(), path: path.clone() }
            span { class: "cap faint", " {note.join(\" · \")}" }
        }
    }
}
