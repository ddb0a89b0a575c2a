//! A paper that many write: the list, the page, one as it stood, the records that it may tell of, the form of a paragraph.

use std::collections::BTreeMap;

use dioxus::prelude::*;
use studio_core::attachment::Attachment;
use studio_core::closure::{EvidenceRef, PaperStand};
use studio_core::edit::FieldEdit;
use studio_core::guide::Source;
use studio_core::id::{DeviceId, DocId, PieceHash};
use studio_core::paper::{Lack, PaperState};
use studio_core::paragraph::Style;
use studio_core::read::{Conflict, State};
use studio_core::record_type::RecordType;
use studio_core::view::{
    Delivery, Older, PaperEdition, PaperLine, PaperOffer, PaperPage, PaperPart, PaperScan, Piece, Revised, Waiting,
};
use studio_engine::messages::{Draft, PaperHere, StoppedWhat, Writer};

use super::{framed, hides, picture, shows, stopped};
use crate::desk::use_desk;
use crate::form::{FormText, Opening};
use crate::sample;
use crate::screens::form::view::FormView;
use crate::screens::record::history::HistoryView;
use crate::screens::writing::list::PapersView;
use crate::screens::writing::offers::OffersView;
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
    let figure = Piece::Figure { indicator: "I3".into(), name: "乡村教师".into(), value: 77 };
    let told = PaperLine {
        pieces: vec![Piece::Text("一学期下来，联系到".into()), figure, Piece::Text("位乡村教师。".into())],
        note: Some(1),
        refers: Some(sample::record(90)),
        ..line(2, "一学期下来，联系到【乡村教师】位乡村教师。")
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
            figures: vec![("乡村教师".into(), 2)],
            editions: vec![PaperEdition {
                record: sample::record(8),
                name: "送审稿".into(),
                at: "2026-11-20T16:05".into(),
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
            "“成效”还没有写",
            "有 1 段两个人写得不一样",
            "写了一半，还没有存：没有写完的一句",
            "href=\"/app/closure/I3\"",
            ">77<",
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
        framed("修改历史", None, rsx! { HistoryView { page, now: sample::now() } })
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
            "联系到77位乡村教师。",
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
        let offer = |told| PaperOffer { record: evidence(), said: "共同打磨了三个教案。".into(), told };
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

#[test]
fn the_form_of_a_paragraph_asks_for_its_text_and_its_look_and_shows_no_word_of_the_machine() {
    let html = picture("writing-form", || {
        let fields = [("paper", "case"), ("part", "how"), ("order", "i5"), ("text", "先听课，再说课。")];
        let fields = fields.map(|(key, value)| (key.to_owned(), value.into())).into();
        let text = FormText::editing(RecordType::Paragraph, &fields);
        rsx! { FormView { opening: Opening { text, suggested: Vec::new(), reopened: false, ..sample::opening(true) } } }
    });
    shows(&html, &["段落", "先听课，再说课。", "小标题", "引文", "data-testid=\"save\"", "空行处会分成几段"]);
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
    let offer = PaperOffer { record: evidence(), said: "第一句。\n\n第二句。".into(), told: false };
    let told = studio_ui::read::told(&offer);
    assert_eq!(
        told,
        "2026年11月10日，主题教研“大单元教学设计：从一篇到一组”，在赵桥小学，12 人参加。第一句。\n第二句。"
    );
}
