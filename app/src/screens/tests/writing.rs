//! A paper that many write: the list, the page, one as it stood, the records that it may tell of, the form of a paragraph.

use std::collections::BTreeMap;

use dioxus::prelude::*;
use studio_core::attachment::Attachment;
use studio_core::closure::{EvidenceRef, PaperStand};
use studio_core::edit::FieldEdit;
use studio_core::guide::Source;
use studio_core::id::{DeviceId, DocId, PieceHash, RecordId};
use studio_core::paper::{Lack, PaperState};
use studio_core::paragraph::Style;
use studio_core::read::{Conflict, State};
use studio_core::record_type::RecordType;
use studio_core::view::{
    Delivery, OfferSaid, Older, PaperEdition, PaperFigure, PaperLine, PaperOffer, PaperPage, PaperPart, PaperScan,
    Piece, Revised, SaidForm, Waiting,
};
use studio_engine::messages::{Draft, PaperHere, StoppedWhat, Writer};

use super::{framed, hides, picture, picture_of, shows, stopped};
use crate::desk::use_desk;
use crate::form::{FormText, Opening, chips};
use crate::sample;
use crate::screens::form::view::FormView;
use crate::screens::record::history::HistoryView;
use crate::screens::writing::list::PapersView;
use crate::screens::writing::offers::{OffersView, finds, groups};
use crate::screens::writing::sheet::SheetView;
use crate::screens::writing::stopped::{StoppedPaper, StoppedPapers};
use crate::screens::writing::view::PaperView;

fn stand() -> PaperStand {
    let part = Lack::Part { title: "成效".into(), have: 0, least: 300 };
    PaperStand {
        id: "case".into(),
        title: "实践案例".into(),
        short: "实践案例".into(),
        state: PaperState::Draft,
        words: 1_240,
        least: 2_000,
        filed: false,
        lacks: vec![Lack::Words { have: 1_240, least: 2_000 }, part, Lack::TwoValues(1)],
    }
}

fn line(n: u8, text: &str) -> PaperLine {
    PaperLine {
        record: sample::record(n),
        style: Style::Body,
        text: text.into(),
        pieces: vec![Piece::Text(text.into())],
        unnamed: Vec::new(),
        note: None,
        refers: None,
        words: text.chars().count(),
        conflicts: Vec::new(),
        delivery: Delivery::default(),
        gone_unseen: false,
    }
}

fn part(id: &str, title: &str, least: usize, lines: Vec<PaperLine>) -> PaperPart {
    let words = lines.iter().map(|line| line.words).sum();
    let hint = "做了哪几件事，怎么做的，一件一段。".to_owned();
    PaperPart { id: id.into(), title: title.into(), hint, words, least, offers: true, lines }
}

fn evidence() -> EvidenceRef {
    EvidenceRef {
        record: sample::record(90),
        doc: DocId([1; 16]),
        record_type: RecordType::Activity,
        title: "大单元教学设计：从一篇到一组".into(),
        kind_key: "activity-kind-theme-research".into(),
        day: Some(sample::day("2026-11-10")),
        place: "赵桥小学".into(),
        author: None,
        author_name: "周慧敏".into(),
        people: 12,
        state: State::Submitted,
        joined: Vec::new(),
    }
}

/// A paper with one of everything.
fn here() -> PaperHere {
    let figure = Piece::Figure { indicator: "I3".into(), name: "乡村教师".into(), value: 77, unit: "人".into() };
    let told = PaperLine {
        pieces: vec![Piece::Text("一学期下来，联系到".into()), figure, Piece::Text("。".into())],
        note: Some(1),
        refers: Some(sample::record(90)),
        ..line(2, "一学期下来，联系到【乡村教师】。")
    };
    let values = vec![
        (DeviceId([1; 16]), "先听课，再说课，最后一起改教案。".into()),
        (DeviceId([2; 16]), "先说课，再磨课，最后上给大家看。".into()),
    ];
    let torn = PaperLine {
        conflicts: vec![Conflict { key: "text".into(), values }],
        ..line(3, "先说课，再磨课，最后上给大家看。")
    };
    let waits = PaperLine {
        style: Style::Heading,
        delivery: Delivery { waiting: Waiting::Network, ..Delivery::default() },
        ..line(4, "一、把课堂搬到村小")
    };
    let writer = |n: u8, name: &str| {
        let (person, device_name) = (sample::person(n), "红米手机".to_owned());
        (DeviceId([n; 16]), Writer { person, name: name.into(), device_name, this_device: false })
    };
    let open = FormText::editing(
        RecordType::Paragraph,
        &BTreeMap::from([("paper".to_owned(), "case".into()), ("text".to_owned(), "没有写完的一句".into())]),
    );
    let draft =
        Draft { record: sample::record(9), form: "paragraph".into(), content: open.to_bytes(), at: sample::now() };
    PaperHere {
        page: PaperPage {
            studio: "赵桥乡语文首席教师工作室".into(),
            stand: stand(),
            note: "通知要求交一份。".into(),
            source: Source::Example,
            may_be_filed: true,
            may_write: true,
            parts: vec![part("how", "做法", 600, vec![waits, told, torn]), part("effect", "成效", 300, Vec::new())],
            scans: Vec::new(),
            evidence: vec![Some(evidence()), None],
            figures: vec![PaperFigure { name: "乡村教师".into(), title: "联系到的乡村教师".into() }],
            editions: vec![PaperEdition {
                record: sample::record(8),
                name: "送审稿".into(),
                at: "2026-11-20T16:05".into(),
                delivery: Delivery::default(),
            }],
            gone: vec![PaperLine { gone_unseen: true, ..line(7, "删掉的那一段，后来又有人改过。") }],
        },
        writers: BTreeMap::from([writer(1, "王丽"), writer(2, "周慧敏")]),
        drafts: vec![draft],
        edition: None,
    }
}

#[test]
fn a_paper_says_what_it_lacks_what_two_wrote_and_what_only_this_phone_has() {
    let html = picture("writing", || framed("实践案例", None, rsx! { PaperView { here: here() } }));
    shows(
        &html,
        &[
            "草稿",
            "1,240 / 2,000 字",
            "全文还差 760 字",
            "成效：还没有写",
            "有 1 段两个人写得不一样",
            "写了一半，还没有存：没有写完的一句",
            "href=\"/app/closure/I3\"",
            ">77人<",
            "〔1〕",
            "先听课，再说课，最后一起改教案。",
            "王丽（红米手机）",
            "已存本机，还没有到服务器",
            "做了哪几件事，怎么做的，一件一段。",
            "href=\"/app/writing/case/from/how\"",
            "佐证材料",
            "2026年11月10日",
            "这条记录看不到了",
            "交扫描件",
            "送审稿",
            "2026年11月20日 16:05",
            "删掉的段落（1）",
            "删的人没有看到后来改的字",
            "复制全文",
        ],
    );
    hides(&html, &["【乡村教师】", "data-testid=\"passage-up\""]);
}

/// A paper with everything on it that the server holds until somebody lets it in.
pub(super) fn held() -> Element {
    let mut here = here();
    let held = Delivery { waiting: Waiting::Held, ..Delivery::default() };
    here.page.parts.iter_mut().flat_map(|part| &mut part.lines).for_each(|line| line.delivery = held);
    let file = Attachment::read(
        &PieceHash([7; 32]).to_string(),
        &format!("scan;application/pdf;9;1;;{};盖章的", PieceHash([8; 32])),
    );
    let files = file.into_iter().collect();
    here.page.scans = vec![PaperScan { record: sample::record(6), files, delivery: held }];
    rsx! { PaperView { here } }
}

#[test]
fn a_stopped_phone_counts_nothing_of_a_paper_and_says_of_its_own_words_where_they_are() {
    let html = picture("writing-stopped", || {
        let mut here = here();
        let lines = &mut here.page.parts[0].lines;
        lines[0].delivery.waiting = Waiting::Held;
        let here = Some(Box::new(here));
        framed("实践案例", None, rsx! { StoppedPaper { here, stopped: stopped(StoppedWhat::Phone) } })
    });
    shows(&html, &["停用了这部手机", "备份到文件", "一、把课堂搬到村小", "服务器已收下，等首席放行", "没有写完的一句"]);
    hides(&html, &["1,240", "还差", "草稿", "联系到", "先听课", "paper-add", "佐证材料", "还没有到服务器"]);
    let html = picture("writings-stopped", || {
        framed("材料", None, rsx! { StoppedPapers { papers: vec![stand()], stopped: stopped(StoppedWhat::Role) } })
    });
    shows(&html, &["结束了你在工作室的职务", "实践案例", "href=\"/app/writing/case\""]);
    hides(&html, &["1,240", "草稿", "齐"]);
}

/// Says that nobody waits any more to be led to a paragraph.
#[component]
fn Led() -> Element {
    let led = use_desk().to_passage.peek().is_none();
    rsx! { if led { "it was led there" } }
}

#[test]
fn a_paper_opens_at_the_paragraph_that_one_comes_from() {
    let html = picture("writing-led", || {
        let desk = use_desk();
        use_hook(|| {
            let mut to_passage = desk.to_passage;
            to_passage.set(Some(sample::record(2)));
        });
        rsx! {
            PaperView { here: here() }
            Led {}
        }
    });
    shows(&html, &["it was led there", &format!("id=\"passage-{}\" tabindex=\"-1\"", sample::record(2))]);
}

#[test]
fn a_paragraph_has_a_door_to_who_wrote_what_in_it_and_when() {
    let html = picture("writing-doors", || framed("实践案例", None, rsx! { PaperView { here: here() } }));
    let door = format!("href=\"/app/records/{}/history\"", sample::record(2));
    shows(&html, &["修改历史", "data-testid=\"passage-history\"", &door]);
    let html = picture("history-paragraph", || {
        let mut page = sample::history(true);
        page.history.record_type = RecordType::Paragraph;
        let back = |key: &str| FieldEdit { key: key.into(), seen: Some("b".into()), value: Some("a".into()) };
        let field = |key: &str, was: &str, now: &str| Revised {
            field: key.into(),
            was: vec![Older { fields: [(key.to_owned(), was.into())].into(), back: vec![back(key)] }],
            now: [(key.to_owned(), now.into())].into(),
        };
        page.history.revisions[0].fields = vec![field("text", "先听课。", "先说课。"), field("order", "i5", "i6")];
        framed("修改历史", None, rsx! { HistoryView { page, now: sample::now(), place: None } })
    });
    shows(&html, &["今天 18:10 · 周慧敏", "先听课。 → 先说课。", "恢复成这个：先听课。", "位置", "换成了另一个"]);
    hides(&html, &["i5", "i6", "只能看"]);
    assert_eq!(html.matches("data-testid=\"put-back\"").count(), 1, "a place is moved on the paper");
}

#[test]
fn a_paragraph_that_was_thrown_away_is_read_whole_before_it_is_put_back() {
    let html = picture("writing-gone", || {
        let mut here = here();
        let long = format!("{}最后一句。", "先听课，再说课。".repeat(20));
        here.page.gone = vec![line(7, &long), line(8, "短的一句。")];
        framed("实践案例", None, rsx! { PaperView { here } })
    });
    shows(&html, &["最后一句。", "短的一句。", "data-testid=\"paper-gone-text\""]);
    assert_eq!(html.matches("data-testid=\"paper-gone-text\"").count(), 1, "a short one is not folded");
    // unfolded, its beginning stands in the text alone
    shows(&html, &["class=\"while-folded\">先听课，再说课。", "class=\"while-unfolded\">收起"]);
    let css = studio_ui::styles::stylesheet();
    assert!(css.contains(".more[open] > .more-door > .while-folded"), "and is not seen above it then");
}

#[test]
fn whoever_only_reads_and_whoever_reads_an_edition_can_change_nothing() {
    let doors = [
        "paper-add",
        "passage-edit",
        "passage-history",
        "paper-scan-add",
        "edition-give",
        "paper-move",
        "data-testid=\"two-values\"",
    ];
    let html = picture("writing-read", || {
        let mut here = here();
        here.page.may_write = false;
        framed("实践案例", None, rsx! { PaperView { here } })
    });
    hides(&html, &doors);
    let html = picture("writing-edition", || {
        let mut here = here();
        here.edition = here.page.editions.first().cloned();
        framed("实践案例", None, rsx! { PaperView { here } })
    });
    shows(&html, &["这是“送审稿”，2026年11月20日 16:05 的样子。数和佐证是现在的。", "href=\"/app/writing/case\""]);
    hides(&html, &doors);
    let edition = sample::record(8);
    shows(&html, &[&format!("href=\"/app/edition/{edition}/print\""), "改版本名", "value=\"送审稿\""]);
}

#[test]
fn an_edition_is_printed_as_it_stood_and_says_so() {
    let html = picture("edition-sheet", || {
        let mut here = here();
        here.edition = here.page.editions.first().cloned();
        rsx! { SheetView { here, now: sample::now() } }
    });
    let back = format!("href=\"/app/edition/{}\"", sample::record(8));
    shows(&html, &["版本“送审稿”，2026年11月20日 16:05 的样子", "打印 · 1240 字", "name=\"print\"", &back]);
}

#[test]
fn the_list_says_of_each_paper_how_far_it_is_and_a_sheet_holds_text_and_notes_alone() {
    let html = picture("writings", || {
        let filed = PaperStand {
            id: "plan".into(),
            title: "建设方案".into(),
            state: PaperState::Ready,
            filed: true,
            lacks: Vec::new(),
            ..stand()
        };
        framed("材料", None, rsx! { PapersView { papers: vec![filed, stand()] } })
    });
    shows(&html, &["齐", "已交扫描件", "草稿", "1,240 / 2,000 字", "href=\"/app/writing/plan\""]);
    let html = picture("writing-sheet", || rsx! { SheetView { here: here(), now: sample::now() } });
    shows(
        &html,
        &[
            "<h1 class=\"a4-title\">实践案例",
            "赵桥乡语文首席教师工作室",
            "做法",
            "联系到77人。",
            "〔1〕",
            "大单元教学设计",
            "1240 字",
        ],
    );
    shows(&html, &["还没有定）先听课，再说课", "先说课，再磨课"]);
    hides(&html, &["成效"]);
}

#[test]
fn a_paper_that_nobody_began_says_so_with_what_is_asked_for_and_prints_nothing() {
    let html = picture("writing-unwritten", || {
        let mut here = here();
        here.page.parts.iter_mut().for_each(|part| part.lines.clear());
        here.page.gone.clear();
        here.page.editions.clear();
        rsx! { SheetView { here, now: sample::now() } }
    });
    let asks = ["赵桥乡语文首席教师工作室", "全文至少 2,000 字", "做法（至少 600 字）", "一件一段", "通知要求交一份"];
    shows(&html, &["还没有人写这份材料", "no-print\" id=\"main\""]);
    shows(&html, &asks);
    hides(&html, &["name=\"print\"", "打印 ·"]);
}

#[test]
fn records_are_offered_with_what_was_written_in_them_and_whether_the_paper_tells_of_them() {
    let html = picture("writing-offers", || {
        let offer = |told| PaperOffer { told, ..offer() };
        let ticked = use_signal(Default::default);
        framed("从记录里挑", None, rsx! { OffersView { offers: vec![offer(false), offer(true)], ticked } })
    });
    shows(&html, &["大单元教学设计：从一篇到一组", "共同打磨了三个教案。", "已经写进这份材料", "type=\"checkbox\""]);
    let html = picture("writing-offers-none", || {
        let ticked = use_signal(Default::default);
        framed("从记录里挑", None, rsx! { OffersView { offers: Vec::new(), ticked } })
    });
    shows(&html, &["还没有可以写的记录"]);
}

/// A record that is offered.
fn offer() -> PaperOffer {
    PaperOffer {
        record: evidence(),
        whom: String::new(),
        by: String::new(),
        title: evidence().title,
        said: vec![said("", "共同打磨了三个教案。")],
        open: false,
        done: None,
        told: false,
        initials: "DDYJXSJ ZHM ZQXX".into(),
    }
}

fn said(label_key: &str, text: &str) -> OfferSaid {
    OfferSaid { label_key: label_key.into(), on: None, form: SaidForm::Sentences, text: text.into() }
}

/// A plan that nobody has carried out yet.
fn plan() -> PaperOffer {
    let record = EvidenceRef {
        record: sample::record(91),
        record_type: RecordType::Task,
        title: "送教到柳河".into(),
        kind_key: "task-kind-research".into(),
        day: Some(sample::day("2027-03-01")),
        place: String::new(),
        people: 1,
        ..evidence()
    };
    PaperOffer { title: record.title.clone(), record, said: Vec::new(), open: true, ..offer() }
}

#[test]
fn what_is_offered_stands_under_its_type_and_what_is_not_done_yet_below_all_of_it() {
    let offers = vec![PaperOffer { told: true, ..offer() }, offer(), plan()];
    let groups: Vec<(String, usize)> =
        groups(offers.clone().into_iter()).into_iter().map(|(title, _, offers)| (title, offers.len())).collect();
    assert_eq!(groups, [("教研活动".to_owned(), 2), ("还没有做完的".to_owned(), 1)]);
    let html = picture_of("writing-offers-grouped", offers, |offers| {
        let ticked = use_signal(Default::default);
        framed("从记录里挑", None, rsx! { OffersView { offers, ticked } })
    });
    shows(
        &html,
        &[
            "<h2>教研活动",
            "<h2>还没有做完的",
            "是打算，写成效时先不用",
            "这里列出的只有教研活动、计划任务",
            "data-testid=\"offer-search\"",
        ],
    );
}

#[test]
fn an_offered_record_is_found_by_its_title_its_people_its_place_its_words_and_their_initials() {
    let found = |typed: &str| finds(&offer(), typed);
    assert!(["大单元", "周慧敏", "赵桥", "三个教案", "主题教研", "zhm", "ddy", ""].into_iter().all(found));
    assert!(found("周慧敏 赵桥") && !found("周慧敏 石佛"), "each word must be found, in whichever field");
    assert!(!found("送教") && !found("lhe"));
}

#[test]
fn the_form_of_a_paragraph_asks_for_its_text_and_its_look_and_shows_no_word_of_the_machine() {
    let html = picture("writing-form", || {
        let fields = [("paper", "case"), ("part", "how"), ("order", "i5"), ("text", "先听课，再说课。")];
        let fields = fields.map(|(key, value)| (key.to_owned(), value.into())).into();
        let text = FormText::editing(RecordType::Paragraph, &fields);
        rsx! { FormView { opening: Opening { text, suggested: Vec::new(), reopened: false, ..sample::opening(true) } } }
    });
    shows(&html, &["段落", "先听课，再说课。", "小标题", "引文", "data-testid=\"save\"", "空行处会分成几段"]);
    shows(&html, &["input-area-tall", "rows=12"]);
    hides(&html, &["i5", ">case<", "data-testid=\"submit\""]);
}

#[test]
fn a_text_that_no_save_takes_says_in_characters_how_much_it_is_and_what_to_do() {
    let html = picture("writing-form-too-much", || {
        let fields = [("paper", "case"), ("text", &*"字".repeat(80_000))];
        let fields = fields.map(|(key, value)| (key.to_owned(), value.into())).into();
        let text = FormText::editing(RecordType::Paragraph, &fields);
        rsx! { FormView { opening: Opening { text, suggested: Vec::new(), reopened: false, ..sample::opening(true) } } }
    });
    shows(&html, &["一共 80000 字，一次最多存 60000 字。请把后面的剪切下来"]);
    hides(&html, &["KB", "存的时候会分成几段"]);
    let html = picture("writing-form-parts", || {
        let fields = [("paper", "case"), ("text", &*"字".repeat(20_000))];
        let fields = fields.map(|(key, value)| (key.to_owned(), value.into())).into();
        let text = FormText::editing(RecordType::Paragraph, &fields);
        rsx! { FormView { opening: Opening { text, suggested: Vec::new(), reopened: false, ..sample::opening(true) } } }
    });
    shows(&html, &["存的时候会分成几段", "已写 20,000/60,000 字"]);
    hides(&html, &["多了", "hint-error"]);
}

#[test]
fn what_is_taken_over_from_a_record_is_one_paragraph_with_day_kind_title_and_words() {
    let told = |offer: PaperOffer| studio_ui::read::told(&offer);
    let said = vec![said("", "第一句。\n\n1. 第二句"), said("field-activity-effect", "孩子敢说了")];
    assert_eq!(
        told(PaperOffer { said, ..offer() }),
        "2026年11月10日，教研活动（主题教研）“大单元教学设计：从一篇到一组”，在赵桥小学，12 人参加。\
         第一句。1. 第二句。成效：孩子敢说了。"
    );
}

#[test]
fn who_guided_observed_or_leads_is_named_beside_whom_it_was_done_with() {
    let told = |of: RecordType, by: &str| {
        let record = EvidenceRef { record_type: of, kind_key: String::new(), place: String::new(), ..evidence() };
        let (whom, by, title) = ("陈书琴".into(), by.into(), String::new());
        studio_ui::read::told(&PaperOffer { record, whom, by, title, said: Vec::new(), ..offer() })
    };
    assert_eq!(told(RecordType::Mentoring, "王丽"), "2026年11月10日，指导记录，王丽指导陈书琴。");
    assert!(told(RecordType::Observation, "王丽").contains("，王丽听陈书琴"));
    assert!(told(RecordType::Pairing, "王丽").contains("，王丽带陈书琴"));
    assert!(told(RecordType::Mentoring, "").contains("，陈书琴。"), "who is not known is not made up");
}

#[test]
fn a_plan_that_is_taken_over_says_by_when_it_is_meant_and_when_it_was_done() {
    let told = |offer: PaperOffer| studio_ui::read::told(&offer);
    assert_eq!(told(plan()), "计划任务（教研活动）“送教到柳河”，完成期限2027年3月1日。");
    let done = PaperOffer { open: false, done: Some(sample::day("2027-02-20")), ..plan() };
    assert!(told(done).ends_with("，完成期限2027年3月1日，2027年2月20日完成。"));
    let ahead = PaperOffer { open: true, said: Vec::new(), ..offer() };
    assert!(told(ahead).starts_with("打算在2026年11月10日：教研活动"), "nobody reads that it took place");
}

#[test]
fn of_a_result_whom_it_is_by_and_what_came_of_it_are_said_and_of_a_person_their_name() {
    let short = |label_key: &str, form, text: &str| OfferSaid {
        label_key: label_key.into(),
        on: None,
        form,
        text: text.into(),
    };
    let record = EvidenceRef {
        record_type: RecordType::Outcome,
        kind_key: "outcome-kind-paper".into(),
        place: String::new(),
        people: 2,
        ..evidence()
    };
    let said_of = vec![
        short("field-outcome-level", SaidForm::Word, "level-county"),
        short("field-outcome-rank", SaidForm::Short, "一等奖"),
    ];
    let told = studio_ui::read::told(&PaperOffer {
        record,
        whom: "王丽、周慧敏".into(),
        title: "作业设计".into(),
        said: said_of,
        ..offer()
    });
    assert_eq!(told, "2026年11月10日，成果（论文），王丽、周慧敏“作业设计”。级别 县级，等次 一等奖。");
    let review = OfferSaid { on: Some(sample::day("2026-11-01")), ..said("field-growth-reviews", "上了三节课") };
    let record =
        EvidenceRef { record_type: RecordType::Growth, kind_key: String::new(), place: String::new(), ..evidence() };
    let (whom, title) = ("陈明".into(), String::new());
    let told = studio_ui::read::told(&PaperOffer { record, whom, title, said: vec![review], ..offer() });
    assert_eq!(told, "个人规划，陈明，开始日期2026年11月10日。阶段回顾（2026年11月1日）：上了三节课。");
}

#[test]
fn a_figures_chip_says_the_number_that_it_stands_for_with_what_it_is_counted_in() {
    let report = sample::report();
    let one = &report.indicators[0];
    let mut page = here().page;
    let named = |name: &str| PaperFigure { name: name.into(), title: String::new() };
    page.figures = vec![named(&one.short), named("别的")];
    let chips = chips(&page, Some(&report));
    assert_eq!(chips[0], (one.short.clone(), format!("{} {} {}", one.short, one.value, one.unit)));
    assert_eq!(chips[1], ("别的".to_owned(), "别的".to_owned()), "its name, where its number is not known");
}

#[test]
fn a_name_in_brackets_that_no_figure_has_is_told_where_it_stands_to_whoever_writes() {
    let odd = |writes: bool| {
        picture_of("writing-unnamed", writes, |writes| {
            let mut here = here();
            here.page.may_write = writes;
            here.page.parts[0].lines[1].unnamed = vec!["教研次数".into(), "附件".into()];
            framed("实践案例", None, rsx! { PaperView { here } })
        })
    };
    shows(&odd(true), &["【教研次数】、【附件】不是会自己更新的数，会照原样印出来"]);
    hides(&odd(false), &["【教研次数】"]);
}

/// The form of a paragraph that is open: a new one behind another, or one that stands.
fn open_form(n: u8, text: &str, after: Option<RecordId>, stands: bool) -> Draft {
    let fields = [("paper", "case"), ("part", "how"), ("text", text)];
    let empty = BTreeMap::new();
    let held: BTreeMap<_, _> = fields.map(|(key, value)| (key.to_owned(), value.into())).into();
    let mut form = FormText::editing(RecordType::Paragraph, if stands { &held } else { &empty });
    fields.iter().for_each(|(key, value)| form.put_text(key, value));
    after.into_iter().for_each(|after| form.put_text("after", &after.to_string()));
    Draft { record: sample::record(n), form: "paragraph".into(), content: form.to_bytes(), at: sample::now() }
}

#[test]
fn a_half_written_text_is_marked_where_it_belongs_and_at_the_top_of_the_page() {
    let html = picture("writing-half", || {
        let behind = |n: u8| Some(sample::record(n));
        let mut here = here();
        here.drafts = vec![
            open_form(20, "新写的一半", behind(2), false),
            open_form(21, "前面的没有了", behind(77), false),
            open_form(2, "改了一半的", None, true),
        ];
        framed("实践案例", None, rsx! { PaperView { here } })
    });
    let count = |what: &str| html.matches(what).count();
    assert_eq!((count("data-testid=\"half-written\""), count("data-testid=\"half-here\"")), (3, 3));
    let at = |what: &str| html.rfind(what).unwrap_or_else(|| panic!("{what}"));
    let (second, third) = (at(&seat(2)), at(&seat(3)));
    assert!(second < at("这一段改了一半") && at("这一段改了一半") < at("新写的一半"), "in its paragraph");
    assert!(at("新写的一半") < third, "behind the paragraph that it goes behind");
    assert!(at("前面的没有了") > third, "at the end of the part, where that is gone");
}

/// Where a paragraph stands on the page.
fn seat(n: u8) -> String {
    format!("id=\"passage-{}\"", sample::record(n))
}

#[test]
fn an_edition_says_that_only_this_phone_has_it_and_one_comes_back_to_it() {
    let html = picture("writing-edition-waits", || {
        let mut here = here();
        here.page.editions[0].delivery.waiting = Waiting::Network;
        framed("实践案例", None, rsx! { PaperView { here } })
    });
    let html = html.replace('\u{a0}', " ");
    shows(&html, &["2026年11月20日 16:05 · 已存本机，还没有到服务器", &seat(8)]);
    let html = picture("writing-edition-back", || {
        let mut here = here();
        here.edition = here.page.editions.first().cloned();
        if let Some(edition) = &mut here.edition {
            edition.delivery.waiting = Waiting::Held;
        }
        let led = use_desk().to_passage;
        rsx! {
            PaperView { here }
            Leads { led }
        }
    });
    shows(&html, &[&format!("leads to {}", sample::record(8)), "服务器已收下，等首席放行"]);
}

/// Where the next paper opens.
#[component]
fn Leads(led: CopyValue<Option<RecordId>>) -> Element {
    let to = (*led.peek()).map(|record| record.to_string()).unwrap_or_default();
    rsx! { "leads to {to}" }
}

#[test]
fn the_history_of_a_paragraph_is_headed_by_where_it_stands() {
    let html = picture("history-paragraph-place", || {
        let mut page = sample::history(true);
        page.history.record_type = RecordType::Paragraph;
        page.history.title = String::new();
        let place = here().page.place_of(sample::record(2), "how", None);
        framed("修改历史", None, rsx! { HistoryView { page, now: sample::now(), place: Some(place) } })
    });
    shows(&html, &["实践案例 · 做法 · 第 2 段"]);
    hides(&html, &["没写题目"]);
}

#[test]
fn the_form_of_a_paragraph_knows_where_it_will_stand() {
    let mut form = FormText::editing(RecordType::Paragraph, &BTreeMap::new());
    form.put_text("part", "effect");
    let page = here().page;
    let place = |form: &FormText| studio_ui::read::passage_place(&form.place_in(&page, sample::record(60)));
    assert_eq!(place(&form), "实践案例 · 成效 · 第 1 段");
    form.put_text("part", "how");
    form.put_text("after", &sample::record(4).to_string());
    assert_eq!(place(&form), "实践案例 · 做法 · 第 2 段");
    form.put_text("part", "gone");
    assert!(place(&form).starts_with("实践案例 · 没有归到章节的段落"), "{}", place(&form));
}

#[test]
fn a_paper_whose_paragraphs_were_thrown_away_or_that_has_a_name_is_not_said_to_be_begun_by_nobody() {
    let empty = |gone: bool, named: bool| {
        picture_of("writing-emptied", (gone, named), |(gone, named)| {
            let mut here = here();
            here.page.parts.iter_mut().for_each(|part| part.lines.clear());
            if !gone {
                here.page.gone.clear();
            }
            if !named {
                here.page.editions.clear();
            }
            rsx! { SheetView { here, now: sample::now() } }
        })
    };
    let both = empty(true, true);
    shows(&both, &["写过的 1 段都删掉了，现在没有字。", "起过名的版本还在，最近的是“送审稿”。"]);
    [both, empty(true, false), empty(false, true)].iter().for_each(|html| hides(html, &["还没有人写"]));
    shows(&empty(false, false), &["还没有人写这份材料"]);
}
