//! What a demo studio does besides meetings, guidance and outcomes, as `year.toml` tells it: any type of work, field by
//! field. It knows no type by name.

use std::collections::BTreeMap;

use super::content::{Value, Values, Work, Writer};
use super::{Stage, draft};
use crate::command::Command;
use crate::edit::FieldEdit;
use crate::id::PersonId;
use crate::record::Scalar;
use crate::time::Day;

/// Who and what stands behind the names in braces, for one record.
struct Cast {
    me: PersonId,
    day: Day,
    words: Vec<(&'static str, String)>,
}

impl Stage<'_> {
    /// Every other work of the term.
    pub(super) fn year(&mut self) {
        if self.days.is_empty() {
            return;
        }
        let (works, first) = (self.content.works(), self.round.0 == 0);
        for (place, work) in works.iter().enumerate().filter(|(_, work)| first || !work.once) {
            let scaled = work.times * self.plan.year_percent / 100;
            // what a term has once it has in its first week, too
            let count = if work.at_start { work.times } else { self.share(scaled).max(1) };
            for n in 0..count {
                let day = if work.at_start { self.early(n) } else { self.day(n, count) };
                let Some(turn) = self.turns.get_mut(place) else { return };
                *turn += 1;
                let turn = *turn - 1;
                self.work(work, turn, day);
            }
        }
    }

    /// One of the first days of the term.
    fn early(&self, n: usize) -> Day {
        self.days.get(n % self.days.len().clamp(1, 6)).copied().unwrap_or(self.today)
    }

    fn work(&mut self, work: &Work, turn: usize, day: Day) {
        let Some(cast) = self.cast(work, turn, day) else { return };
        let mut fields = self.filled_in(&cast, &work.fields, turn);
        if let Some(together) = work.together.get(turn % work.together.len().max(1)) {
            for (key, value) in together {
                fields.push(self.field(&cast, key, value));
            }
        }
        let record = self.record();
        let at = self.written_at(day);
        self.push(at, cast.me, Command::Finish(draft(work.of, record, fields)));
        if let Some(later) = &work.later {
            let day = at.day() + chrono::Duration::days(later.days);
            let cast = Cast { day, ..cast };
            let fields = self.filled_in(&cast, &later.fields, turn);
            let at = self.instant(day, 17, 60);
            self.push(at, cast.me, Command::Finish(draft(work.of, record, fields)));
        }
    }

    fn filled_in(&mut self, cast: &Cast, fields: &BTreeMap<String, Values>, turn: usize) -> Vec<FieldEdit> {
        let mut filled = Vec::with_capacity(fields.len());
        for (n, (key, values)) in fields.iter().enumerate() {
            // each field takes its turns by itself: else two texts would always stand together
            if let Some(value) = values.get(turn + n * (turn / values.len().max(1))) {
                filled.push(self.field(cast, key, value));
            }
        }
        filled
    }

    fn field(&mut self, cast: &Cast, key: &str, value: &Value) -> FieldEdit {
        let value = self.value(cast, value);
        FieldEdit { key: self.told(&on_days(key, cast.day), &cast.words), seen: None, value: Some(value) }
    }

    fn cast(&mut self, work: &Work, turn: usize, day: Day) -> Option<Cast> {
        let at = |n: usize| self.backbone.get(n % self.backbone.len().max(1)).copied();
        let me = self.writer(work.by, turn)?;
        // never the one who writes: nobody observes their own lesson
        let backbone = (0..2).filter_map(|step| at(turn * 3 + 1 + step)).find(|one| *one != me)?;
        let rural = self.rural.get((turn * 7 + 2) % self.reachable.max(1))?;
        let words = vec![
            ("me", me.to_string()),
            ("rural", rural.id.to_string()),
            ("backbone", backbone.to_string()),
            ("school", rural.school.clone()),
            ("lesson", self.lesson(turn)),
            ("subject", self.plan.subject.clone()),
        ];
        Some(Cast { me, day, words })
    }

    /// Who writes, this turn.
    pub(super) fn writer(&self, by: Writer, turn: usize) -> Option<PersonId> {
        let at = |n: usize| self.backbone.get(n % self.backbone.len().max(1)).copied();
        match by {
            Writer::Chief => Some(self.chief),
            Writer::Backbone => at(turn),
            Writer::Members if turn.is_multiple_of(3) => Some(self.chief),
            Writer::Members => at(turn * 3),
        }
    }

    fn value(&mut self, cast: &Cast, value: &Value) -> Scalar {
        match value {
            Value::Text(text) => self.fresh(&on_days(text, cast.day), &cast.words).into(),
            Value::Whole(number) => (*number).into(),
            Value::Yes(yes) => (*yes).into(),
            Value::Between { from, to, step } => {
                let steps = usize::try_from((to - from) / (*step).max(1)).unwrap_or_default();
                (from + step * self.dice.below(steps + 1) as i64).into()
            }
        }
    }
}

/// A text with its days filled in: `{day}`, `{day+14}`.
fn on_days(text: &str, day: Day) -> String {
    let mut told = text.replace("{day}", &day.to_string());
    for later in [7, 14, 20, 30, 60, 90, 150, 300] {
        told = told.replace(&format!("{{day+{later}}}"), &(day + chrono::Duration::days(later)).to_string());
    }
    told
}
