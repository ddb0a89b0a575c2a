use super::*;
use crate::pieces::MemoryPieces;

const STUDIO: StudioId = StudioId([1; 16]);

struct Phone {
    way: Way,
    pieces: MemoryPieces,
    named: Named,
}

impl Phone {
    fn with(small: &[u8], large: &[u8], state: PieceState) -> Self {
        let mut pieces = MemoryPieces::default();
        let mut put = |bytes| pieces.put(STUDIO, bytes, state, Millis(1)).unwrap();
        let named = Named { small: vec![put(small)], large: vec![put(large)] };
        Self { way: Way::within(4), pieces, named }
    }

    fn next(&mut self) -> Option<Step> {
        self.way.next(&self.pieces, STUDIO, &self.named, true)
    }

    fn hears(&mut self, step: Step, said: Said) -> Came {
        self.way.answered(&mut self.pieces, STUDIO, step, said, true)
    }

    fn state(&self, hash: PieceHash) -> Option<PieceState> {
        row_of(&self.pieces, STUDIO, hash).map(|row| row.state)
    }
}

#[test]
fn a_small_picture_goes_before_its_large_one_in_chunks_from_where_the_server_is() {
    let mut phone = Phone::with(b"small", b"large one", PieceState::OnlyHere);
    let (small, large) = (phone.named.small[0], phone.named.large[0]);
    let begin = phone.next().unwrap();
    assert_eq!(begin, Step::Begin(small));
    let came = phone.hears(begin, Said::There(Some(3)));
    assert_eq!(came, Came { then: Then::Go(Step::Chunk(small, 3)), changed: false });
    assert_eq!(phone.way.chunk(&phone.pieces, STUDIO, small, 3), Some(b"ll".to_vec()));
    let came = phone.hears(Step::Chunk(small, 3), Said::There(Some(5)));
    assert_eq!((came, phone.state(small)), (Came { then: Then::Next, changed: true }, Some(PieceState::OnServer)));
    assert_eq!(phone.next(), Some(Step::Begin(large)));
    assert_eq!(
        phone.way.chunk(&phone.pieces, STUDIO, large, 0).map(|chunk| chunk.len()),
        Some(4),
        "a chunk is bounded"
    );
}

#[test]
fn what_the_server_cannot_take_waits_for_the_next_turn_of_text_and_a_refused_one_stays() {
    let mut phone = Phone::with(b"small", b"large one", PieceState::OnlyHere);
    let (small, large) = (phone.named.small[0], phone.named.large[0]);
    assert_eq!(phone.hears(Step::Begin(small), Said::No(No::of(404, "not-found"))).then, Then::Next);
    assert_eq!(phone.next(), Some(Step::Begin(large)), "the others first");
    assert!(phone.hears(Step::Begin(large), Said::No(No::of(422, "file-unfit"))).changed);
    assert_eq!((phone.next(), phone.state(large)), (None, Some(PieceState::Refused)));
    phone.way.text_went();
    assert_eq!(phone.next(), Some(Step::Begin(small)));
}

#[test]
fn a_silent_line_is_tried_again_with_less_and_a_busy_server_later() {
    let mut phone = Phone::with(b"s", &[7; 300_000], PieceState::OnlyHere);
    phone.way = Way::default();
    let large = phone.named.large[0];
    for said in [Said::Nothing, Said::No(No::of(408, ""))] {
        assert_eq!(phone.hears(Step::Chunk(large, 0), said).then, Then::Later);
        assert_eq!(phone.hears(Step::Begin(large), Said::There(Some(0))).then, Then::Go(Step::Chunk(large, 0)));
    }
    assert_eq!(phone.way.chunk(&phone.pieces, STUDIO, large, 0).map(|chunk| chunk.len()), Some(CHUNK_BYTES_MAX / 4));
    assert_eq!(phone.hears(Step::Chunk(large, 0), Said::Nothing).then, Then::Later);
    assert_eq!(phone.hears(Step::Begin(large), Said::There(Some(10))).then, Then::Go(Step::Chunk(large, 10)));
    let chunk = phone.way.chunk(&phone.pieces, STUDIO, large, 10).map(|chunk| chunk.len());
    assert_eq!(chunk, Some(CHUNK_BYTES_MAX / 4), "a line that carried a part of it carries the rest");
    assert_eq!(phone.hears(Step::Begin(large), Said::No(No::of(503, "busy"))).then, Then::Later);
    assert_eq!(phone.next(), Some(Step::Begin(phone.named.small[0])), "nothing is forgotten");
}

#[test]
fn a_server_that_is_elsewhere_in_a_piece_is_asked_where_and_the_second_time_the_others_come_first() {
    let mut phone = Phone::with(b"small", b"large one", PieceState::OnlyHere);
    let large = phone.named.large[0];
    let elsewhere = Said::No(No::of(409, "file-offset"));
    assert_eq!(phone.hears(Step::Chunk(large, 0), elsewhere).then, Then::Go(Step::Begin(large)));
    assert_eq!(phone.hears(Step::Begin(large), Said::There(Some(4))).then, Then::Go(Step::Chunk(large, 4)));
    assert_eq!(phone.hears(Step::Chunk(large, 4), Said::There(Some(8))).then, Then::Go(Step::Chunk(large, 8)));
    for then in [Then::Go(Step::Begin(large)), Then::Next] {
        assert_eq!(phone.hears(Step::Chunk(large, 8), elsewhere).then, then, "asked once, and once only");
    }
    assert_eq!(phone.next(), Some(Step::Begin(phone.named.small[0])));
}

#[test]
fn one_that_the_server_said_to_have_is_asked_for_again_after_each_turn_and_brought_again_when_it_is_lost() {
    let mut phone = Phone::with(b"small", b"large one", PieceState::OnServer);
    let mut asked = BTreeSet::new();
    for _ in 0..2 {
        phone.way.text_went();
        let Some(Step::Begin(hash)) = phone.next() else { panic!("one is looked at") };
        assert!(asked.insert(hash), "the other one is next");
        assert!(phone.hears(Step::Begin(hash), Said::There(Some(0))).changed);
        assert_eq!(phone.state(hash), Some(PieceState::OnlyHere));
        assert_eq!(phone.next(), Some(Step::Begin(hash)), "it goes up again");
        let length = row_of(&phone.pieces, STUDIO, hash).unwrap().bytes;
        phone.hears(Step::Begin(hash), Said::There(Some(length)));
        assert_eq!(phone.next(), None, "one a turn");
    }
}

#[test]
fn what_shall_go_goes_only_when_the_server_says_once_more_that_it_has_it() {
    let mut phone = Phone::with(b"small", b"large one", PieceState::OnServer);
    let large = phone.named.large[0];
    phone.way.free(&mut phone.pieces, STUDIO, [large]);
    assert_eq!((phone.next(), phone.state(large)), (Some(Step::Begin(large)), Some(PieceState::OnServer)));
    phone.hears(Step::Begin(large), Said::There(Some(4)));
    assert_eq!(phone.state(large), Some(PieceState::OnlyHere), "the server has lost it: the only copy stays");
    phone.hears(Step::Begin(large), Said::There(Some(9)));
    phone.way.free(&mut phone.pieces, STUDIO, [large]);
    phone.hears(Step::Begin(large), Said::There(Some(9)));
    assert_eq!(phone.state(large), None);
}

#[test]
fn a_server_that_was_set_back_is_asked_for_every_piece() {
    let mut phone = Phone::with(b"small", b"large one", PieceState::OnServer);
    phone.way.server_was_set_back(&mut phone.pieces, STUDIO);
    assert_eq!(phone.next(), Some(Step::Begin(phone.named.small[0])));
}

#[test]
fn a_colleagues_small_picture_comes_and_other_bytes_are_not_kept() {
    let mut phone = Phone::with(b"small", b"large one", PieceState::OnServer);
    let theirs = hash_of(b"theirs");
    phone.named.small.push(theirs);
    phone.named.large.push(hash_of(b"their large one"));
    assert_eq!(phone.next(), Some(Step::Fetch(theirs)));
    assert!(!phone.way.fetched(&mut phone.pieces, STUDIO, theirs, Some(b"other"), Millis(2)));
    assert_eq!(phone.next(), None, "asked again after the next turn");
    phone.way.text_went();
    assert_eq!(phone.next(), Some(Step::Fetch(theirs)));
    assert!(phone.way.fetched(&mut phone.pieces, STUDIO, theirs, Some(b"theirs"), Millis(2)));
    assert_eq!(phone.state(theirs), Some(PieceState::OnServer));
}

#[test]
fn whoever_sends_nothing_for_now_still_gets_what_colleagues_sent() {
    let mut phone = Phone::with(b"small", b"large one", PieceState::OnlyHere);
    assert_eq!(phone.way.next(&phone.pieces, STUDIO, &phone.named, false), None);
    phone.named.small.push(hash_of(b"theirs"));
    let step = phone.way.next(&phone.pieces, STUDIO, &phone.named, false);
    assert_eq!(step, Some(Step::Fetch(hash_of(b"theirs"))));
}

#[test]
fn a_piece_of_many_chunks_is_read_from_the_disk_once_and_another_one_anew() {
    struct Counts(MemoryPieces, std::cell::Cell<usize>);
    impl Pieces for Counts {
        fn put(&mut self, of: StudioId, bytes: &[u8], state: PieceState, at: Millis) -> Result<PieceHash, StoreError> {
            self.0.put(of, bytes, state, at)
        }
        fn get(&self, of: StudioId, hash: PieceHash) -> Result<Option<Vec<u8>>, StoreError> {
            self.1.set(self.1.get() + 1);
            self.0.get(of, hash)
        }
        fn list(&self, of: StudioId) -> Result<Vec<PieceRow>, StoreError> {
            self.0.list(of)
        }
        fn mark(&mut self, of: StudioId, hash: PieceHash, state: PieceState) -> Result<(), StoreError> {
            self.0.mark(of, hash, state)
        }
        fn remove(&mut self, of: StudioId, hash: PieceHash) -> Result<(), StoreError> {
            self.0.remove(of, hash)
        }
    }
    let Phone { mut way, pieces, named } = Phone::with(b"small", b"large one", PieceState::OnlyHere);
    let pieces = Counts(pieces, std::cell::Cell::new(0));
    let all: Vec<u8> =
        [0, 4, 8].into_iter().filter_map(|at| way.chunk(&pieces, STUDIO, named.large[0], at)).flatten().collect();
    assert_eq!((all, pieces.1.get()), (b"large one".to_vec(), 1));
    assert_eq!((way.chunk(&pieces, STUDIO, named.small[0], 0), pieces.1.get()), (Some(b"smal".to_vec()), 2));
    assert_eq!(way.chunk(&pieces, STUDIO, named.small[0], 5), None, "behind its end");
}
