//! What members say to each other's records.

use super::{Stage, Step, draft, set};
use crate::command::{Command, Draft};
use crate::id::{PersonId, RecordId};
use crate::record::Scalar;
use crate::record_type::RecordType;
use crate::reply;
use crate::time::Millis;

impl Stage<'_> {
    /// The chief answers some of the others' records within days; seldom somebody answers the chief.
    pub(super) fn replies(&mut self) {
        let replies = self.content.replies();
        let told: Vec<(Millis, PersonId, RecordId)> = self.steps.iter().filter_map(handed_in).collect();
        for (n, (at, author, record)) in told.into_iter().enumerate() {
            if author == self.chief && !self.dice.chance(5) || author != self.chief && !self.dice.chance(11) {
                continue;
            }
            let colleague = self.backbone.get(n % self.backbone.len().max(1)).copied().unwrap_or(self.chief);
            let by = if author == self.chief { colleague } else { self.chief };
            let day = at.day() + chrono::Duration::days(1 + self.dice.below(2) as i64);
            let hour = *self.dice.pick(&[7, 12, 19, 21]).unwrap_or(&12);
            let at = self.instant(day, hour, 60);
            let Some(text) = self.dice.pick(replies).cloned() else { return };
            let fields = vec![
                set("text", self.fresh(&text, &[])),
                set(reply::ABOUT_KEY, record.to_string()),
                set(reply::DAY_KEY, day.to_string()),
            ];
            let reply = self.record();
            self.push(at, by, Command::Save(draft(RecordType::Reply, reply, fields)));
        }
    }
}

fn handed_in(step: &Step) -> Option<(Millis, PersonId, RecordId)> {
    match &step.command {
        Command::Finish(draft) => Some((step.at, step.by, draft.record)),
        _ => None,
    }
}

/// The record that a reply is about.
pub(super) fn about(draft: &Draft) -> Option<RecordId> {
    let named = draft.fields.iter().find(|field| field.key == reply::ABOUT_KEY)?;
    named.value.as_ref().and_then(Scalar::as_str)?.parse().ok()
}
