//! 接龙: who was there, as it is copied from a chat, held against the roster. Every line is told of; nobody is ticked who
//! cannot be told apart.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::person_list::{ListProblem, cell, problem, why_nobody};
use crate::activity::Attendance;
use crate::id::PersonId;
use crate::joined;
use crate::read::ReadModel;
use cell::Column;

/// What a pasted 接龙 comes down to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    /// Everybody named, in the list's order.
    pub names: Vec<ChainName>,
    /// Lines that name nobody who was there.
    pub problems: Vec<ListProblem>,
}

/// Somebody whom a line names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainName {
    /// Line of the list, from 1.
    pub line: usize,
    /// As it is written there.
    pub name: String,
    /// Who of the roster is called so: nobody, one, or several that only their schools tell apart.
    pub who: Vec<Namesake>,
    /// 接龙, with what the line says: 迟到, 请假.
    pub how: Attendance,
}

/// One of the roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Namesake {
    /// Who.
    pub person: PersonId,
    /// Their school.
    pub school: String,
}

/// Words of a chat for how somebody was there; `None`: not at all. Where a cell says several, the first of them here: who
/// comes late for a reason does come.
const SAID: [(&str, Option<Attendance>); 18] = [
    ("请假", Some(Attendance::Leave)),
    ("事假", Some(Attendance::Leave)),
    ("病假", Some(Attendance::Leave)),
    ("公假", Some(Attendance::Leave)),
    ("晚到", Some(Attendance::ChainLate)),
    ("迟到", Some(Attendance::ChainLate)),
    ("来不了", Some(Attendance::Leave)),
    ("去不了", Some(Attendance::Leave)),
    ("来不成", Some(Attendance::Leave)),
    ("不能来", Some(Attendance::Leave)),
    ("没法来", Some(Attendance::Leave)),
    ("不来", Some(Attendance::Leave)),
    ("不去", Some(Attendance::Leave)),
    ("有事", Some(Attendance::Leave)),
    ("缺席", None),
    ("未到", None),
    ("没来", None),
    ("没到", None),
];
/// What people write between a name and such a word.
const BETWEEN: [&str; 9] = ["今天", "明天", "那天", "当天", "这次", "家里", "临时", "老师", "我"];

/// Reads a pasted 接龙 against the roster.
pub fn read_chain(text: &str, model: &ReadModel) -> Chain {
    let mut chain = Chain::default();
    let calls = calls(text);
    for (index, raw) in text.lines().enumerate() {
        let raw = continued(raw).unwrap_or(raw);
        if calls.iter().any(|call| call.contains(&index)) {
            continue;
        }
        let cells = cell::loose(raw);
        if cells.is_empty() || cell::is_announcement(raw) || cell::header(&cell::split(raw)).is_some() {
            continue;
        }
        let line = index + 1;
        match in_line(line, &cells, model) {
            None => chain.problems.push(problem(line, raw, "chain-not-there")),
            Some(names) if names.is_empty() => chain.problems.push(problem(line, raw, why_nobody(raw))),
            Some(names) => chain.names.extend(names),
        }
    }
    chain
}

/// How a call to come begins and how it ends, as this app writes it: whoever continues the 接龙 below sends it along.
const CALL_BEGINS: char = '【';
const CHAIN_HEAD: &str = "接龙";

/// What is written behind 接龙： in the same line, where that is the list itself.
fn continued(raw: &str) -> Option<&str> {
    let rest = raw.trim().trim_start_matches('#').strip_prefix(CHAIN_HEAD)?.trim_start_matches([':', '：', ' ']);
    rest.starts_with(|c: char| c.is_ascii_digit()).then_some(rest)
}

/// The lines of calls to come. Whom a call asks by name has not answered by it.
fn calls(text: &str) -> Vec<Range<usize>> {
    let (mut calls, mut begun) = (Vec::new(), None);
    for (index, raw) in text.lines().enumerate() {
        let line = raw.trim();
        let is_head = line.trim_end_matches([':', '：', ' ']) == CHAIN_HEAD;
        match begun {
            _ if line.starts_with(CALL_BEGINS) => begun = Some(index),
            Some(from) if is_head || continued(line).is_some() => {
                calls.push(from..index);
                begun = None;
            }
            _ => {}
        }
    }
    calls
}

/// Everybody of a line; `None` when it says that they were not there. What stands before all names is said of all of
/// them, what stands behind one of that one.
fn in_line(line: usize, cells: &[String], model: &ReadModel) -> Option<Vec<ChainName>> {
    let school = cells.iter().find(|cell| cell::guess(cell) == Column::School);
    let mut names: Vec<ChainName> = Vec::new();
    let mut all = Attendance::Chain;
    for cell in cells {
        let (word, said) = apart(cell);
        let who = namesakes(word, school, model);
        if !who.is_empty() || cell::guess(word) == Column::Name {
            names.push(ChainName { line, name: cell::called(word), who, how: all });
        }
        match (said, names.last_mut()) {
            (None, _) => {}
            (Some(None), _) => return None,
            (Some(Some(how)), Some(last)) => last.how = how,
            (Some(Some(how)), None) => all = how,
        }
    }
    Some(names)
}

/// A cell without what it says of how somebody was there, and that.
fn apart(cell: &str) -> (&str, Option<Option<Attendance>>) {
    let said = || SAID.iter().filter_map(|(word, how)| Some((cell.find(word)?, *how)));
    let (Some((_, how)), Some((first, _))) = (said().next(), said().min_by_key(|(at, _)| *at)) else {
        return (cell, None);
    };
    let mut word = cell.get(..first).unwrap_or_default().trim();
    while let Some(before) = BETWEEN.iter().find_map(|between| word.strip_suffix(between)) {
        word = before.trim();
    }
    (word, Some(how))
}

/// Who of the roster is called so; where the line names a school and one of them is there, those.
fn namesakes(word: &str, school: Option<&String>, model: &ReadModel) -> Vec<Namesake> {
    let (bare, called) = (cell::tight(word), cell::called(word));
    let is_called = |name: &str| !name.is_empty() && (name == bare || name == called);
    let all = model.roster().filter(|(_, held)| is_called(&cell::tight(&held.name)));
    let all = all.map(|(person, held)| Namesake { person, school: held.school.clone() }).collect();
    let all = one_of_each(all, model);
    let there: Vec<Namesake> = all.iter().filter(|one| school.is_some_and(|at| *at == one.school)).cloned().collect();
    if there.is_empty() { all } else { there }
}

/// Of entries that are one person, one: with the school, if any of them has it.
fn one_of_each(mut all: Vec<Namesake>, model: &ReadModel) -> Vec<Namesake> {
    if all.len() > 1 {
        let joined = joined::people(&model.facts);
        all.sort_by_key(|one| one.school.is_empty());
        let mut seen = BTreeSet::new();
        all.retain(|one| seen.insert(joined.root(one.person)));
    }
    all
}
