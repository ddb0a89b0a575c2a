//! Work that could not stand as it was written: named, shown field by field, never dropped silently.

use dioxus::prelude::*;
use studio_core::form::{self, FieldSpec};
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::time::{Millis, ago};
use studio_core::tolerant::Fields;
use studio_engine::messages::{AsideChoice, AsideField, AsideRow, Changed, Request, SyncState};
use studio_ui::phone::Screen;
use studio_ui::prelude::*;
use studio_ui::read::{label, value};

use crate::desk::{Desk, use_answer, use_desk};
use crate::platform;
use crate::route::Route;
use crate::shell::{Ask, Banners, drawn};
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
    let newer = row.fields.iter().any(|field| of.says().field(&field.key).is_none());
    known.into_iter().chain(newer.then(|| Fact::new(t("field-newer"), t("value-newer")))).collect()
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
    let meant = words(&values(|field| &field.meant));
    let stands = words(&values(|field| &field.stands));
    let differs = !stands.is_empty() && stands != meant;
    let meant = if meant.is_empty() { t("asides-cleared") } else { meant };
    let stands = differs.then(|| t_with("asides-stands", &[("value", &stands)]));
    Fact::new(label(of, spec.key), [Some(meant), stands].into_iter().flatten().collect::<Vec<_>>().join("\n"))
}

fn resolve(desk: Desk, place: u64, choice: AsideChoice) {
    spawn(async move {
        if let Err(notice) = desk.engine().call(Request::ResolveAside { place, choice }).await {
            desk.tell(notice);
        }
    });
}
