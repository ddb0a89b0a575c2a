//! A pasted list of people: from a chat, a spreadsheet or a document. It guesses columns, never
//! throws a line away silently, and adds nobody.

mod cell;

use serde::{Deserialize, Serialize};

use super::{NAME_CHARS_MAX, NewPerson, PEOPLE_LIST_MAX};
use crate::id::PersonId;
use crate::read::ReadModel;
use cell::Column;

/// What a pasted list comes down to, for the user to look at before anybody is added.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// One row for each person named, in the list's order.
    pub rows: Vec<PreviewRow>,
    /// Lines that could not be read.
    pub problems: Vec<ListProblem>,
    /// Phone numbers left out: none are stored.
    pub phones_left_out: usize,
}

/// A person whom the list names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewRow {
    /// Line of the list, from 1.
    pub line: usize,
    /// The person.
    pub person: NewPerson,
    /// The same name and school stand in an earlier line.
    pub repeats_line: Option<usize>,
    /// The same name and school are in the roster already.
    pub already: Option<PersonId>,
}

impl PreviewRow {
    /// Whether this row adds somebody new.
    pub fn is_new(&self) -> bool {
        self.repeats_line.is_none() && self.already.is_none()
    }
}

impl Preview {
    /// The people who would be added.
    pub fn new_people(&self) -> Vec<NewPerson> {
        self.rows.iter().filter(|row| row.is_new()).map(|row| row.person.clone()).collect()
    }
}

/// A line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListProblem {
    /// Line of the list, from 1; 0 for the list as a whole.
    pub line: usize,
    /// The line.
    pub text: String,
    /// Translation key.
    pub key: String,
}

/// Reads a pasted list against the roster.
pub fn parse_list(text: &str, model: &ReadModel) -> Preview {
    let mut preview = Preview::default();
    let mut header: Option<Vec<Column>> = None;
    for (index, raw) in text.lines().enumerate() {
        let line = index + 1;
        let cells = cell::split(raw);
        if cells.is_empty() || cell::is_announcement(raw) {
            continue;
        }
        if let Some(columns) = cell::header(&cells) {
            header = Some(columns);
            continue;
        }
        let people = people_in(&cells, header.as_deref(), &mut preview.phones_left_out);
        if people.is_empty() {
            preview.problems.push(problem(line, raw, "list-no-name"));
        }
        for person in people {
            add(&mut preview, line, raw, person, model);
        }
    }
    if preview.new_people().len() > PEOPLE_LIST_MAX {
        preview.problems.push(problem(0, "", "list-too-long"));
    }
    preview
}

fn problem(line: usize, text: &str, key: &str) -> ListProblem {
    ListProblem { line, text: text.trim().to_owned(), key: key.to_owned() }
}

fn add(preview: &mut Preview, line: usize, raw: &str, person: NewPerson, model: &ReadModel) {
    if person.name.chars().count() > NAME_CHARS_MAX {
        preview.problems.push(problem(line, raw, "list-name-too-long"));
        return;
    }
    let repeats_line =
        preview.rows.iter().find(|row| agree(&row.person.name, &row.person.school, &person)).map(|r| r.line);
    let already = model.roster().find(|(_, held)| agree(&held.name, &held.school, &person)).map(|(id, _)| id);
    preview.rows.push(PreviewRow { line, person, repeats_line, already });
}

/// Same name, and schools that do not speak against it.
fn agree(name: &str, school: &str, person: &NewPerson) -> bool {
    let name_agrees = cell::tight(name) == cell::tight(&person.name);
    name_agrees && (school.is_empty() || person.school.is_empty() || school.trim() == person.school.trim())
}

/// A cell without the phone numbers in it, wherever they stand: none is kept.
fn without_phones(cell: &str, phones: &mut usize) -> String {
    if cell::is_phone(cell) {
        *phones += 1;
        return String::new();
    }
    let (numbers, words): (Vec<&str>, Vec<&str>) = cell.split_whitespace().partition(|word| cell::is_phone(word));
    *phones += numbers.len();
    words.join(" ")
}

/// The people of one line: one with their school, or several names in a row.
fn people_in(cells: &[String], header: Option<&[Column]>, phones: &mut usize) -> Vec<NewPerson> {
    let cells: Vec<String> = cells.iter().map(|cell| without_phones(cell, phones)).collect();
    let columns: Vec<Column> = match header {
        Some(columns) if columns.len() == cells.len() => columns.to_vec(),
        _ => cells.iter().map(|cell| cell::guess(cell)).collect(),
    };
    let names = columns.iter().zip(&cells).filter(|(column, cell)| **column == Column::Name && !cell.is_empty());
    let only_names = columns.iter().zip(&cells).all(|(column, cell)| *column == Column::Name || cell.is_empty());
    if only_names {
        return names.map(|(_, name)| NewPerson { name: cell::tight(name), ..NewPerson::default() }).collect();
    }
    let mut person = NewPerson::default();
    for (column, text) in columns.iter().zip(&cells) {
        let field = match column {
            Column::Name if person.name.is_empty() => &mut person.name,
            Column::School if person.school.is_empty() => &mut person.school,
            Column::Township if person.township.is_empty() => &mut person.township,
            Column::Subject if person.subject.is_empty() => &mut person.subject,
            _ => continue,
        };
        *field = if *column == Column::Name { cell::tight(text) } else { text.clone() };
    }
    if person.name.is_empty() { Vec::new() } else { vec![person] }
}
