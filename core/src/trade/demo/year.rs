//! What a demo studio does besides meetings, guidance and outcomes, as `year.toml` tells it: any type of work, field by
//! field. It knows no type by name.

use super::content::{Value, Work, Writer};
use super::{Stage, draft};
use crate::command::Command;
use crate::edit::FieldEdit;
use crate::id::PersonId;
use crate::record::Scalar;
use crate::time::Day;

/// Who and what stands behind the names in braces, for one record.
struct Cast {
    me: PersonId,
    rural: PersonId,
    backbone: PersonId,
    lesson: String,
    day: Day,
}

impl Stage<'_> {
    /// Every other work of the term.
    pub(super) fn year(&mut self) {
        let content = self.content;
        for work in content.works() {
            // what a term has once it has in its first week, too
            let count = self.share(work.times).max(usize::from(!self.days.is_empty()));
            for turn in 0..count {
                self.work(work, turn, count);
            }
        }
    }

    fn work(&mut self, work: &Work, turn: usize, count: usize) {
        let day = self.day(turn, count);
        let Some(cast) = self.cast(work, turn, day) else { return };
        let fields = work.fields.iter().enumerate().filter_map(|(n, (key, values))| {
            // each field takes its turns by itself: else two texts would always stand together
            let value = values.get(turn + n * (turn / values.len().max(1)))?;
            Some(FieldEdit { key: self.told(&cast, key), seen: None, value: Some(self.value(&cast, value)) })
        });
        let fields: Vec<FieldEdit> = fields.collect();
        let record = self.record();
        let at = self.written_at(day);
        self.push(at, cast.me, Command::Finish(draft(work.of, record, fields)));
    }

    fn cast(&mut self, work: &Work, turn: usize, day: Day) -> Option<Cast> {
        let at = |n: usize| self.backbone.get(n % self.backbone.len().max(1)).copied();
        let me = match work.by {
            Writer::Chief => self.chief,
            Writer::Backbone => at(turn)?,
            Writer::Members if turn.is_multiple_of(3) => self.chief,
            Writer::Members => at(turn * 3)?,
        };
        // never the one who writes: nobody observes their own lesson
        let backbone = (0..2).filter_map(|step| at(turn * 3 + 1 + step)).find(|one| *one != me)?;
        let rural = self.rural.get((turn * 7 + 2) % self.reachable.max(1))?.id;
        let lessons =
            self.content.subject(&self.plan.subject).map(|texts| texts.lessons.as_slice()).unwrap_or_default();
        let lesson = lessons.get(turn * 5 % lessons.len().max(1)).cloned().unwrap_or_default();
        Some(Cast { me, rural, backbone, lesson, day })
    }

    fn value(&self, cast: &Cast, value: &Value) -> Scalar {
        match value {
            Value::Text(text) => self.told(cast, text).into(),
            Value::Whole(number) => (*number).into(),
            Value::Yes(yes) => (*yes).into(),
        }
    }

    /// A text with its names filled in.
    fn told(&self, cast: &Cast, text: &str) -> String {
        let later = |days: i64| (cast.day + chrono::Duration::days(days)).to_string();
        let mut told = text.to_owned();
        for (name, value) in [
            ("{me}", cast.me.to_string()),
            ("{rural}", cast.rural.to_string()),
            ("{backbone}", cast.backbone.to_string()),
            ("{lesson}", cast.lesson.clone()),
            ("{subject}", self.plan.subject.clone()),
            ("{day}", later(0)),
            ("{day+14}", later(14)),
            ("{day+30}", later(30)),
            ("{day+90}", later(90)),
        ] {
            told = told.replace(name, &value);
        }
        told
    }
}
