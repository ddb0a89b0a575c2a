//! Work that could not stand as it was written: named, shown field by field, never dropped silently.

use dioxus::prelude::*;
use studio_core::form;
use studio_core::record::Scalar;
use studio_core::time::{Millis, ago};
use studio_engine::messages::{AsideChoice, AsideField, AsideRow, Changed, Request};
use studio_ui::phone::Screen;
use studio_ui::prelude::*;

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
    let held = (desk.sync)().held;
    rsx! {
        div { "data-testid": "asides-page",
            Screen { bar: rsx! { AppBar { title: t("asides-title"), back: Route::Me {}.to_string() } },
                Banners { needed_only: true }
                p { class: "small mute", {t("asides-kept")} }
                if held > 0 {
                    div { class: "banners", Banner { text: t_with("asides-held", &[("count", &held.to_string())]), tone: Tone::Info, glyph: Glyph::Clock } }
                }
                {drawn(rows, |rows| rsx! { Rows { rows, now: platform::now() } })}
            }
        }
    }
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
    let facts: Vec<Fact> = row.fields.iter().map(|field| fact(&row, field)).collect();
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

fn fact(row: &AsideRow, field: &AsideField) -> Fact {
    let label = row.record_type.map_or_else(|| field.key.clone(), |of| t(&form::label_key(of, &field.key)));
    let stands = field.stands.as_ref().map(|value| t_with("asides-stands", &[("value", &plain(value))]));
    let meant = field.meant.as_ref().map_or_else(|| t("asides-cleared"), plain);
    Fact::new(label, [Some(meant), stands].into_iter().flatten().collect::<Vec<_>>().join("\n"))
}

fn plain(value: &Scalar) -> String {
    match value {
        Scalar::Str(text) => text.clone(),
        Scalar::Int(number) => number.to_string(),
        Scalar::Bool(yes) => t(if *yes { "value-yes" } else { "value-no" }),
        Scalar::Bytes(bytes) => studio_ui::dates::bytes(bytes.len() as u64),
    }
}

fn resolve(desk: Desk, place: u64, choice: AsideChoice) {
    spawn(async move {
        if let Err(notice) = desk.engine().call(Request::ResolveAside { place, choice }).await {
            desk.tell(notice);
        }
    });
}
