//! Each of these stories must fail while its bug is planted: seeds of the simulator meet some of them too seldom.

use std::panic::catch_unwind;

use studio_core::mutant::{Mutant, plant};

use crate::{parted, proof};

const STORIES: [(Mutant, fn()); 7] = [
    (Mutant::RunBeforeHead, parted::a_second_set_back_is_noticed_while_the_run_of_the_first_is_still_offered),
    (Mutant::UnfitStaysHeld, parted::what_was_accepted_and_can_stand_no_more_is_refused_and_made_again_never_held),
    (Mutant::SharesWhatItSays, parted::a_log_copied_back_by_hand_is_asked_for_from_where_it_differs),
    (Mutant::HeldBehindItsBase, parted::what_was_held_for_its_base_alone_is_let_in_with_it),
    (Mutant::UnprovenRun, proof::a_run_without_its_certificates_is_asked_for_them_and_taken_with_them),
    (Mutant::GivenForEver, parted::a_run_that_was_given_and_lost_before_its_entries_came_back_is_offered_again),
    (Mutant::StubForEver, parted::work_acknowledged_at_a_number_that_was_pulled_as_a_stub_is_given_back_by_a_run),
];

#[test]
fn a_story_fails_while_its_bug_is_planted() {
    let stands: Vec<_> = STORIES
        .iter()
        .filter(|(mutant, story)| {
            plant(Some(*mutant));
            let told = catch_unwind(story);
            plant(None);
            told.is_ok()
        })
        .map(|(mutant, _)| mutant)
        .collect();
    assert!(stands.is_empty(), "no story notices {stands:?}");
}
