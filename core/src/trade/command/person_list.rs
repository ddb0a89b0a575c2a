//! A pasted list of people: from a chat, a spreadsheet or a document. It guesses columns, never
//! throws a line away silently, and adds nobody.

pub(super) mod cell;
mod words;

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
    /// Heads of columns that the roster does not take.
    pub columns_left_out: Vec<String>,
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
    /// The school stands in an earlier line and was empty in this one: cells of one school are often merged.
    pub school_goes_on: bool,
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
    let mut table = Table::default();
    for (index, raw) in text.lines().enumerate() {
        let line = index + 1;
        let cells = cell::split(raw);
        if cells.is_empty() || cell::is_announcement(raw) {
            continue;
        }
        if let Some(columns) = cell::header(&cells) {
            preview.columns_left_out.extend(left_out(&columns, &cells));
            table = Table { columns, school: String::new() };
            continue;
        }
        let read = match table.row(raw, &cells) {
            Some(cells) => table.read(&cells, &mut preview.phones_left_out),
            None => loose(raw, &mut preview.phones_left_out),
        };
        if read.people.is_empty() {
            preview.problems.push(problem(line, raw, why_nobody(raw)));
        }
        if !read.left.is_empty() {
            preview.problems.push(problem(line, &read.left.join("、"), "list-name-left"));
        }
        for person in read.people {
            add(&mut preview, line, raw, person, read.school_goes_on, model);
        }
    }
    if preview.new_people().len() > PEOPLE_LIST_MAX {
        preview.problems.push(problem(0, "", "list-too-long"));
    }
    preview
}

/// Heads of columns that hold something and are not taken.
fn left_out(columns: &[Column], heads: &[String]) -> Vec<String> {
    let of_other = columns.iter().zip(heads).filter(|(column, _)| **column == Column::Other);
    of_other.map(|(_, head)| cell::tight(head)).collect()
}

/// Why a line gives nobody: it has a word that might be a name but is like none, or none at all.
pub(super) fn why_nobody(raw: &str) -> &'static str {
    if cell::loose(raw).iter().any(|cell| cell::is_word(cell)) { "list-not-a-name" } else { "list-no-name" }
}

/// What a line gives.
#[derive(Default)]
struct Line {
    people: Vec<NewPerson>,
    /// Names that stand apart from them: the line does not say where these belong.
    left: Vec<String>,
    school_goes_on: bool,
}

/// The rows under a header.
#[derive(Default)]
struct Table {
    columns: Vec<Column>,
    /// Of the last row that named one.
    school: String,
}

impl Table {
    /// The cells of a row, one for each column; `None` when the line is no row of the table.
    fn row(&self, raw: &str, cells: &[String]) -> Option<Vec<String>> {
        let is_row = !self.columns.is_empty() && (raw.contains('\t') || cells.len() == self.columns.len());
        let empty = std::iter::repeat(String::new());
        is_row.then(|| cells.iter().cloned().chain(empty).take(self.columns.len()).collect())
    }

    fn read(&mut self, cells: &[String], phones: &mut usize) -> Line {
        let mut person = NewPerson::default();
        for (column, cell) in self.columns.iter().zip(cells) {
            fill(&mut person, *column, &without_phones(cell, phones));
        }
        if person.name.is_empty() {
            return Line::default();
        }
        let school_goes_on = person.school.is_empty() && !self.school.is_empty();
        if school_goes_on {
            person.school.clone_from(&self.school);
        } else {
            self.school.clone_from(&person.school);
        }
        Line { people: vec![person], left: Vec::new(), school_goes_on }
    }
}

pub(super) fn problem(line: usize, text: &str, key: &str) -> ListProblem {
    ListProblem { line, text: text.trim().to_owned(), key: key.to_owned() }
}

fn add(preview: &mut Preview, line: usize, raw: &str, person: NewPerson, school_goes_on: bool, model: &ReadModel) {
    if person.name.chars().count() > NAME_CHARS_MAX {
        preview.problems.push(problem(line, raw, "list-name-too-long"));
        return;
    }
    let repeats_line =
        preview.rows.iter().find(|row| agree(&row.person.name, &row.person.school, &person)).map(|r| r.line);
    let already = model.roster().find(|(_, held)| agree(&held.name, &held.school, &person)).map(|(id, _)| id);
    preview.rows.push(PreviewRow { line, person, repeats_line, already, school_goes_on });
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

/// The people of a line without columns: one, or several in a row; they share the school, the township and the subject
/// that stand before or behind them.
fn loose(raw: &str, phones: &mut usize) -> Line {
    let cells: Vec<String> = cell::loose(raw).iter().map(|cell| without_phones(cell, phones)).collect();
    let guessed: Vec<Column> = cells.iter().map(|cell| cell::guess(cell)).collect();
    let mut shared = NewPerson::default();
    for (column, cell) in guessed.iter().zip(&cells).filter(|(column, _)| **column != Column::Name) {
        fill(&mut shared, *column, cell);
    }
    let takes_doubtful = takes_doubtful(&guessed);
    let is_person = |column: &Column| *column == Column::Name || (takes_doubtful && *column == Column::Doubtful);
    let first = guessed.iter().position(is_person).unwrap_or(guessed.len());
    let in_a_row = guessed.iter().skip(first).take_while(|column| is_person(column)).count();
    // A row of a table that says more than names is one person's.
    let is_row = raw.contains('\t') && has_others(&guessed);
    let end = first + if is_row { in_a_row.min(1) } else { in_a_row };
    let named = |cell: &String| NewPerson { name: cell::called(cell), ..shared.clone() };
    let people = cells.get(first..end).unwrap_or_default().iter().map(named).collect();
    let apart = guessed.iter().zip(&cells).skip(end).filter(|(column, _)| **column == Column::Name);
    Line { people, left: apart.map(|(_, cell)| cell.clone()).collect(), school_goes_on: false }
}

/// Whether a word like a name is one though nobody is known to be called so: among known ones in a list of names, or
/// alone beside a school.
fn takes_doubtful(guessed: &[Column]) -> bool {
    let count = |column: Column| guessed.iter().filter(|one| **one == column).count();
    match count(Column::Name) {
        0 => has_others(guessed) && count(Column::Doubtful) == 1,
        names => !has_others(guessed) && names > 1,
    }
}

/// Whether it says of people more than their names.
fn has_others(guessed: &[Column]) -> bool {
    guessed.iter().any(|column| matches!(column, Column::School | Column::Township | Column::Subject))
}

/// Fills the field of a column, the first time.
fn fill(person: &mut NewPerson, column: Column, text: &str) {
    let field = match column {
        Column::Name => &mut person.name,
        Column::School => &mut person.school,
        Column::Township => &mut person.township,
        Column::Subject => &mut person.subject,
        Column::Doubtful | Column::Number | Column::Other => return,
    };
    if field.is_empty() {
        *field = if column == Column::Name { cell::called(text) } else { text.to_owned() };
    }
}
