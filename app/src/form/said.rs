//! The line that a form was filled from: each thing that was read in it, to be taken back by a tap, and what it asks.

use std::ops::Range;

use dioxus::prelude::*;
use studio_core::form::Input;
use studio_core::id::PersonId;
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::sentence::{Guess, Question};
use studio_core::view::Telling;
use studio_ui::prelude::*;
use studio_ui::read;

use super::{Book, FormText, SaidLine};
use crate::desk::use_desk;
use crate::platform;

/// The card above the fields.
#[component]
pub(crate) fn Said(book: Book, said: SaidLine) -> Element {
    let of = book.peek(|text| text.record_type());
    let telling = telling(book);
    let fields = fields(&said);
    // what was taken back or written over is no guess of the line any more
    let stands = |field: &str| book.read(|text| stands(text, &said, field));
    let shown: Vec<&String> = fields.iter().filter(|field| stands(field)).collect();
    let open: Vec<Question> =
        said.sentence.questions.iter().filter(|question| !is_answered(book, question)).cloned().collect();
    let asks = !open.is_empty();
    rsx! {
        section { class: "card stack said", "data-testid": "said-line",
            p { class: "cap mute", {t("said-from")} }
            p { class: "said-words", "“{said.line}”" }
            for question in open {
                if question.choices.is_empty() {
                    p { key: "{question.field}-{question.from.start}", class: "small", "data-testid": "said-no-day",
                        {no_such(&words_of(&said.line, &question).concat())}
                    }
                } else {
                    Asked { key: "{question.field}-{question.from.start}", book, of, question, line: said.line.clone(), telling: telling.clone() }
                }
            }
            if !shown.is_empty() {
                ul { class: "said-guesses",
                    for field in shown {
                        One { key: "{field}", book, field: field.clone(), words: words(of, &said, field, &telling), said: said.clone() }
                    }
                }
                p { class: "cap mute", {t("said-look")} }
            } else if !asks {
                p { class: "small mute", {t("said-nothing")} }
            }
            Left { book, besides: told_above(book, &said) }
        }
    }
}

/// What no field took of a line, in a form that is opened again.
#[component]
pub(crate) fn LeftAlone(book: Book) -> Element {
    rsx! {
        if !left(book, &[]).is_empty() {
            section { class: "card stack said", Left { book, besides: Vec::new() } }
        }
    }
}

/// 没用上的话: to be copied, until they stand in a text of the form.
#[component]
fn Left(book: Book, besides: Vec<String>) -> Element {
    let mut copied = use_signal(|| None::<bool>);
    let left = left(book, &besides);
    let all = left.join("\n");
    let copy = move |_| {
        let all = all.clone();
        spawn(async move { copied.set(Some(platform::copy(&all).await)) });
    };
    rsx! {
        if !left.is_empty() {
            div { class: "stack", "data-testid": "said-left",
                p { class: "cap mute", {t("said-left")} }
                ul { class: "said-guesses",
                    for words in left {
                        li { key: "{words}", class: "said-value", "{words}" }
                    }
                }
                p { class: "cap mute", {t("said-left-note")} }
                button { class: "field-act", r#type: "button", "data-testid": "said-copy", onclick: copy,
                    Icon { glyph: Glyph::Copy }
                    {t(if copied() == Some(true) { "copied" } else { "said-copy" })}
                }
                if copied() == Some(false) {
                    p { class: "cap mute", role: "status", {t("copy-failed")} }
                }
            }
        }
    }
}

/// The words of the line that stand in no text of the form and are told nowhere else.
fn left(book: Book, besides: &[String]) -> Vec<String> {
    let people = (book.people)();
    let named = |text: &FormText, words: &str| {
        let called = ["老师", "校长", "主任", "教师"].iter().fold(words, |words, title| words.trim_end_matches(title));
        people.iter().any(|one| one.name.contains(called) && text.fields().iter().any(|field| holds(field, one.person)))
    };
    book.read(|text| {
        let is_left = |words: &&String| {
            let kept = text.fields().values().filter_map(Scalar::as_str).any(|held| held.contains(words.as_str()));
            !kept && !besides.contains(words) && !named(text, words)
        };
        text.left.iter().flatten().filter(is_left).cloned().collect()
    })
}

/// The words that are on no page once the form is handed over: what no field took, and what is still asked.
pub(crate) fn left_words(book: Book, said: Option<&SaidLine>) -> Vec<String> {
    let answered = |said: &SaidLine| -> Vec<String> {
        let told = said.sentence.questions.iter().filter(|question| is_answered(book, question));
        told.map(|question| words_of(&said.line, question)).filter(|words| words.len() < 2).flatten().collect()
    };
    left(book, &said.map(answered).unwrap_or_default())
}

/// Whether a field holds a person, as its value or in its key.
fn holds((key, value): (&String, &Scalar), person: PersonId) -> bool {
    let id = person.to_string();
    value.as_str() == Some(&id) || key.split('/').nth(1) == Some(&id)
}

/// Words of questions: while they are asked, and where the answer says all of them.
fn told_above(book: Book, said: &SaidLine) -> Vec<String> {
    let told = said.sentence.questions.iter().map(|question| (question, words_of(&said.line, question)));
    told.filter(|(question, words)| words.len() < 2 || !is_answered(book, question))
        .flat_map(|(_, words)| words)
        .collect()
}

/// The words that a question is about, each once: of two who are named for one field, two.
fn words_of(line: &str, question: &Question) -> Vec<String> {
    let of = |range: &Range<usize>| line.get(range.clone()).unwrap_or_default().to_owned();
    let mut words: Vec<String> = question.choices.iter().map(|guess| of(&guess.from)).collect();
    words.dedup();
    if words.is_empty() { vec![of(&question.from)] } else { words }
}

impl FormText {
    /// With the words of a line that stand in no field yet: a draft of it has them too.
    pub(crate) fn with_left(mut self, said: &SaidLine) -> Self {
        let unused = said.sentence.unused.iter().filter_map(|range| said.line.get(range.clone()));
        let unused = unused.map(|words| words.trim().to_owned());
        let asked = said.sentence.questions.iter().flat_map(|question| words_of(&said.line, question));
        self.left = Some(unused.chain(asked).collect()).filter(|left: &Vec<String>| !left.is_empty());
        self
    }

    /// What a line filled in a field is wrong: it goes, and the words that it was read from are left. A day, a time or a
    /// choice is not: its words say nothing but what is filled in anew.
    fn take_back(&mut self, field: &str, said: &SaidLine) {
        let says = self.record_type().says();
        self.as_usual(field, &said.usual);
        if matches!(says.input(field), Some(Input::Day | Input::Instant | Input::Choice(_) | Input::Choices(_))) {
            return;
        }
        let of_field = said.sentence.guesses.iter().filter(|guess| guess.key.split('/').next() == Some(field));
        // the text that takes the rest is several stretches of the line
        let words =
            of_field.filter_map(|guess| match guess.value.as_str().filter(|_| says.takes_rest == Some(field)) {
                Some(text) => Some(text),
                None => said.line.get(guess.from.clone()).map(str::trim),
            });
        let left = self.left.get_or_insert_default();
        for words in words {
            if !left.iter().any(|known| known == words) {
                left.push(words.to_owned());
            }
        }
    }

    /// A question of one stretch of words is answered: they are in the form.
    fn answered(&mut self, named: &[String]) {
        if let ([words], Some(left)) = (named, &mut self.left) {
            left.retain(|known| known != words);
        }
    }
}

/// 地点：柳河小学 · 不对
#[component]
fn One(book: Book, field: String, words: (String, String), said: SaidLine) -> Element {
    let (label, value) = words;
    let name = t_with("said-undo-of", &[("field", &label)]);
    let desk = use_desk();
    let undo = move |_| {
        let mut round = book.round;
        book.choose(|text| text.take_back(&field, &said));
        book.keep_tap(desk);
        *round.write() += 1;
    };
    rsx! {
        li { class: "said-guess", "data-testid": "said-guess",
            span { class: "cap mute", "{label}" }
            span { class: "said-value", "{value}" }
            button { class: "field-act", r#type: "button", "aria-label": name, "data-testid": "said-undo", onclick: undo,
                Icon { glyph: Glyph::Undo2 }
                {t("said-undo")}
            }
        }
    }
}

/// “王老师”是哪一位？
#[component]
fn Asked(book: Book, of: RecordType, question: Question, line: String, telling: Telling) -> Element {
    let named = words_of(&line, &question);
    let label = t_with("said-which", &[("word", &named.join("”“"))]);
    let chip = |(n, guess): (usize, &Guess)| Chip {
        value: n.to_string(),
        label: choice_words(book, of, guess, &telling),
        on: false,
        glyph: None,
    };
    let chips: Vec<Chip> = question.choices.iter().enumerate().map(chip).collect();
    let (choices, told) = (question.choices.clone(), named.clone());
    let picked = move |n: String| {
        let Some(guess) = n.parse::<usize>().ok().and_then(|n| choices.get(n).cloned()) else { return };
        let mut round = book.round;
        book.choose(|text| {
            text.put(&guess.key, guess.value);
            text.answered(&told);
        });
        *round.write() += 1;
    };
    rsx! {
        div { "data-testid": "said-question",
            p { class: "small", "{label}" }
            if named.len() > 1 {
                p { class: "cap mute", {t(if is_of_days(&question) { "said-one-day" } else { "said-one-person" })} }
            }
            Chips { name: "said-{question.field}", label, chips, onpick: picked }
        }
    }
}

/// 没有“2月30日”这一天, 没有“25点”这个时间.
fn no_such(word: &str) -> String {
    let is_hour = ["点", "时", ":", "："].iter().any(|mark| word.contains(mark));
    t_with(if is_hour { "said-no-hour" } else { "said-no-day" }, &[("word", word)])
}

/// Whether it asks which of two days is meant.
fn is_of_days(question: &Question) -> bool {
    let day = |guess: &Guess| guess.value.as_str().is_some_and(|text| text.starts_with("20"));
    question.choices.iter().all(day)
}

/// Whether one of the ways of a question stands in the form, or something else does.
fn is_answered(book: Book, question: &Question) -> bool {
    book.read(|text| {
        text.fields().keys().any(|key| {
            let chosen = question.choices.iter().any(|guess| guess.key == *key);
            chosen || (*key == question.field && !text.text(key).is_empty())
        })
    })
}

/// A way in words: a person with what tells them from others, a day as days are said.
fn choice_words(book: Book, of: RecordType, guess: &Guess, telling: &Telling) -> String {
    let id = guess.key.split('/').nth(1).map(str::to_owned).or_else(|| guess.value.as_str().map(str::to_owned));
    let person = (book.people)().into_iter().find(|person| Some(person.person.to_string()) == id);
    person.map_or_else(|| read::one(of, &guess.key, &guess.value, telling), |person| crate::words::called(&person))
}

/// The fields that the line filled, in the form's order.
fn fields(said: &SaidLine) -> Vec<String> {
    let mut fields: Vec<String> = Vec::new();
    for guess in &said.sentence.guesses {
        let field = guess.key.split('/').next().unwrap_or_default();
        if !fields.iter().any(|known| known == field) {
            fields.push(field.to_owned());
        }
    }
    fields
}

/// Whether all that the line filled in a field still stands there.
fn stands(text: &FormText, said: &SaidLine, field: &str) -> bool {
    let of_field = said.sentence.guesses.iter().filter(|guess| guess.key.split('/').next() == Some(field));
    of_field.into_iter().all(|guess| text.fields().get(&guess.key) == Some(&guess.value))
}

/// A field's label, and what the line filled in it.
fn words(of: RecordType, said: &SaidLine, field: &str, telling: &Telling) -> (String, String) {
    let of_field = said.sentence.guesses.iter().filter(|guess| guess.key.split('/').next() == Some(field));
    let values = of_field.map(|guess| (guess.key.clone(), guess.value.clone())).collect();
    let spec = of.says().field(field);
    (read::label(of, field, telling), spec.map(|spec| read::value(of, spec, &values, telling)).unwrap_or_default())
}

fn telling(book: Book) -> Telling {
    let people = (book.people)();
    let hour = book.peek(FormText::class_hour);
    Telling {
        names: people.iter().map(|person| (person.person, person.name.clone())).collect(),
        schools: people.iter().map(|person| (person.person, person.school.clone())).collect(),
        class_hour: hour,
        erased: Default::default(),
        marks: (book.lesson)().rubric.into_iter().map(|line| (line.id, line.title)).collect(),
        records: Default::default(),
        own: (book.own)(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn opened() -> (FormText, SaidLine) {
        let opening = sample::said();
        (opening.text, opening.said.expect("a line"))
    }

    #[test]
    fn what_is_called_wrong_goes_and_its_words_are_left() {
        let (mut text, said) = opened();
        text.take_back("lesson_title", &said);
        assert_eq!(text.text("lesson_title"), "");
        assert!(
            text.left.as_ref().is_some_and(|left| left.iter().any(|words| words == "《落花生》")),
            "{:?}",
            text.left
        );
        let before = text.left.clone();
        text.take_back("day", &said);
        assert_eq!((text.text("day"), &text.left), (String::new(), &before), "a day is filled in anew");
    }

    #[test]
    fn what_is_called_wrong_is_not_left_standing_though_the_form_would_have_opened_with_it() {
        let (mut text, mut said) = opened();
        said.usual.insert("day".into(), "2026-11-23".into());
        text.take_back("day", &said);
        assert_eq!(text.text("day"), "");
        let (mut text, _) = opened();
        said.usual.insert("day".into(), "2026-11-24".into());
        text.take_back("day", &said);
        assert_eq!(text.text("day"), "2026-11-24", "another one stands again");
    }

    #[test]
    fn the_word_of_a_question_that_is_answered_is_left_no_more_and_of_two_the_other_is() {
        let (mut text, _) = opened();
        text.answered(&["刘洋老师".to_owned()]);
        assert_eq!(text.left, Some(vec!["孩子们读得很投入".to_owned()]));
        text.answered(&["孩子们读得很投入".to_owned(), "王丽".to_owned()]);
        assert_eq!(text.left, Some(vec!["孩子们读得很投入".to_owned()]));
    }

    #[test]
    fn an_hour_that_no_clock_has_is_told_as_a_time_and_a_day_as_a_day() {
        assert!(no_such("25点").contains("这个时间") && no_such("2月30日").contains("这一天"));
    }
}
