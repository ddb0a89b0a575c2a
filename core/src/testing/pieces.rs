//! The contract of a phone's pieces. Each clause is a function named by what it says; it panics when the pieces break it.

use crate::pieces::{PieceRow, PieceState, Pieces, hash_of};
use crate::store::StoreError;
use crate::testing::sample::{NOON, OTHER, STUDIO};
use crate::time::Millis;

const AT: Millis = Millis(NOON);

/// Runs every clause of [`Pieces`]' contract. `make` gives empty ones each time; `reopen` closes and opens them again, as
/// after a crash of the process (for those in memory: gives them back).
pub fn pieces_conformance<P: Pieces>(mut make: impl FnMut() -> P, mut reopen: impl FnMut(P) -> P) {
    let clauses: &[fn(&mut P)] = &[
        what_is_put_is_given_back_under_the_hash_of_its_bytes,
        a_piece_that_is_not_here_is_none,
        twice_is_once_and_changes_neither_state_nor_time,
        a_state_stays_until_another_is_said,
        what_is_removed_is_gone_and_removing_it_again_is_no_error,
        two_studios_stay_apart_even_with_the_same_bytes,
        they_are_listed_oldest_first_without_their_bytes,
        an_empty_piece_and_a_large_one_are_pieces,
    ];
    for clause in clauses {
        clause(&mut make());
    }
    everything_survives_reopening(make(), &mut reopen);
}

/// Keeps a piece, lets `damage` flip some of its bytes beneath, and expects that they are not given out; putting the same
/// piece again heals it. `damage` gives the pieces back, reopened.
pub fn pieces_notice_damage<P: Pieces>(mut pieces: P, damage: impl FnOnce(P) -> P) {
    let bytes = vec![7; 70_000];
    let hash = put(&mut pieces, &bytes, PieceState::OnServer);
    let mut pieces = damage(pieces);
    assert_eq!(pieces.get(STUDIO, hash), Err(StoreError::Corrupt), "damaged bytes are never given out");
    put(&mut pieces, &bytes, PieceState::OnServer);
    assert_eq!(pieces.get(STUDIO, hash), Ok(Some(bytes)), "putting it again heals it");
}

fn put(pieces: &mut impl Pieces, bytes: &[u8], state: PieceState) -> crate::id::PieceHash {
    let hash = pieces.put(STUDIO, bytes, state, AT);
    assert_eq!(hash, Ok(hash_of(bytes)), "a healthy disk keeps a piece");
    hash_of(bytes)
}

fn what_is_put_is_given_back_under_the_hash_of_its_bytes(pieces: &mut impl Pieces) {
    let hash = put(pieces, b"a picture", PieceState::OnlyHere);
    assert_eq!(pieces.get(STUDIO, hash), Ok(Some(b"a picture".to_vec())));
}

fn a_piece_that_is_not_here_is_none(pieces: &mut impl Pieces) {
    assert_eq!(pieces.get(STUDIO, hash_of(b"another")), Ok(None));
    assert_eq!(pieces.list(STUDIO), Ok(vec![]));
    assert_eq!(pieces.mark(STUDIO, hash_of(b"another"), PieceState::OnServer), Ok(()));
    assert_eq!(pieces.list(STUDIO), Ok(vec![]), "a mark makes no piece");
}

fn twice_is_once_and_changes_neither_state_nor_time(pieces: &mut impl Pieces) {
    let hash = put(pieces, b"a picture", PieceState::OnServer);
    let again = pieces.put(STUDIO, b"a picture", PieceState::OnlyHere, Millis(NOON + 9));
    assert_eq!(again, Ok(hash));
    assert_eq!(pieces.list(STUDIO), Ok(vec![PieceRow { hash, bytes: 9, state: PieceState::OnServer, at: AT }]));
}

fn a_state_stays_until_another_is_said(pieces: &mut impl Pieces) {
    let hash = put(pieces, b"a picture", PieceState::OnlyHere);
    for state in [PieceState::Refused, PieceState::OnlyHere, PieceState::OnServer] {
        assert_eq!(pieces.mark(STUDIO, hash, state), Ok(()));
        assert_eq!(pieces.list(STUDIO).map(|rows| rows.iter().map(|row| row.state).collect()), Ok(vec![state]));
    }
}

fn what_is_removed_is_gone_and_removing_it_again_is_no_error(pieces: &mut impl Pieces) {
    let hash = put(pieces, b"a picture", PieceState::OnlyHere);
    for _ in 0..2 {
        assert_eq!(pieces.remove(STUDIO, hash), Ok(()));
        assert_eq!((pieces.get(STUDIO, hash), pieces.list(STUDIO)), (Ok(None), Ok(vec![])));
    }
}

fn two_studios_stay_apart_even_with_the_same_bytes(pieces: &mut impl Pieces) {
    let hash = put(pieces, b"a picture", PieceState::OnlyHere);
    assert_eq!((pieces.get(OTHER, hash), pieces.list(OTHER)), (Ok(None), Ok(vec![])));
    assert_eq!(pieces.put(OTHER, b"a picture", PieceState::OnServer, AT), Ok(hash));
    assert_eq!(pieces.remove(STUDIO, hash), Ok(()));
    assert_eq!(pieces.get(OTHER, hash), Ok(Some(b"a picture".to_vec())));
}

fn they_are_listed_oldest_first_without_their_bytes(pieces: &mut impl Pieces) {
    for (n, bytes) in [(3, b"third"), (1, b"first"), (2, b"secnd")] {
        assert!(pieces.put(STUDIO, bytes, PieceState::OnlyHere, Millis(NOON + n)).is_ok());
    }
    let hashes = pieces.list(STUDIO).map(|rows| rows.iter().map(|row| row.hash).collect::<Vec<_>>());
    assert_eq!(hashes, Ok(vec![hash_of(b"first"), hash_of(b"secnd"), hash_of(b"third")]));
}

fn an_empty_piece_and_a_large_one_are_pieces(pieces: &mut impl Pieces) {
    for bytes in [vec![], vec![5; crate::pieces::PIECE_BYTES_MAX]] {
        let hash = put(pieces, &bytes, PieceState::OnlyHere);
        assert_eq!(pieces.get(STUDIO, hash).map(|got| got.map(|got| got == bytes)), Ok(Some(true)));
    }
}

fn everything_survives_reopening<P: Pieces>(mut pieces: P, reopen: &mut impl FnMut(P) -> P) {
    let kept = put(&mut pieces, b"kept", PieceState::OnlyHere);
    let gone = put(&mut pieces, b"gone", PieceState::OnlyHere);
    let said = [pieces.mark(STUDIO, kept, PieceState::OnServer), pieces.remove(STUDIO, gone)];
    assert_eq!(said, [Ok(()), Ok(())]);
    let pieces = reopen(pieces);
    assert_eq!(pieces.get(STUDIO, kept), Ok(Some(b"kept".to_vec())));
    let row = PieceRow { hash: kept, bytes: 4, state: PieceState::OnServer, at: AT };
    assert_eq!(pieces.list(STUDIO), Ok(vec![row]));
}
