//! 团队: the sunflower on its card, and a person as a row.

use dioxus::prelude::*;

use crate::components::ListItem;
use crate::i18n::t;
use crate::pictures::{Backbone, Figures, FiguresRow, Reach, ReachCounts, Sunflower, SunflowerLegend};
use crate::tone::Tone;

/// The sunflower with its legend.
#[component]
pub fn SunflowerCard(
    /// The chief's name.
    chief: String,
    /// The backbone teachers and whom they reach.
    backbones: Vec<Backbone>,
) -> Element {
    let counts = ReachCounts::of(&backbones);
    let rows = backbones.iter().map(reached_of).collect::<Vec<_>>();
    rsx! {
        section { class: "card sunflower-card",
            Sunflower { chief, backbones }
            SunflowerLegend { counts }
            Figures { caption: t("sunflower-figures"), rows }
        }
    }
}

/// 王丽 · 8 / 10
fn reached_of(backbone: &Backbone) -> FiguresRow {
    let reached = backbone.teachers.iter().filter(|reach| **reach != Reach::NotYet).count();
    FiguresRow::new(&backbone.name, &format!("{reached} / {}", backbone.teachers.len()))
}

/// A person as the roster shows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonLine {
    /// Name.
    pub name: String,
    /// School, township, subject.
    pub note: String,
    /// 首席 / 骨干 / 乡村教师
    pub role: String,
    /// Tone of the role's pill.
    pub role_tone: Tone,
    /// Where their page is.
    pub href: Option<String>,
}

/// A row of the roster.
#[component]
pub fn PersonRow(
    /// The person.
    line: PersonLine,
) -> Element {
    let initial: String = line.name.chars().next_back().map(String::from).unwrap_or_default();
    rsx! {
        ListItem { title: line.name, name: true, note: line.note, number: initial, pill: line.role, pill_tone: line.role_tone, href: line.href }
    }
}
