//! The sunflower: 1 + 10 + 100. The chief in the middle, the backbone teachers around, outside the rural teachers each of
//! them reaches; hollow means not yet. Must not say who taught better: it shows who was reached and who was not.

use std::f64::consts::TAU;

use dioxus::prelude::*;

use crate::i18n::{t, t_with};

const WIDE: f64 = 328.0;
const HIGH: f64 = 306.0;
const CENTRE: (f64, f64) = (WIDE / 2.0, HIGH / 2.0 + 2.0);
const BACKBONE_AT: f64 = 66.0;
const FIRST_ROW_AT: f64 = 106.0;
const ROW_STEP: f64 = 19.0;
const SEED_STEP: f64 = 12.4;
const SEED_SIZE: f64 = 5.4;
/// Seeds that lie in one row before a second begins.
const ROW_FULL: usize = 5;
/// Rows of seeds that fit in the picture.
const ROWS_MAX: usize = 3;
/// How much of its sector a row may fill: the rest is the gap to the neighbour.
const SECTOR_SHARE: f64 = 0.92;

/// How deeply a rural teacher was reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// Paired, or met very often.
    Deep,
    /// Three times or more.
    Often,
    /// Once or twice.
    Once,
    /// Not yet.
    #[default]
    NotYet,
}

impl Reach {
    fn class(self) -> &'static str {
        match self {
            Reach::Deep => "seed seed-deep",
            Reach::Often => "seed seed-often",
            Reach::Once => "seed seed-once",
            Reach::NotYet => "seed seed-none",
        }
    }
}

/// One backbone teacher with the rural teachers that belong to them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Backbone {
    /// Full name; the picture shows the family name.
    pub name: String,
    /// Their rural teachers.
    pub teachers: Vec<Reach>,
}

/// The picture.
#[component]
pub fn Sunflower(
    /// The chief's name.
    chief: String,
    /// The backbone teachers, in the roster's order.
    backbones: Vec<Backbone>,
) -> Element {
    let step = TAU / backbones.len().max(1) as f64;
    let all: usize = backbones.iter().map(|backbone| backbone.teachers.len()).sum();
    let reached =
        backbones.iter().flat_map(|backbone| &backbone.teachers).filter(|reach| **reach != Reach::NotYet).count();
    let label = t_with(
        "sunflower-label",
        &[
            ("chief", &chief),
            ("backbones", &backbones.len().to_string()),
            ("reached", &reached.to_string()),
            ("all", &all.to_string()),
        ],
    );
    rsx! {
        svg { class: "sunflower", view_box: "0 0 {WIDE} {HIGH}", role: "img", "aria-label": label,
            for (index, backbone) in backbones.into_iter().enumerate() {
                Branch { backbone, angle: step * index as f64, step }
            }
            circle { class: "flower-chief", cx: "{CENTRE.0}", cy: "{CENTRE.1}", r: "27" }
            text { class: "flower-chief-name", x: "{CENTRE.0}", y: "{CENTRE.1 - 1.0}", text_anchor: "middle", "{chief}" }
            text { class: "flower-chief-role", x: "{CENTRE.0}", y: "{CENTRE.1 + 13.0}", text_anchor: "middle", {t("role-chief-short")} }
        }
    }
}

#[component]
fn Branch(backbone: Backbone, angle: f64, step: f64) -> Element {
    let (x, y) = point(BACKBONE_AT, angle);
    let family: String = backbone.name.chars().take(1).collect();
    let places = seeds(backbone.teachers.len(), angle, step);
    rsx! {
        line { class: "flower-stem", x1: "{CENTRE.0}", y1: "{CENTRE.1}", x2: "{x:.1}", y2: "{y:.1}" }
        for (reach, (cx, cy, size)) in backbone.teachers.iter().zip(places) {
            circle { class: reach.class(), cx: "{cx:.1}", cy: "{cy:.1}", r: "{size:.1}" }
        }
        circle { class: "flower-backbone", cx: "{x:.1}", cy: "{y:.1}", r: "17" }
        text { class: "flower-backbone-name", x: "{x:.1}", y: "{y + 4.2:.1}", text_anchor: "middle", "{family}" }
    }
}

/// One seed: where it lies and how large it is.
type Seed = (f64, f64, f64);

/// Seeds of one sector in rows from the inside out, the longer rows with more of them. A full sector draws its seeds
/// smaller, so that each stays a dot of its own.
fn seeds(count: usize, angle: f64, step: f64) -> Vec<Seed> {
    let rows = count.div_ceil(ROW_FULL).clamp(1, ROWS_MAX);
    let radius = |row: usize| FIRST_ROW_AT + ROW_STEP * row as f64;
    let reach: f64 = (0..rows).map(radius).sum();
    let mut placed = Vec::with_capacity(count);
    for row in 0..rows {
        let share = (count as f64 * radius(row) / reach).round() as usize;
        let in_row = if row + 1 == rows { count - placed.len() } else { share.min(count - placed.len()) };
        let apart = (SEED_STEP / radius(row)).min(step * SECTOR_SHARE / in_row.max(1) as f64);
        let size = (apart * radius(row) * 0.44).min(SEED_SIZE);
        for column in 0..in_row {
            let offset = (column as f64 - (in_row as f64 - 1.0) / 2.0) * apart;
            let (x, y) = point(radius(row), angle + offset);
            placed.push((x, y, size));
        }
    }
    placed
}

fn point(radius: f64, angle: f64) -> (f64, f64) {
    (CENTRE.0 + radius * angle.sin(), CENTRE.1 - radius * angle.cos())
}

/// How many of each depth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReachCounts {
    /// [`Reach::Deep`]
    pub deep: usize,
    /// [`Reach::Often`]
    pub often: usize,
    /// [`Reach::Once`]
    pub once: usize,
    /// [`Reach::NotYet`]
    pub not_yet: usize,
}

impl ReachCounts {
    /// Counts what the sunflower shows.
    pub fn of(backbones: &[Backbone]) -> ReachCounts {
        let count =
            |kind| backbones.iter().flat_map(|backbone| &backbone.teachers).filter(|reach| **reach == kind).count();
        ReachCounts {
            deep: count(Reach::Deep),
            often: count(Reach::Often),
            once: count(Reach::Once),
            not_yet: count(Reach::NotYet),
        }
    }
}

/// The legend with its numbers: also the picture's table.
#[component]
pub fn SunflowerLegend(
    /// The numbers.
    counts: ReachCounts,
) -> Element {
    let lines = [
        (Reach::Deep, t("reach-deep"), counts.deep),
        (Reach::Often, t("reach-often"), counts.often),
        (Reach::Once, t("reach-once"), counts.once),
        (Reach::NotYet, t("reach-none"), counts.not_yet),
    ];
    rsx! {
        ul { class: "legend",
            for (reach, word, count) in lines {
                li {
                    svg { class: "legend-dot", view_box: "0 0 12 12", "aria-hidden": "true", circle { class: reach.class(), cx: "6", cy: "6", r: "5" } }
                    "{word} {count}"
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_teacher_has_a_place_of_their_own_inside_the_picture() {
        for count in [0, 1, 5, 6, 10, 17, 40] {
            let places = seeds(count, 1.0, TAU / 10.0);
            assert_eq!(places.len(), count);
            for (index, (x, y, size)) in places.iter().enumerate() {
                assert!((*size..WIDE - size).contains(x) && (*size..HIGH - size).contains(y));
                assert!(places[..index].iter().all(|other| (other.0 - x).hypot(other.1 - y) > 1.6 * size));
            }
        }
    }

    #[test]
    fn the_legend_counts_what_the_picture_shows() {
        let backbones = [Backbone { name: "王丽".into(), teachers: vec![Reach::Deep, Reach::NotYet, Reach::NotYet] }];
        assert_eq!(ReachCounts::of(&backbones), ReachCounts { deep: 1, often: 0, once: 0, not_yet: 2 });
    }
}
