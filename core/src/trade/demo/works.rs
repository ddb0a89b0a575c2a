//! What the members of a demo studio do one by one: guidance and outcomes.

use super::content::Guidance;
use super::{Stage, draft, maybe, set};
use crate::command::Command;
use crate::edit::FieldEdit;
use crate::id::PersonId;
use crate::mentoring::Dimension;
use crate::record_type::RecordType;
use crate::time::{DAY_MS, Day, Millis};

/// Who is guided by whom in what, before there are words for it.
struct Pair {
    mentor: PersonId,
    mentee: PersonId,
    dimension: Dimension,
}

impl Stage<'_> {
    /// Every guidance and outcome of the term.
    pub(super) fn works(&mut self) {
        let pairs = self.pairs();
        let count = pairs.len();
        for (n, pair) in pairs.into_iter().enumerate() {
            let day = self.day(n, count);
            self.guide(&pair, day);
        }
        if self.is_last_term() {
            self.promised_today();
        }
        self.outcomes();
    }

    /// Pairs for the whole term: the chief with backbone teachers, some young teachers in all three
    /// dimensions, the others mostly in their craft.
    fn pairs(&mut self) -> Vec<Pair> {
        let count = self.share(self.plan.mentoring);
        let mut pairs = Vec::with_capacity(count);
        let guided: Vec<PersonId> = self.backbone.iter().take(self.plan.chief_guides).copied().collect();
        for mentee in &guided {
            pairs.push(Pair { mentor: self.chief, mentee: *mentee, dimension: Dimension::Craft });
        }
        let trios = count / 10;
        for n in 0..trios {
            let place = (n + self.round.0 * trios) * 3 + 1;
            let (Some(mentor), Some(mentee)) = (self.backbone.get(n), self.rural.get(place).map(|t| t.id)) else {
                break;
            };
            let mentor = *mentor;
            pairs.extend(Dimension::ALL.iter().map(|d| Pair { mentor, mentee, dimension: *d }));
            self.note_birth(self.chief, mentee, Millis(self.founded.0 + 2 * DAY_MS));
        }
        while pairs.len() < count {
            let n = pairs.len();
            let (mentor, mentee) = match n % 4 {
                0 => (self.chief, self.dice.pick(&guided).copied()),
                _ => {
                    let place = self.dice.below(self.reachable);
                    let mentor = self.backbone.get(place % self.backbone.len().max(1)).copied();
                    (mentor.unwrap_or(self.chief), self.rural.get(place).map(|t| t.id))
                }
            };
            let Some(mentee) = mentee else { break };
            let dimension = match self.dice.below(10) {
                0..=6 => Dimension::Craft,
                7 | 8 => Dimension::Ethics,
                _ => Dimension::Politics,
            };
            pairs.push(Pair { mentor, mentee, dimension });
        }
        self.dice.shuffled(pairs)
    }

    fn guide(&mut self, pair: &Pair, day: Day) {
        let content = self.content;
        let (texts, slot) = match pair.dimension {
            Dimension::Craft => (content.craft(&self.plan.subject), 0),
            Dimension::Ethics => (content.ethics(), 1),
            Dimension::Politics => (content.politics(), 2),
        };
        let Some(turns) = self.guided.get_mut(slot) else { return };
        let turn = *turns;
        *turns += 1;
        let Some(text) = texts.get(turn % texts.len().max(1)) else { return };
        let mut fields = self.guidance_fields(pair, text, day, turn);
        if self.dice.chance(40) {
            fields.push(set("next_on", (day + chrono::Duration::days(14)).to_string()));
        }
        let record = self.record();
        let at = self.written_at(day);
        self.push(at, pair.mentor, Command::Finish(draft(RecordType::Mentoring, record, fields)));
    }

    fn guidance_fields(&mut self, pair: &Pair, text: &Guidance, day: Day, turn: usize) -> Vec<FieldEdit> {
        let name = self.names.get(&pair.mentee).cloned().unwrap_or_default();
        let (lesson, subject) = (self.lesson(turn), self.plan.subject.clone());
        let cast = [("lesson", lesson), ("subject", subject), ("name", format!("{name}老师"))];
        let mode = if text.content.starts_with('听') {
            "listening"
        } else if text.content.contains("备") {
            "preparing"
        } else if text.content.contains("教案") || text.content.contains("批") {
            "plan-review"
        } else {
            *self.dice.pick(&["talk", "discussing"]).unwrap_or(&"talk")
        };
        vec![
            set("mentor", pair.mentor.to_string()),
            set("mentee", pair.mentee.to_string()),
            set("day", day.to_string()),
            set("mode", mode),
            set(&format!("dimensions/{}", pair.dimension.word()), true),
            set("content", self.fresh(&text.content, &cast)),
            set("issues", self.fresh(&text.issues, &cast)),
            set("advice", self.fresh(&text.advice, &cast)),
        ]
    }

    /// The chief agreed two weeks ago to look again today.
    fn promised_today(&mut self) {
        let Some(day) = self.days.iter().rev().nth(9).copied() else { return };
        let text = self.content.craft(&self.plan.subject).get(3).copied();
        let (Some(mentee), Some(text)) = (self.backbone.get(2).copied(), text) else { return };
        let pair = Pair { mentor: self.chief, mentee, dimension: Dimension::Craft };
        let mut fields = self.guidance_fields(&pair, text, day, 0);
        fields.push(set("next_on", self.today.to_string()));
        let record = self.record();
        let at = self.instant(day, 17, 50);
        // later guidance of the same teacher would have kept the promise
        let later = mentee.to_string();
        self.steps.retain(|step| !(step.at > at && step.by == pair.mentor && is_guidance_of(&step.command, &later)));
        self.push(at, pair.mentor, Command::Finish(draft(RecordType::Mentoring, record, fields)));
    }

    fn outcomes(&mut self) {
        let texts = self.content.outcomes(&self.plan.subject);
        let count = self.share(self.plan.outcomes);
        for n in 0..count {
            let Some(text) = texts.get(self.outcomes % texts.len().max(1)) else { return };
            self.outcomes += 1;
            let author = if n % 4 == 0 { self.chief } else { self.member_at(n) };
            let day = self.day(n, count);
            let record = self.record();
            let cast = [("lesson", self.lesson(self.outcomes)), ("subject", self.plan.subject.clone())];
            let title = self.told(&text.title, &cast);
            let mut fields = vec![
                set("kind", text.kind.word()),
                set("title", title),
                set(&format!("authors/{author}"), 1),
                set("level", text.level.word()),
                set("issuer", text.issuer.as_str()),
                set("day", day.to_string()),
                set("proof", format!("原件在{}档案室", self.plan.school)),
            ];
            fields.extend(maybe("rank", &text.rank));
            if n % 5 == 2 {
                fields.push(set(&format!("authors/{}", self.member_at(n + 3)), 2));
            }
            let at = self.written_at(day);
            self.push(at, author, Command::Finish(draft(RecordType::Outcome, record, fields)));
        }
    }

    fn member_at(&self, n: usize) -> PersonId {
        self.backbone.get(n * 3 % self.backbone.len().max(1)).copied().unwrap_or(self.chief)
    }
}

fn is_guidance_of(command: &Command, mentee: &str) -> bool {
    match command {
        Command::Finish(draft) if draft.record_type == RecordType::Mentoring => draft
            .fields
            .iter()
            .any(|f| f.key == "mentee" && f.value.as_ref().and_then(crate::record::Scalar::as_str) == Some(mentee)),
        _ => false,
    }
}
