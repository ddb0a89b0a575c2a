//! What a pasted list comes down to: who is new, who is there twice, what could not be read.

use dioxus::prelude::*;
use studio_core::command::{ListProblem, Preview, PreviewRow};
use studio_ui::prelude::*;

/// The list, row by row.
#[component]
pub(crate) fn PreviewView(preview: Preview) -> Element {
    let fresh = preview.rows.iter().filter(|row| row.is_new()).count();
    let known = preview.rows.len() - fresh;
    let summary = t_with(
        "paste-summary",
        &[("new", &fresh.to_string()), ("known", &known.to_string()), ("wrong", &preview.problems.len().to_string())],
    );
    rsx! {
        div { class: "stack", "data-testid": "paste-preview",
            p { class: "small", "data-testid": "paste-new", "data-count": "{fresh}", role: "status", "{summary}" }
            if preview.phones_left_out > 0 {
                Banner { text: t_with("paste-phones", &[("count", &preview.phones_left_out.to_string())]), tone: Tone::Info, glyph: Glyph::Info }
            }
            if !preview.columns_left_out.is_empty() {
                Banner { text: t_with("paste-columns", &[("columns", &preview.columns_left_out.join("、"))]), tone: Tone::Info, glyph: Glyph::Info }
            }
            if !preview.problems.is_empty() {
                List {
                    for problem in preview.problems.clone() {
                        Unread { problem }
                    }
                }
            }
            if !preview.rows.is_empty() {
                List {
                    for row in preview.rows.clone() {
                        Read { row }
                    }
                }
            }
        }
    }
}

#[component]
fn Unread(problem: ListProblem) -> Element {
    let title = t_with("paste-line", &[("line", &problem.line.to_string()), ("text", &problem.text)]);
    rsx! { ListItem { title, note: t(&problem.key), note_tone: Tone::Bad } }
}

#[component]
fn Read(row: PreviewRow) -> Element {
    let (pill, tone) = match (row.repeats_line, row.already) {
        (Some(line), _) => (t_with("paste-repeats", &[("line", &line.to_string())]), Tone::Warn),
        (_, Some(_)) => (t("paste-already"), Tone::Plain),
        _ => (t("paste-new"), Tone::Good),
    };
    let school = match row.school_goes_on {
        true => t_with("paste-school-goes-on", &[("school", &row.person.school)]),
        false => row.person.school.clone(),
    };
    let parts = [school, row.person.township.clone(), row.person.subject.clone()];
    let note = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    rsx! { ListItem { title: row.person.name.clone(), note, pill, pill_tone: tone } }
}
