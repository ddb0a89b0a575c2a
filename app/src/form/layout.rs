//! Which fields of a form stand in front and which are folded under 更多. The fields themselves come from core's table.

use studio_core::form::FieldSpec;
use studio_core::record_type::RecordType;

/// Fields in front beside the required ones, in the order in which people think of them.
fn order(of: RecordType) -> &'static [&'static str] {
    match of {
        RecordType::Activity => &["kind", "topic", "start", "end", "place", "attendance", "minutes", "host"],
        RecordType::Mentoring => &["mentee", "day", "mode", "dimensions", "content", "advice", "next_on", "mentor"],
        RecordType::Outcome => &["kind", "title", "authors", "level", "issuer", "day", "proof"],
        _ => &[],
    }
}

/// The fields in front.
pub(crate) fn leading(of: RecordType, specs: &[&'static FieldSpec]) -> Vec<&'static FieldSpec> {
    let order = order(of);
    let mut front: Vec<&'static FieldSpec> = specs
        .iter()
        .copied()
        .filter(|spec| spec.required || spec.only_for.is_some() || order.contains(&spec.key))
        .collect();
    let place = |key: &str| order.iter().position(|known| *known == key).unwrap_or(order.len());
    front.sort_by_key(|spec| place(spec.key));
    front
}

/// The fields under 更多.
pub(crate) fn folded(of: RecordType, specs: &[&'static FieldSpec]) -> Vec<&'static FieldSpec> {
    let front = leading(of, specs);
    specs.iter().copied().filter(|spec| front.iter().all(|shown| shown.key != spec.key)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio_core::form::fields;

    #[test]
    fn what_must_be_filled_is_never_folded_away() {
        for of in RecordType::WORK {
            let specs: Vec<&'static FieldSpec> = fields(of).iter().collect();
            assert!(folded(of, &specs).iter().all(|spec| !spec.required));
            assert_eq!(leading(of, &specs).len() + folded(of, &specs).len(), specs.len());
        }
    }
}
