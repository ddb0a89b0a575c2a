//! Which fields of a form stand in front and which are folded under 更多, as core's table says.

use studio_core::form::FieldSpec;

/// The fields in front: those that have a place there, and whatever must be filled.
pub(crate) fn leading(specs: &[&'static FieldSpec]) -> Vec<&'static FieldSpec> {
    let mut front: Vec<&'static FieldSpec> =
        specs.iter().copied().filter(|spec| spec.required || spec.front.is_some()).collect();
    front.sort_by_key(|spec| spec.front.unwrap_or(u8::MAX));
    front
}

/// The fields under 更多.
pub(crate) fn folded(specs: &[&'static FieldSpec]) -> Vec<&'static FieldSpec> {
    specs.iter().copied().filter(|spec| !spec.required && spec.front.is_none()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio_core::form::fields;
    use studio_core::record_type::RecordType;

    #[test]
    fn what_must_be_filled_is_never_folded_away() {
        for of in RecordType::work() {
            let specs: Vec<&'static FieldSpec> = fields(of).iter().collect();
            assert!(folded(&specs).iter().all(|spec| !spec.required));
            assert_eq!(leading(&specs).len() + folded(&specs).len(), specs.len());
        }
    }
}
