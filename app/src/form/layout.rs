//! Which fields of a form stand in front and which are folded under 更多, as core's table says.

use studio_core::form::{FieldSpec, Input};

/// The fields in front: those that have a place there, and whatever must be filled. Of a plan who is asked stands where
/// later stands who was there: nobody has been at what is still to come.
pub(crate) fn leading(specs: &[&'static FieldSpec], plan: bool) -> Vec<&'static FieldSpec> {
    let mut front: Vec<(u8, &'static FieldSpec)> =
        specs.iter().filter_map(|spec| Some((place(spec, plan)?, *spec))).collect();
    front.sort_by_key(|(place, _)| *place);
    front.into_iter().map(|(_, spec)| spec).collect()
}

/// The fields under 更多.
pub(crate) fn folded(specs: &[&'static FieldSpec], plan: bool) -> Vec<&'static FieldSpec> {
    // a word that the form was opened with is nobody's to fill
    specs.iter().copied().filter(|spec| place(spec, plan).is_none() && spec.input != Input::Word).collect()
}

/// Whether a field waits for the day.
pub(crate) fn waits(spec: &FieldSpec, plan: bool) -> bool {
    plan && spec.input == Input::Attendance
}

fn place(spec: &FieldSpec, plan: bool) -> Option<u8> {
    match spec.ahead.filter(|_| plan) {
        Some(place) => Some(place),
        None if waits(spec, plan) => None,
        None => spec.front.or(spec.required.then_some(u8::MAX)),
    }
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
            assert!(folded(&specs, false).iter().all(|spec| !spec.required));
            assert_eq!(leading(&specs, false).len() + folded(&specs, false).len(), specs.len());
        }
    }

    #[test]
    fn before_its_day_one_says_who_is_asked_and_from_its_day_on_who_came() {
        let specs: Vec<&'static FieldSpec> = fields(RecordType::Activity).iter().collect();
        let front = |plan: bool| leading(&specs, plan).into_iter().map(|spec| spec.key).collect::<Vec<_>>();
        assert_eq!(front(true)[4..7], ["place", "asked", "bring"]);
        assert_eq!(front(false)[4..7], ["place", "attendance", "minutes"]);
        assert!(folded(&specs, true).iter().all(|spec| !spec.required || spec.key == "attendance"));
    }
}
