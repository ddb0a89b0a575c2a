//! Writing one person down: name, school, township, subject. The rest of the roster's fields can wait.

use dioxus::prelude::*;
use studio_core::command::{Command, NAME_CHARS_MAX, NewPerson};
use studio_core::id::PersonId;
use studio_core::view::PersonChip;
use studio_engine::messages::Notice;
use studio_ui::prelude::{Button, ButtonKind, Field, Glyph, TextInput, t};

use crate::desk::{Desk, use_desk};
use crate::words;

/// Characters of a school, a township, a subject.
const WORD_CHARS_MAX: u32 = 60;
/// The fields in their order.
const KEYS: [&str; 4] = ["name", "school", "township", "subject"];

/// The fields, and the button that adds the person to the roster.
#[component]
pub(crate) fn AddPerson(
    /// A name to begin with.
    name: String,
    /// Told who was added.
    onadded: EventHandler<PersonChip>,
) -> Element {
    let desk = use_desk();
    let first = use_hook(|| name.clone());
    let mut written = use_hook(|| CopyValue::new([first.clone(), String::new(), String::new(), String::new()]));
    let mut wrong = use_signal(|| None::<String>);
    let add = move |_| {
        let person = person_of(&written.read());
        spawn(async move {
            match added(desk, person).await {
                Ok(person) => onadded.call(person),
                Err(notice) => wrong.set(Some(words::sentence(&notice))),
            }
        });
    };
    rsx! {
        div { class: "stack",
            for (at, key) in KEYS.into_iter().enumerate() {
                Field { field: "person-new-{key}", label: t(&format!("field-person-{key}")), optional: at > 0, error: if at == 0 { wrong() } else { None },
                    TextInput {
                        id: "person-new-{key}", testid: "person-new-{key}", initial: if at == 0 { first.clone() } else { String::new() },
                        limit: if at == 0 { NAME_CHARS_MAX as u32 } else { WORD_CHARS_MAX },
                        oninput: move |typed: String| written.write()[at] = typed,
                    }
                }
            }
            Button { label: t("people-add"), kind: ButtonKind::Main, glyph: Glyph::UserRoundPlus, testid: "person-new-add", onclick: add }
        }
    }
}

fn person_of([name, school, township, subject]: &[String; 4]) -> NewPerson {
    let trim = |text: &String| text.trim().to_owned();
    NewPerson { person: None, name: trim(name), school: trim(school), township: trim(township), subject: trim(subject) }
}

async fn added(desk: Desk, person: NewPerson) -> Result<PersonChip, Notice> {
    let records = desk.engine().command(Command::AddPeople(vec![person.clone()])).await?;
    let id = records.first().map(|record| PersonId(record.0)).ok_or_else(|| Notice::needed("command-fault"))?;
    let NewPerson { name, school, township, subject, .. } = person;
    let (initials, spelled) = (String::new(), name.clone());
    Ok(PersonChip {
        person: id,
        also: Vec::new(),
        name,
        apart: None,
        initials,
        spelled,
        school,
        township,
        subject,
        role: None,
    })
}

/// Puts somebody who was added beside those who can be chosen; namesakes show their schools from now on.
pub(crate) fn join_in(people: &mut Vec<PersonChip>, mut new: PersonChip) {
    for other in people.iter_mut().filter(|other| other.name == new.name) {
        other.apart.get_or_insert_with(|| other.school.clone());
        new.apart = Some(new.school.clone());
    }
    people.push(new);
}
