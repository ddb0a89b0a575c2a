//! What the sources say of themselves: names with the sentences above them. Only the plain form in which this house
//! writes constants and enumerations is read.

/// A constant: its name, its value as it is written, and why it is so.
pub(crate) struct Constant {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) why: String,
}

/// The public constants of a file, in its order.
pub(crate) fn constants(source: &str) -> Vec<Constant> {
    let mut all = Vec::new();
    let mut why = Vec::new();
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        if let Some(doc) = line.strip_prefix("///") {
            why.push(doc.trim());
        } else if let Some(rest) = line.strip_prefix("pub const ").filter(|rest| !rest.starts_with("fn ")) {
            let mut said = rest.to_owned();
            while !said.ends_with(';') {
                said.push_str(lines.next().expect("a constant ends with a semicolon").trim());
            }
            let (name, rest) = said.split_once(':').expect("a constant has a type");
            let (_, value) = rest.split_once('=').expect("a constant has a value");
            let value = number(value.trim().trim_end_matches(';'));
            all.push(Constant { name: name.to_owned(), value, why: plain(&why.join(" ")) });
            why.clear();
        } else {
            why.clear();
        }
    }
    all
}

/// The variants of an enumeration, or of a macro's list in its form, with the sentences above them.
pub(crate) fn variants(source: &str, name: &str) -> Vec<(String, String)> {
    let opening = format!("{name} {{");
    let mut lines = source.lines().skip_while(|line| !line.trim_end().ends_with(&opening));
    let indent = lines.next().map_or(0, |line| line.len() - line.trim_start().len());
    let end = format!("{}}}", " ".repeat(indent));
    let mut all = Vec::new();
    let mut doc = Vec::new();
    for line in lines.take_while(|line| *line != end) {
        match line.trim().strip_prefix("///") {
            Some(more) => doc.push(more.trim()),
            None => {
                let letters = |c: &char| c.is_alphanumeric();
                all.push((line.trim().chars().take_while(letters).collect(), plain(&doc.join(" "))));
                doc.clear();
            }
        }
    }
    assert!(!all.is_empty(), "no {name} is found");
    all
}

/// The sentence that stands above a name.
pub(crate) fn said<'a>(all: &'a [(String, String)], name: &str) -> &'a str {
    all.iter().find(|(of, _)| of == name).map(|(_, doc)| doc.as_str()).unwrap_or_else(|| panic!("{name} is not there"))
}

/// A sentence as it stands in a table.
fn plain(doc: &str) -> String {
    doc.replace("[`", "`").replace("`]", "`").replace('|', "\\|")
}

/// What a value comes to, with commas: products and shifts of whole numbers, and spans of time.
fn number(value: &str) -> String {
    if let Some(seconds) = value.strip_prefix("Duration::from_secs(").and_then(|rest| rest.strip_suffix(')')) {
        return format!("{seconds} s");
    }
    shifted(value).map_or_else(|| format!("`{value}`"), |number| with_commas(&number.to_string()))
}

fn shifted(value: &str) -> Option<u64> {
    match value.split_once("<<") {
        Some((left, right)) => Some(product(left)? << product(right)?),
        None => product(value),
    }
}

fn product(value: &str) -> Option<u64> {
    value.split('*').map(|factor| factor.trim().replace('_', "").parse::<u64>().ok()).product()
}

fn with_commas(digits: &str) -> String {
    let places = digits.len();
    let comma = |place: usize| if place > 0 && (places - place).is_multiple_of(3) { "," } else { "" };
    digits.char_indices().map(|(place, digit)| format!("{}{digit}", comma(place))).collect()
}

#[test]
fn values_are_written_as_people_read_them() {
    assert_eq!(
        ["1 << 20", "72 * 3_600_000", "64", "Duration::from_secs(10)", "f(2)"].map(number),
        ["1,048,576", "259,200,000", "64", "10 s", "`f(2)`"]
    );
}
