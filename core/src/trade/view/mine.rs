//! What one who looks sees of the studio's numbers: her own ten and her own logs, an indicator opened, a closed term.

use std::collections::BTreeMap;

use super::{Depth, Mine, Scene, team};
use crate::access::Role;
use crate::closure::{self, ClosureReport, IndicatorPage, Offer};
use crate::joined;
use crate::read::{Kept, ReadModel};
use crate::term::{Now, TermKey};
use crate::time::Day;

/// Her own work, for a backbone teacher.
pub(super) fn mine(scene: &Scene<'_>, now: &Now) -> Option<Mine> {
    let today = scene.now.day();
    (scene.model.role_now(scene.me, today) == Some(Role::Backbone)).then_some(())?;
    let people = joined::people(&scene.model.facts);
    let me = people.root(scene.me);
    let branch = team(scene).backbone.into_iter().find(|branch| people.root(branch.member.person) == me)?;
    let waiting: Vec<_> = branch.rural.iter().filter(|dot| dot.depth == Depth::NotYet).collect();
    let this_term = |kept: &Kept| {
        let day = kept.day().filter(|day| *day <= today);
        kept.owner() == Some(scene.me)
            && kept.counts()
            && day.is_some_and(|day| now.term().is_none_or(|t| t.holds(day)))
    };
    Some(Mine {
        rural: branch.rural.len(),
        reached: branch.rural.len() - waiting.len(),
        waiting: waiting.iter().map(|dot| dot.name.clone()).collect(),
        offer: (!waiting.is_empty()).then(|| Offer::meeting(waiting.iter().map(|dot| dot.person).collect())),
        guidance: scene.model.mentoring().filter(|log| this_term(log.kept)).count(),
        meetings: scene.model.activities().filter(|meeting| this_term(meeting.kept)).count(),
    })
}

/// An indicator opened by somebody who does not see their colleagues' drafts; of a closed term, where one is named.
pub fn indicator(scene: &Scene<'_>, id: &str, term: Option<TermKey>) -> Option<IndicatorPage> {
    let sees = |kept: &Kept| scene.sees(kept);
    match term {
        Some(key) => closure::indicator_page_then((scene.model, scene.guide), (key, scene.now.day()), id, &sees),
        None => closure::indicator_page(scene.model, scene.guide, scene.now, id, &sees),
    }
}

/// The report of a closed term, as of its last day.
pub fn past_report(scene: &Scene<'_>, key: TermKey) -> Option<ClosureReport> {
    closure::report_then((scene.model, scene.guide), (key, scene.now.day()), scene.freshness)
}

/// The days of everything that was done: a meeting once, however many recorded it; what lies ahead not yet.
pub fn days_of_work(model: &ReadModel, today: Day) -> Vec<Day> {
    let joined = joined::works(&model.facts);
    let day = |kept: &Kept| kept.event_day().filter(|day| kept.counts() && *day <= today);
    let days: BTreeMap<_, Day> = model.works().filter_map(|kept| Some((joined.root(kept.id), day(kept)?))).collect();
    days.into_values().collect()
}
