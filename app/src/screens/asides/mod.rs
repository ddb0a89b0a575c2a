//! Work that could not stand as it was written: named, shown field by field, never dropped silently.

use dioxus::prelude::*;
use studio_core::form::{self, FieldSpec};
use studio_core::guide::is_own;
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::time::{Millis, ago};
use studio_core::tolerant::Fields;
use studio_engine::messages::{AsideChoice, AsideField, AsideRow, Changed, Request, SyncState};
use studio_ui::phone::Screen;
use studio_ui::prelude::*;
use studio_ui::read::{label, one, value};

use crate::desk::{Desk, use_answer, use_desk};
use crate::platform;
use crate::route::Route;
use crate::shell::{Ask, Banners, drawn, stopped_here};
use crate::words;

/// Everything set aside.
#[component]
pub fn Asides() -> Element {
    let desk = use_desk();
    let rows = use_answer((), &[Changed::Asides], |engine, ()| async move { engine.asides().await });
    let sync = (desk.sync)();
    let only_waits = sync.held > 0 && sync.asides == 0;
    let title = if only_waits { t("asides-held-title") } else { t("asides-title") };
    rsx! {
        div { "data-testid": "asides-page",
            Screen { bar: rsx! { AppBar { title, back: Route::Me {}.to_string() } },
                Banners { needed_only: true }
                if sync.held > 0 {
                    Waiting { sync: sync.clone() }
                    if stopped_here(desk).is_some() {
                        // elsewhere nothing of a paper is shown any more
                        div { class: "banners", Button { label: t("paper-own-door"), compact: true, glyph: Glyph::FileText, testid: "asides-papers", href: Route::Writings {}.to_string() } }
                    }
                }
                if !only_waits {
                    p { class: "small mute", {t("asides-kept")} }
                }
                if !only_waits {
                {drawn(rows, |rows| rsx! { Rows { rows, now: platform::now() } })}
                }
            }
        }
    }
}

/// What the server has and somebody lets in: who, and that nothing is to be done here.
#[component]
pub(crate) fn Waiting(sync: SyncState) -> Element {
    rsx! { div { class: "banners", Banner { text: t_with("asides-held", &[("count", &sync.held_records.to_string())]), tone: Tone::Info, glyph: Glyph::Clock } } }
}

/// One card each.
#[component]
pub(crate) fn Rows(rows: Vec<AsideRow>, now: Millis) -> Element {
    if rows.is_empty() {
        return rsx! { p { class: "small mute opening", {t("asides-none")} } };
    }
    rsx! { div { class: "stack", for row in rows { Aside { key: "{row.place}", row, now } } } }
}

#[component]
fn Aside(row: AsideRow, now: Millis) -> Element {
    let desk = use_desk();
    let place = row.place;
    let name = row.record_type.map_or_else(|| row.title.clone(), |of| words::title(of, &row.title));
    let mut asked = use_signal(|| false);
    let forget = move |()| {
        asked.set(false);
        resolve(desk, place, AsideChoice::Forget);
    };
    let facts = said(&row);
    rsx! {
        section { class: "card stack", "data-testid": "aside-row",
            b { "{name}" }
            p { class: "cap text-tone-bad", {t(&row.reason_key)} }
            p { class: "cap faint", {ago(row.at, now)} }
            Facts { facts }
            div { class: "row wrap",
                Button { label: t("asides-again"), compact: true, kind: ButtonKind::Main, testid: "aside-again", onclick: move |_| resolve(desk, place, AsideChoice::WriteAgain) }
                Button { label: t("asides-forget"), compact: true, kind: ButtonKind::Danger, testid: "aside-forget", onclick: move |_| asked.set(true) }
            }
            if asked() {
                Ask {
                    title: t_with("asides-forget-ask", &[("name", &name)]), text: t("asides-forget-text"), verb: t("asides-forget"), danger: true,
                    onyes: forget, onno: move |()| asked.set(false),
                }
            }
        }
    }
}

/// What was meant, field by field in the page's own words, with what stands now below it where that differs.
fn said(row: &AsideRow) -> Vec<Fact> {
    let Some(of) = row.record_type else {
        return vec![Fact::new(t("field-newer"), t("value-newer"))];
    };
    let heads: Vec<&'static FieldSpec> =
        form::fields(of).iter().filter(|spec| row.fields.iter().any(|f| under(spec, f))).collect();
    let known = heads.iter().map(|spec| fact(of, spec, row)).collect::<Vec<_>>();
    let own = row.fields.iter().filter(|field| is_own(&field.key)).map(|field| own(of, field, row));
    let newer = row.fields.iter().any(|field| of.says().field(&field.key).is_none() && !is_own(&field.key));
    known.into_iter().chain(own).chain(newer.then(|| Fact::new(t("field-newer"), t("value-newer")))).collect()
}

fn under(spec: &FieldSpec, field: &AsideField) -> bool {
    field.key.split('/').next() == Some(spec.key)
}

fn fact(of: RecordType, spec: &FieldSpec, row: &AsideRow) -> Fact {
    let fields = || row.fields.iter().filter(|field| under(spec, field));
    let values = |which: fn(&AsideField) -> &Option<Scalar>| -> Fields {
        fields().filter_map(|field| Some((field.key.clone(), which(field).clone()?))).collect()
    };
    let words = |fields: &Fields| value(of, spec, fields, &row.telling);
    let (meant, stands) = (words(&values(|field| &field.meant)), words(&values(|field| &field.stands)));
    beside(label(of, spec.key, &row.telling), meant, &stands)
}

/// A field that the county added.
fn own(of: RecordType, field: &AsideField, row: &AsideRow) -> Fact {
    let words = |stands: &Option<Scalar>| {
        stands.as_ref().map(|stands| one(of, &field.key, stands, &row.telling)).unwrap_or_default()
    };
    beside(label(of, &field.key, &row.telling), words(&field.meant), &words(&field.stands))
}

/// What was meant, with what stands there now where that differs.
fn beside(label: String, meant: String, stands: &str) -> Fact {
    let differs = !stands.is_empty() && stands != meant;
    let meant = if meant.is_empty() { t("asides-cleared") } else { meant };
    let stands = differs.then(|| t_with("asides-stands", &[("value", stands)]));
    Fact::new(label, [Some(meant), stands].into_iter().flatten().collect::<Vec<_>>().join("\n"))
}

fn resolve(desk: Desk, place: u64, choice: AsideChoice) {
    spawn(async move {
        if let Err(notice) = desk.engine().call(Request::ResolveAside { place, choice }).await {
            desk.tell(notice);
        }
    });
}
