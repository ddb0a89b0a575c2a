//! What the members of a demo studio do together: activities, with attendance, with a few drafts,
//! later additions and meetings that two people wrote down.

use super::content::Meeting;
use super::people::Teacher;
use super::{Stage, draft, maybe, set};
use crate::activity::ActivityKind;
use crate::command::{Answer, Command, Draft};
use crate::edit::FieldEdit;
use crate::id::{PersonId, RecordId};
use crate::record_type::RecordType;
use crate::time::{DAY_MS, Day, Millis};

/// Working days after which a studio has written all that its plan says.
const FULL_DAYS: usize = 55;
/// What is said of a topic that comes again.
const TIMES: [&str; 8] = ["二", "三", "四", "五", "六", "七", "八", "九"];

/// One meeting as it will be written down.
struct Held {
    text: Meeting,
    day: Day,
    host: PersonId,
    place: String,
    there: Vec<(PersonId, &'static str)>,
}

impl Stage<'_> {
    /// How many of `planned` fit into the days so far.
    pub(super) fn share(&self, planned: usize) -> usize {
        planned * self.days.len().min(FULL_DAYS) / FULL_DAYS
    }

    /// Every activity of the term.
    pub(super) fn meetings(&mut self) {
        let texts = self.content.meetings(&self.plan.subject);
        let texts = self.dice.shuffled(texts);
        let count = self.share(self.plan.activities);
        let mut doubles = Vec::new();
        for n in 0..count {
            let Some(text) = texts.get(n % texts.len().max(1)) else { return };
            let held = self.hold(text, (n, count));
            let record = self.record();
            let at = self.write_down(&held, record, held.host);
            if n % 9 == 4 {
                self.add_later(record, at, held.host);
            }
            if n % 11 == 6 {
                doubles.extend(self.write_twice(&held, record));
            }
        }
        self.join_one(&doubles);
        if !self.is_last_term() {
            return;
        }
        if let Some(text) = texts.iter().find(|text| text.kind == ActivityKind::Theme) {
            self.double_people(text);
        }
        self.unfinished(&texts);
    }

    fn hold(&mut self, text: &Meeting, (n, of): (usize, usize)) -> Held {
        let host = if n % 3 == 0 { self.chief } else { self.member(n) };
        let there = self.attendance(host);
        let school = self.rural.get(self.met.saturating_sub(1)).map(|t| t.school.clone());
        let place = match text.kind {
            ActivityKind::Online => String::new(),
            ActivityKind::Outreach | ActivityKind::Visit => school.unwrap_or_else(|| self.plan.school.clone()),
            _ if self.dice.chance(60) => self.plan.school.clone(),
            _ => school.unwrap_or_else(|| self.plan.school.clone()),
        };
        let text = self.filled(text);
        Held { text, day: self.day(n, of), host, place, there }
    }

    /// The text of one meeting, with another topic than every one before.
    fn filled(&mut self, text: &Meeting) -> Meeting {
        let lesson = self.dice.below(1000);
        let cast = [("lesson", self.lesson(lesson)), ("subject", self.plan.subject.clone())];
        let topic = self.told(&text.topic, &cast);
        let times = self.topics.entry(topic.clone()).or_default();
        *times += 1;
        let topic = match TIMES.get(times.saturating_sub(2)) {
            Some(again) if *times > 1 => format!("{topic}（{again}）"),
            _ => topic,
        };
        Meeting {
            kind: text.kind,
            topic,
            minutes: self.fresh(&text.minutes, &cast),
            decisions: self.fresh(&text.decisions, &cast),
            reflection: self.fresh(&text.reflection, &cast),
            effect: self.fresh(&text.effect, &cast),
            feedback: self.fresh(&text.feedback, &cast),
        }
    }

    fn member(&self, n: usize) -> PersonId {
        self.backbone.get(n % self.backbone.len().max(1)).copied().unwrap_or(self.chief)
    }

    /// The host, a few backbone teachers, the next rural teachers in the list and some met before.
    fn attendance(&mut self, host: PersonId) -> Vec<(PersonId, &'static str)> {
        let mut people = vec![host];
        let backbone = self.backbone.clone();
        let colleagues = 2 + self.dice.below(4);
        people.extend(self.dice.shuffled(backbone).into_iter().take(colleagues));
        let fresh = 2 + self.dice.below(3);
        for _ in 0..fresh {
            let place = self.met % self.reachable.max(1);
            people.extend(self.rural.get(place).map(|t| t.id));
            self.met += 1;
        }
        let met = self.met.min(self.reachable);
        for _ in 0..2 + self.dice.below(5) {
            let place = self.dice.below(met);
            people.extend(self.rural.get(place).map(|t| t.id));
        }
        let method = *self.dice.pick(&["signed", "chain", "entered", "scan"]).unwrap_or(&"signed");
        people.sort_unstable();
        people.dedup();
        people
            .into_iter()
            .map(|person| match self.dice.below(24) {
                0 if person != host => (person, "leave"),
                1 if person != host => (person, "signed-late"),
                _ => (person, method),
            })
            .collect()
    }

    fn fields(&mut self, held: &Held) -> Vec<FieldEdit> {
        let online = held.text.kind == ActivityKind::Online;
        let (start, long) =
            if online { ("19:30", 1) } else { (*self.dice.pick(&["14:30", "09:00", "15:00"]).unwrap_or(&"14:30"), 2) };
        let hour: u32 = start.get(..2).and_then(|h| h.parse().ok()).unwrap_or(14);
        let end = format!("{:02}{}", hour + long, start.get(2..).unwrap_or(":00"));
        let mut fields = vec![
            set("kind", held.text.kind.word()),
            set("topic", held.text.topic.as_str()),
            set("start", format!("{}T{start}", held.day)),
            set("end", format!("{}T{end}", held.day)),
            set("host", held.host.to_string()),
            set("hours", i64::from(long) * 60),
        ];
        fields.extend(maybe("place", &held.place));
        if online {
            fields.push(set("online_link", "工作室线上教研室"));
        }
        fields.extend(held.there.iter().map(|(person, how)| set(&format!("attendance/{person}"), *how)));
        fields
    }

    fn write_down(&mut self, held: &Held, record: RecordId, by: PersonId) -> Millis {
        let mut fields = self.fields(held);
        let text = &held.text;
        let texts = [
            ("minutes", &text.minutes),
            ("decisions", &text.decisions),
            ("reflection", &text.reflection),
            ("effect", &text.effect),
            ("feedback", &text.feedback),
        ];
        fields.extend(texts.iter().filter_map(|(key, text)| maybe(key, text)));
        if text.kind == ActivityKind::Outreach {
            self.outreach(held, &mut fields);
        }
        let at = self.written_at(held.day);
        self.push(at, by, Command::Finish(draft(RecordType::Activity, record, fields)));
        at
    }

    fn outreach(&mut self, held: &Held, fields: &mut Vec<FieldEdit>) {
        fields.push(set("host_school", held.place.as_str()));
        fields.push(set(&format!("senders/{}", held.host), true));
        fields.push(set("benefit_teachers", 4 + self.dice.below(8) as i64));
        fields.push(set("benefit_students", 20 + self.dice.below(60) as i64));
        let lessons = self.content.lessons(&self.plan.subject);
        for order in 1..=2 {
            let id = RecordId(self.dice.bytes());
            let Some(title) = self.dice.pick(lessons).cloned() else { return };
            fields.push(set(&format!("lessons/{id}/title"), title));
            fields.push(set(&format!("lessons/{id}/order"), order));
            fields.push(set(&format!("lessons/{id}/teacher"), held.host.to_string()));
        }
    }

    /// A tag some days later: 提交后有改动.
    fn add_later(&mut self, record: RecordId, at: Millis, by: PersonId) {
        let fields = vec![set("tags/回访", true)];
        let draft = Draft { record_type: RecordType::Activity, record, fields };
        self.push(Millis(at.0 + 2 * DAY_MS), by, Command::Save(draft));
    }

    /// A backbone teacher who was there writes the same meeting down.
    fn write_twice(&mut self, held: &Held, record: RecordId) -> Option<(RecordId, RecordId, Millis)> {
        let was_there = |id: &&PersonId| held.there.iter().any(|(who, how)| who == *id && *how != "leave");
        let other = self.backbone.iter().filter(|id| **id != held.host).find(was_there).copied()?;
        let twin = self.record();
        let mut fields = self.fields(held);
        let first = held.text.minutes.split_inclusive('。').next().unwrap_or_default();
        let own = self.fresh(&format!("{first}{{more}}"), &[]);
        fields.extend(maybe("minutes", &own));
        let at = self.written_at(held.day);
        self.push(at, other, Command::Finish(draft(RecordType::Activity, twin, fields)));
        Some((record, twin, at))
    }

    /// The chief answers one of the doubles; another one waits.
    fn join_one(&mut self, doubles: &[(RecordId, RecordId, Millis)]) {
        if let Some((a, b, at)) = doubles.first() {
            let command = Command::SameWork { a: *a, b: *b, answer: Answer::Same };
            self.push(Millis(at.0 + 3 * DAY_MS), self.chief, command);
        }
    }

    /// A backbone teacher without a network enters three people who are in the roster already, and
    /// meets them; the chief joins two of them.
    fn double_people(&mut self, text: &Meeting) -> Option<()> {
        let day = self.days.get(self.days.len() / 3).copied()?;
        let by = self.member(1);
        let known: Vec<Teacher> = self.rural.iter().take(3).cloned().collect();
        let mut twins = Vec::new();
        for teacher in &known {
            twins.push(Teacher { id: PersonId(self.dice.bytes()), ..teacher.clone() });
        }
        let list = twins.iter().map(|t| self.new_person(t)).collect();
        let at = self.instant(day, 17, 50);
        self.push(at, by, Command::AddPeople(list));
        let record = self.record();
        let there = twins.iter().map(|t| (t.id, "entered")).chain([(by, "entered")]).collect();
        let place = known.first().map(|t| t.school.clone()).unwrap_or_default();
        let mut text = self.filled(text);
        text.topic.push_str("（片区）");
        let held = Held { text, day, host: by, place, there };
        self.write_down(&held, record, by);
        for (teacher, twin) in known.iter().zip(&twins).take(2) {
            let command = Command::SamePerson { a: teacher.id, b: twin.id, answer: Answer::Same };
            self.push(Millis(at.0 + 2 * DAY_MS), self.chief, command);
        }
        Some(())
    }

    /// Drafts of the last days, each lacking something.
    fn unfinished(&mut self, texts: &[&Meeting]) {
        for n in 0..self.plan.drafts {
            let Some(text) = texts.get((n * 7 + 3) % texts.len().max(1)) else { return };
            let by = if n % 2 == 0 { self.chief } else { self.member(n) };
            let day = self.days.iter().rev().nth(n + 1).copied().unwrap_or(self.today);
            let mut topic = self.filled(text).topic;
            topic.push_str("（待补）");
            let mut fields = vec![
                set("kind", text.kind.word()),
                set("topic", topic),
                set("start", format!("{day}T14:30")),
                set("end", format!("{day}T16:30")),
                set("host", by.to_string()),
            ];
            fields.truncate(5 - n % 2);
            let record = self.record();
            let at = self.instant(day, 17, 50);
            self.push(at, by, Command::Save(draft(RecordType::Activity, record, fields)));
        }
    }
}
