//! A paper that many write: its paragraphs, their places, how far it is, what is lost of it (nothing).

use studio_core::command::{Command, CommandError, Draft, Passage, Place, Problem};
use studio_core::edit::FieldEdit;
use studio_core::id::RecordId;
use studio_core::paper::{Lack, PaperState, SAVE_CHARS_MAX, count_words};
use studio_core::paragraph::Style;
use studio_core::record_type::RecordType;
use studio_core::view::{self, PaperOffer, PaperPage, Piece, Scene};

use crate::paper::{Studio, activity, guide, person, set};

/// A paper as one of the studio sees it.
fn page(studio: &Studio, who: u8, id: &str) -> PaperPage {
    let (model, guide) = (studio.model(), guide());
    let (freshness, deliveries) = Default::default();
    let scene = Scene {
        model: &model,
        guide: &guide,
        me: person(who),
        now: studio.now,
        freshness: &freshness,
        deliveries: &deliveries,
    };
    view::paper_page(&scene, id).expect("the paper")
}

fn place(part: &str, after: Option<RecordId>) -> Place {
    Place { paper: "case".to_owned(), part: part.to_owned(), after }
}

fn passage(record: RecordId, text: &str) -> Passage {
    Passage { record, style: Style::Body, text: text.to_owned(), refers: None, seen: None }
}

/// Writes a new paragraph and gives its id.
fn write(studio: &mut Studio, who: u8, place: Place, text: &str) -> RecordId {
    let record = studio.fresh();
    let passages = vec![passage(record, text)];
    studio.run(person(who), &Command::WriteParagraphs { place, passages }).expect("written");
    record
}

/// The texts of a part in their order.
fn texts(page: &PaperPage, part: &str) -> Vec<String> {
    let lines = page.parts.iter().filter(|one| one.id == part).flat_map(|one| &one.lines);
    lines.map(|line| line.text.clone()).collect()
}

#[test]
fn paragraphs_stand_where_they_were_put_and_move_without_moving_others() {
    let mut studio = Studio::new("2026-11-24");
    let one = write(&mut studio, 1, place("how", None), "一");
    let three = write(&mut studio, 2, place("how", Some(one)), "三");
    write(&mut studio, 3, place("how", Some(one)), "二");
    write(&mut studio, 1, place("how", Some(three)), "四");
    assert_eq!(texts(&page(&studio, 1, "case"), "how"), ["一", "二", "三", "四"]);

    let to = |studio: &mut Studio, record, place| {
        studio.run(person(2), &Command::MoveParagraph { record, place }).expect("moved")
    };
    to(&mut studio, three, place("how", None));
    assert_eq!(texts(&page(&studio, 1, "case"), "how"), ["三", "一", "二", "四"]);
    to(&mut studio, one, place("effect", None));
    assert_eq!(texts(&page(&studio, 1, "case"), "how"), ["三", "二", "四"]);
    assert_eq!(texts(&page(&studio, 1, "case"), "effect"), ["一"]);
    let strange = Place { paper: "case".to_owned(), part: "gone-part".to_owned(), after: None };
    to(&mut studio, one, strange);
    let page = page(&studio, 1, "case");
    let last = page.parts.last().unwrap();
    assert_eq!((last.title.as_str(), last.lines.len()), ("", 1), "what no part holds is shown behind them");
}

#[test]
fn a_text_that_was_pasted_is_parted_at_its_blank_lines_behind_the_paragraph() {
    let mut studio = Studio::new("2026-11-24");
    let one = write(&mut studio, 1, place("how", None), "一");
    write(&mut studio, 1, place("how", Some(one)), "末");
    let seen = Some(("一".to_owned(), Style::Body));
    let passages = vec![Passage { seen, ..passage(one, "一又改\n\n二\n二的第二行\n\n\n三") }];
    // where the paragraph stands counts, not where its writer believed it to be
    let place = place("effect", None);
    studio.run(person(1), &Command::WriteParagraphs { place, passages }).expect("written");
    assert_eq!(texts(&page(&studio, 1, "case"), "how"), ["一又改", "二\n二的第二行", "三", "末"]);

    let long = "这一句话有十个字整。".repeat(2_000);
    let place = self::place("problem", None);
    write(&mut studio, 2, place, &long);
    let page = page(&studio, 1, "case");
    let parted = texts(&page, "problem");
    assert_eq!((parted.len(), parted.concat()), (4, long));
    assert_eq!(page.stand.words, 20_000 + count_words("一又改二二的第二行三末"));
}

#[test]
fn what_is_too_much_for_one_save_and_what_says_nothing_is_told_and_nothing_is_written() {
    let mut studio = Studio::new("2026-11-24");
    let mut wrong = |text: String| {
        let passages = vec![passage(studio.fresh(), &text)];
        let command = Command::WriteParagraphs { place: place("how", None), passages };
        let Err(CommandError::Invalid(problems)) = studio.edits(person(1), &command) else { panic!("taken") };
        problems[0].clone()
    };
    let much = |problem: Problem| {
        let told = |name: &str| problem.args.get(name).cloned();
        (problem.field.clone(), problem.key.clone(), told("have"), told("max"))
    };
    let told = |have: &str, max: &str| {
        ("text".to_owned(), "problem-too-much-at-once".to_owned(), Some(have.to_owned()), Some(max.to_owned()))
    };
    assert_eq!(wrong(" \n\n ".to_owned()).key, "missing-paragraph-text");
    assert_eq!(wrong("段\n\n".repeat(201)).key, "problem-too-many-paragraphs");
    assert_eq!(much(wrong("字".repeat(80_000))), told("80000", "60000"), "in characters, not in bytes");
    let blank = format!("{}\n\n{}", "字".repeat(30_000), "字".repeat(30_001));
    assert_eq!(much(wrong(blank)), told("60003", "60000"), "as many as stand in the text's own count");
    assert_eq!(much(wrong("𠮷".repeat(50_000))), told("50000", "25000"), "letters of four bytes");
    let fits = Command::WriteParagraphs {
        place: place("how", None),
        passages: vec![passage(studio.fresh(), &"字".repeat(SAVE_CHARS_MAX))],
    };
    assert!(studio.edits(person(1), &fits).is_ok(), "as much as was told");
}

#[test]
fn a_paper_is_ready_by_its_words_and_parts_or_by_a_scan_and_says_what_it_lacks() {
    let mut studio = Studio::new("2026-11-24");
    let stand = |studio: &Studio| page(studio, 1, "select").stand;
    assert_eq!(stand(&studio).state, PaperState::Missing);
    let place = |part: &str| Place { paper: "select".to_owned(), part: part.to_owned(), after: None };
    write(&mut studio, 2, place("who"), &"字".repeat(290));
    let lacks = stand(&studio).lacks;
    assert_eq!(lacks[0], Lack::Words { have: 290, least: 300 });
    assert!(matches!(&lacks[1], Lack::Part { have: 0, least: 80, .. }), "{lacks:?}");
    assert_eq!(stand(&studio).state, PaperState::Draft);
    let way = write(&mut studio, 3, place("way"), &"字".repeat(80));
    assert_eq!((stand(&studio).state, stand(&studio).lacks), (PaperState::Ready, Vec::new()));

    studio.run(person(2), &Command::Delete { record: way }).expect("thrown away by a colleague");
    assert_eq!(stand(&studio).state, PaperState::Draft);
    assert_eq!(page(&studio, 1, "select").gone.len(), 1, "it waits to be put back");
    let hash = studio_core::id::PieceHash([7; 32]);
    let record = studio.fresh();
    let scan = set(&format!("attachments/{hash}"), "scan;application/pdf;9;1;;-;");
    let fields = vec![set("paper", "select"), set("on", "2026-11-24"), scan];
    let filed = Draft { record_type: RecordType::Filed, record, fields };
    studio.run(person(3), &Command::Save(filed)).expect("filed");
    assert_eq!((stand(&studio).state, stand(&studio).filed), (PaperState::Ready, true));
    studio.run(person(1), &Command::Delete { record }).expect("thrown away");
    studio.run(person(1), &Command::Undelete { record: way }).expect("put back");
    assert_eq!((stand(&studio).state, stand(&studio).filed), (PaperState::Ready, false));
}

#[test]
fn whoever_writes_on_in_a_paragraph_that_was_thrown_away_meanwhile_has_it_back_with_the_words() {
    let mut studio = Studio::new("2026-11-24");
    let record = write(&mut studio, 1, place("how", None), "一");
    studio.run(person(2), &Command::Delete { record }).expect("thrown away");
    let passages = vec![Passage { seen: Some(("一".to_owned(), Style::Body)), ..passage(record, "一又改") }];
    studio.run(person(1), &Command::WriteParagraphs { place: place("how", None), passages }).expect("written");
    assert_eq!(texts(&page(&studio, 2, "case"), "how"), ["一又改"]);
    assert!(page(&studio, 2, "case").gone.is_empty());
}

#[test]
fn a_number_in_a_text_is_the_one_that_stands_now_and_a_note_opens_its_record() {
    let mut studio = Studio::new("2026-11-24");
    let meeting = studio.fresh();
    studio.run(person(2), &Command::Finish(activity(meeting, "2026-11-10", person(2), &[person(3)]))).expect("met");
    let guide = guide();
    let fifth = guide.direction(4).unwrap().indicators.iter().find(|rule| rule.id == "I5").unwrap();
    let name = view::figure(&fifth.short);
    let text = format!("本学期已办{name}次，其中【某项】另算。");
    let record = studio.fresh();
    let passages = vec![Passage { refers: Some(meeting), ..passage(record, &text) }];
    studio.run(person(1), &Command::WriteParagraphs { place: place("how", None), passages }).expect("written");
    let page = page(&studio, 1, "case");
    let line = &page.parts.iter().find(|part| part.id == "how").unwrap().lines[0];
    let (indicator, name) = ("I5".to_owned(), fifth.short.clone());
    // 次 stands in the text already
    let figure = Piece::Figure { indicator, name, value: 1, unit: String::new() };
    assert_eq!(
        line.pieces,
        [Piece::Text("本学期已办".to_owned()), figure, Piece::Text("次，其中【某项】另算。".to_owned())]
    );
    assert_eq!(line.unnamed, ["某项"], "no figure is called so, and it is said");
    assert_eq!((line.note, page.evidence.len()), (Some(1), 1));
    assert_eq!(page.evidence[0].as_ref().map(|one| one.record), Some(meeting));
    studio.run(person(2), &Command::Withdraw { record: meeting }).expect("taken back");
    assert_eq!(self::page(&studio, 1, "case").evidence, [None], "a draft is nobody else's");
}

#[test]
fn a_part_is_offered_the_work_that_it_tells_of_and_each_record_says_whether_it_is_told() {
    let mut studio = Studio::new("2026-11-24");
    let (told, open) = (studio.fresh(), studio.fresh());
    for record in [told, open] {
        studio.run(person(2), &Command::Finish(activity(record, "2026-11-10", person(2), &[person(3)]))).expect("met");
    }
    let passages = vec![Passage { refers: Some(told), ..passage(studio.fresh(), "说到它") }];
    studio.run(person(1), &Command::WriteParagraphs { place: place("how", None), passages }).expect("written");
    let (model, guide) = (studio.model(), guide());
    let (freshness, deliveries) = Default::default();
    let me = person(3);
    let scene =
        Scene { model: &model, guide: &guide, me, now: studio.now, freshness: &freshness, deliveries: &deliveries };
    let offers = view::paper_offers(&scene, "case", "how");
    let said: Vec<(RecordId, bool)> = offers.iter().map(|offer| (offer.record.record, offer.told)).collect();
    assert_eq!(said, [(open, false), (told, true)]);
    assert!(offers.iter().all(|offer| offer.by.is_empty()), "of a meeting nobody is the other side");
    assert!(view::paper_offers(&scene, "case", "spread").is_empty(), "an outcome only");
}

fn offered(studio: &Studio, part: &str) -> Vec<PaperOffer> {
    let (model, guide) = (studio.model(), guide());
    let (freshness, deliveries) = Default::default();
    let me = person(1);
    let scene =
        Scene { model: &model, guide: &guide, me, now: studio.now, freshness: &freshness, deliveries: &deliveries };
    view::paper_offers(&scene, "case", part)
}

#[test]
fn a_number_says_what_it_is_counted_in_where_the_text_does_not() {
    let mut studio = Studio::new("2026-11-24");
    let guide = guide();
    let fifth = guide.direction(4).unwrap().indicators.iter().find(|rule| rule.id == "I5").unwrap();
    write(&mut studio, 1, place("how", None), &format!("办了{}教研活动。", view::figure(&fifth.short)));
    let page = page(&studio, 1, "case");
    let line = &page.parts.iter().find(|part| part.id == "how").unwrap().lines[0];
    assert!(
        matches!(&line.pieces[1], Piece::Figure { unit, .. } if *unit == fifth.unit && !unit.is_empty()),
        "{:?}",
        line.pieces
    );
}

#[test]
fn what_is_not_done_yet_is_offered_behind_all_that_is_whatever_is_written_in_it() {
    let mut studio = Studio::new("2026-11-24");
    let mut handed_in = |of: RecordType, fields: Vec<FieldEdit>| {
        let record = studio.fresh();
        let draft = Draft { record_type: of, record, fields };
        studio.run(person(2), &Command::Finish(draft)).expect("handed in");
        record
    };
    let teacher = person(3).to_string();
    let plan = |more: Vec<FieldEdit>| {
        let goal = set("goal", "一年里上好十节公开课，".repeat(30));
        [vec![set("person", teacher.as_str()), goal, set("from", "2026-09-01")], more].concat()
    };
    let open = handed_in(RecordType::Growth, plan(Vec::new()));
    let review = vec![set("reviews/a1/on", "2026-11-01"), set("reviews/a1/said", "上了三节，敢放手让孩子说了。")];
    let seen = handed_in(RecordType::Growth, plan(review));
    let won = handed_in(
        RecordType::Outcome,
        vec![
            set("kind", "paper"),
            set("title", "乡村小学大单元作业设计"),
            set(&format!("authors/{teacher}"), 1),
            set("level", "county"),
            set("issuer", "县教研室"),
            set("day", "2026-10-01"),
            set("proof", "学校档案室"),
        ],
    );
    let offers = offered(&studio, "effect");
    let order: Vec<(RecordId, bool)> = offers.iter().map(|offer| (offer.record.record, offer.open)).collect();
    assert_eq!(order, [(won, false), (seen, false), (open, true)]);
    let said: Vec<&str> = offers[1].said.iter().map(|said| said.label_key.as_str()).collect();
    assert_eq!(said, ["field-growth-goal", "field-growth-reviews"], "each text has its label");
    let result: Vec<(&str, &str)> =
        offers[0].said.iter().map(|said| (said.label_key.as_str(), said.text.as_str())).collect();
    assert_eq!(result, [("field-outcome-level", "level-county"), ("field-outcome-issuer", "县教研室")]);
    assert_eq!(
        (offers[1].said[1].on.map(|day| day.to_string()).as_deref(), offers[1].title.as_str()),
        (Some("2026-11-01"), "")
    );
}

#[test]
fn a_paragraph_is_named_by_its_paper_its_part_and_its_number_also_before_it_is_written() {
    let mut studio = Studio::new("2026-11-24");
    let one = write(&mut studio, 1, place("how", None), "一");
    let two = write(&mut studio, 1, place("how", Some(one)), "二");
    let new = studio.fresh();
    let page_now = page(&studio, 1, "case");
    let number = |page: &PaperPage, record, after| page.place_of(record, "how", after).number;
    assert_eq!((number(&page_now, two, None), number(&page_now, new, Some(one))), (Some(2), Some(2)));
    assert_eq!((number(&page_now, new, None), number(&page_now, new, Some(new))), (Some(1), Some(3)));
    let named = page_now.place_of(two, "effect", None);
    assert_eq!((named.paper.as_str(), named.part.as_str()), ("实践案例", "做法"), "where it stands counts");
    studio.run(person(1), &Command::Delete { record: two }).expect("thrown away");
    assert_eq!(number(&page(&studio, 1, "case"), two, None), None);
}

#[test]
fn who_writes_no_roster_writes_no_paper_and_a_paper_of_another_direction_is_none() {
    let mut studio = Studio::new("2026-11-24");
    let passages = vec![passage(studio.fresh(), "字")];
    let command = Command::WriteParagraphs { place: place("how", None), passages };
    assert!(matches!(studio.edits(person(9), &command), Err(CommandError::NotAllowed)));
    assert!(page(&studio, 1, "case").may_write && !page(&studio, 9, "case").may_write);
    let (model, guide) = (studio.model(), guide());
    let (freshness, deliveries) = Default::default();
    let me = person(1);
    let scene =
        Scene { model: &model, guide: &guide, me, now: studio.now, freshness: &freshness, deliveries: &deliveries };
    assert!(view::paper_page(&scene, "systems").is_none());
}

#[test]
fn two_who_moved_one_paragraph_are_asked_nothing_for_there_is_nothing_to_settle() {
    let mut studio = Studio::new("2026-11-24");
    let one = write(&mut studio, 1, place("how", None), "一");
    let twice = |studio: &mut Studio, key: &str| {
        let (record, _) = studio.records.get_mut(&one).unwrap();
        let values = record.fields.get_mut(key).unwrap();
        let mut other = values[0].clone();
        other.op.counter += 100_000;
        values.push(other);
    };
    twice(&mut studio, "order");
    let lacks = |studio: &Studio| page(studio, 1, "case").stand.lacks;
    assert!(!lacks(&studio).iter().any(|lack| matches!(lack, Lack::TwoValues(_))), "{:?}", lacks(&studio));
    twice(&mut studio, "text");
    assert!(lacks(&studio).contains(&Lack::TwoValues(1)));
}
