//! The steps of those for whom a project is, in words. It judges nothing.

use studio_core::closure::{ClosureReport, OnTheSteps, StepTaken};
use studio_core::id::RecordId;

use super::missing::{offer_label, offer_path};
use crate::components::{StepMark, StepsRow};
use crate::i18n::t_with;

/// 选 12 · 育 9 · 用 3 · 评 1
pub fn steps_taken(report: &ClosureReport) -> String {
    let said = report.steps.iter().map(|step| format!("{} {}", step.title, step.taken));
    said.collect::<Vec<_>>().join(" · ")
}

/// Everybody with their steps; `record` is where a record is read, `writes` whether who looks can write what is open.
pub fn steps_rows(report: &ClosureReport, writes: bool, record: impl Fn(RecordId) -> String) -> Vec<StepsRow> {
    let titles = || report.steps.iter().map(|step| step.title.as_str());
    let row = |one: &OnTheSteps| StepsRow {
        name: one.name.clone(),
        note: one.school.clone(),
        marks: titles().zip(&one.steps).map(|(title, step)| mark(title, step, writes, &record)).collect(),
    };
    report.on_steps.iter().map(row).collect()
}

fn mark(title: &str, step: &StepTaken, writes: bool, record: &impl Fn(RecordId) -> String) -> StepMark {
    let (taken, href, said) = match step {
        StepTaken::Taken { record: newest, records } => {
            let count = records.to_string();
            (true, Some(record(*newest)), t_with("step-taken", &[("step", title), ("count", &count)]))
        }
        StepTaken::Open(offer) if writes => {
            let said = t_with("step-open", &[("step", title), ("do", &offer_label(offer))]);
            (false, Some(offer_path(offer)), said)
        }
        StepTaken::Open(_) => (false, None, t_with("step-not-yet", &[("step", title)])),
    };
    StepMark { title: title.to_owned(), said, taken, href }
}
