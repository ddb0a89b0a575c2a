//! A picture of each screen from plain data: it shows what matters. Set `STUDIO_PICTURES` to a folder to have the pictures
//! written there as pages with the style sheet, to be looked at beside the references.

mod archive;
mod directions;
mod history;
mod people;
mod pictures;
mod plan;
mod writing;

use dioxus::prelude::*;
use studio_core::access::Role;
use studio_core::pieces::PieceState;
use studio_core::read::State;
use studio_core::record_type::RecordType;
use studio_core::view::Tick;
use studio_engine::client::EngineHandle;
use studio_engine::messages::{Notice, Phase, Remedy, Stopped, StoppedBy, StoppedWhat, SyncState};
use studio_ui::phone::{Screen, ScreenFoot, Sheet};
use studio_ui::prelude::{AppBar, Tab};

use super::asides::Rows;
use super::closure::evidence::EvidenceView;
use super::closure::view::ClosureView;
use super::form::DraftLine;
use super::form::view::FormView;
use super::home::view::HomeView;
use super::invite::{Given, MadeView};
use super::join::Look;
use super::join::view::{Before, JoinView};
use super::me::view::MeView;
use super::people_add::preview::PreviewView;
use super::person::PersonView;
use super::record::history::HistoryView;
use super::record::paper::PaperView;
use super::record::view::RecordView;
use super::records::filter::TypeChips;
use super::records::view::Timeline;
use super::team::list::Everybody;
use super::team::view::Flower;
use crate::desk::Desk;
use crate::{sample, shell};

/// The screen as HTML, around it a desk whose engine never answers.
fn picture(name: &str, draw: fn() -> Element) -> String {
    picture_of(name, draw, |draw| draw())
}

/// The same, of something.
pub(super) fn picture_of<T: Clone + 'static>(name: &str, of: T, draw: fn(T) -> Element) -> String {
    fn desked<T: Clone + 'static>((of, draw): (T, fn(T) -> Element)) -> Element {
        use_context_provider(|| Desk::new(EngineHandle::over(|_| {}).0, None));
        draw(of)
    }
    let mut dom = VirtualDom::new_with_props(desked, (of, draw));
    dom.rebuild_in_place();
    let body = dioxus_ssr::render(&dom);
    if let Ok(folder) = std::env::var("STUDIO_PICTURES") {
        let page = format!(
            "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
             content=\"width=device-width,initial-scale=1\"><style>{}</style><body>{body}</body></html>",
            studio_ui::styles::stylesheet()
        );
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.html")), page).expect("a picture");
    }
    body
}

fn framed(title: &str, tab: Option<Tab>, content: Element) -> Element {
    let bar = rsx! { AppBar { title: title.to_owned(), large: tab.is_some(), back: tab.is_none().then(|| "/app/".to_owned()) } };
    match tab {
        Some(tab) => rsx! { Screen { bar, foot: ScreenFoot::Tabs, foot_element: shell::tabs(tab), {content} } },
        None => rsx! { Screen { bar, {content} } },
    }
}

/// Every one of these stands in the picture.
fn shows(html: &str, words: &[&str]) {
    let missing: Vec<&&str> = words.iter().filter(|word| !html.contains(**word)).collect();
    assert!(missing.is_empty(), "{missing:?} not in {html}");
}

/// None of these stands in the picture.
fn hides(html: &str, words: &[&str]) {
    let found: Vec<&&str> = words.iter().filter(|word| html.contains(**word)).collect();
    assert!(found.is_empty(), "{found:?} in {html}");
}

#[test]
fn home_says_days_left_gaps_and_what_is_only_on_this_phone() {
    let html = picture("home", || {
        let draft = DraftLine {
            record: sample::record(7),
            title: "送教下乡".into(),
            editing: false,
            missing: String::new(),
            at: sample::now(),
            href: "/app/form/x".into(),
        };
        let sync = sample::sync(3, Phase::Offline { retry_at: None });
        rsx! { HomeView { home: sample::home(), sync, drafts: vec![draft], filling: false, now: sample::now() } }
    });
    shows(
        &html,
        &[
            "延期至 12月31日",
            "37",
            "联系乡村教师还差 23 位",
            "多在白庙乡、石佛镇",
            "离线 · 3 条待上传",
            "“送教下乡”还在",
        ],
    );
    shows(
        &html,
        &[
            "data-testid=\"new-activity\"",
            "data-testid=\"new-mentoring\"",
            "data-testid=\"new-outcome\"",
            "data-count=\"3\"",
        ],
    );
}

fn filling() -> Phase {
    Phase::Syncing(studio_engine::messages::Progress {
        received_bytes: 600_000,
        expected_bytes: Some(1_100_000),
        entries: 120,
        entries_expected: 240,
        since: sample::now(),
    })
}

#[test]
fn while_the_first_download_runs_nothing_is_counted_owed_or_overdue() {
    let html = picture("home-filling", || {
        let sync = sample::sync(0, filling());
        rsx! { HomeView { home: sample::home(), sync, drafts: Vec::new(), filling: true, now: sample::now() } }
    });
    shows(
        &html,
        &["正在取回工作室的记录", "data-testid=\"skeleton\"", "aria-valuenow=\"50\"", "data-testid=\"new-activity\""],
    );
    hides(&html, &["data-testid=\"compass\"", "还差", "延期至", "逾期", "数据截至", "先补"]);
}

/// A screen that asks the engine, on a phone whose first download is at half.
fn while_filling(name: &str, draw: fn() -> Element) -> String {
    picture_of(name, draw, |draw| {
        let mut desk = crate::desk::use_desk();
        use_hook(|| {
            desk.standing.set(Some(sample::standing(true)));
            desk.sync.set(sample::sync(0, filling()));
        });
        draw()
    })
}

#[test]
fn every_screen_that_counts_waits_for_the_whole_first_download() {
    let seen = Vec::from([
        while_filling("closure-filling", || {
            shell::drawn_whole(crate::desk::Answer::Here(()), |()| rsx! { "逾期 332 天" })
        }),
        while_filling("records-filling", || {
            let list = studio_core::view::RecordList {
                counts: Vec::new(),
                total: 0,
                groups: Vec::new(),
                more: 0,
                people: Vec::new(),
            };
            rsx! { Timeline { list, drafts: Vec::new(), all: true, filling: true, now: sample::now() } }
        }),
    ]);
    shows(&seen[0], &["正在取回工作室的记录", "data-testid=\"skeleton\""]);
    for html in seen {
        hides(&html, &["逾期", "还没有记录"]);
    }
}

#[test]
fn the_compass_page_shows_money_and_opens_the_records_of_each_number() {
    let html = picture("closure", || {
        framed("结项罗盘", None, rsx! { ClosureView { report: sample::report(), now: sample::now() } })
    });
    shows(&html, &["10 万元", "差 23 人", "/app/closure/I3", "高志强"]);
}

#[test]
fn evidence_lists_records_and_people_and_says_what_may_be_counted_twice() {
    let html = picture("evidence", || {
        framed("指标", None, rsx! { EvidenceView { page: sample::indicator_page(), past: false, now: sample::now() } })
    });
    shows(&html, &["大单元教学设计", "何雨", "可能重复 1 人", "77 / 100", "本学期 12 人"]);
    let asks = studio_core::id::PersonId([40; 16]).to_string();
    shows(&html, &["可能重复，认一认", "白庙小学、没写学校", &format!("/app/people/{asks}")]);
}

#[test]
fn an_indicator_begins_with_who_is_missing_and_offers_the_record_that_would_close_it() {
    let html = picture("evidence", || {
        framed("指标", None, rsx! { EvidenceView { page: sample::indicator_page(), past: false, now: sample::now() } })
    });
    let offered = "/app/offer/activity?with=";
    shows(&html, &["还差 23 人", "马晓东", "石佛镇", "约一次活动", "先把人补进名册", offered]);
    shows(&html, &["还是草稿，没有完成：3 条", "送教下乡：柳河中学", "其中 2 条不列出来", "另有 11 条别的记录"]);
    let at = |words: &str| html.find(words).expect("words");
    assert!(at("还差 23 人") < at("算进来的记录") && at("算进来的记录") < at("没有算进来的"));
}

#[test]
fn a_closed_terms_indicator_owes_nothing_any_more() {
    let html = picture("evidence-past", || {
        framed("指标", None, rsx! { EvidenceView { page: sample::indicator_page(), past: true, now: sample::now() } })
    });
    assert!(!html.contains("还差 23 人") && html.contains("算进来的记录"));
}

#[test]
fn a_backbone_teachers_home_begins_with_her_own_ten() {
    let html = picture("home-backbone", || {
        let home = studio_core::view::Home { mine: Some(sample::mine()), ..sample::home() };
        let sync = sample::sync(0, Phase::Offline { retry_at: None });
        rsx! { HomeView { home, sync, drafts: Vec::new(), filling: false, now: sample::now() } }
    });
    shows(
        &html,
        &["10 位里已联系 8 位", "还差马晓东、徐颖", "本学期记了 4 次指导、2 次活动", "/app/offer/activity?with="],
    );
    assert!(html.find("10 位里已联系 8 位") < html.find("data-testid=\"compass\""));
}

#[test]
fn a_target_that_is_an_example_and_papers_handed_in_apart_are_said() {
    let html = picture("closure", || {
        framed("结项罗盘", None, rsx! { ClosureView { report: sample::report(), now: sample::now() } })
    });
    shows(
        &html,
        &[
            "0 项已统计 · 1 项还要另交",
            "比期限晚 31 天",
            "最要补的是联系到的乡村教师，还差 23 人",
            "/app/past/2026-spring",
        ],
    );
    let home = picture("home", || {
        let sync = sample::sync(0, Phase::Offline { retry_at: None });
        rsx! { HomeView { home: sample::home(), sync, drafts: Vec::new(), filling: false, now: sample::now() } }
    });
    shows(&home, &["7 项已统计 · 1 项还要另交", "统计的 7 项可以达标"]);
}

#[test]
fn the_timeline_says_what_a_draft_lacks_and_how_far_each_record_came() {
    let html = picture("records", || {
        let filter = use_signal(Default::default);
        let list = sample::list();
        framed(
            "记录",
            Some(Tab::Records),
            rsx! {
                TypeChips { counts: list.counts.clone(), total: list.total, filter }
                Timeline { list: list.clone(), drafts: Vec::new(), all: true, now: sample::now() }
            },
        )
    });
    shows(
        &html,
        &["还差 2 项：地点、参加人员", "接着写", "已到服务器", "已存本机，等待联网", "全部 80", "今天", "上周", "8 人"],
    );
}

#[test]
fn an_empty_timeline_offers_the_first_record() {
    let html = picture("records-empty", || {
        let list = studio_core::view::RecordList {
            counts: Vec::new(),
            total: 0,
            groups: Vec::new(),
            more: 0,
            people: Vec::new(),
        };
        rsx! { Timeline { list, drafts: Vec::new(), all: true, now: sample::now() } }
    });
    shows(&html, &["还没有记录", "记第一笔", "/app/new"]);
}

fn photo(n: u8, caption: &str) -> studio_core::attachment::Attachment {
    studio_core::attachment::Attachment {
        hash: studio_core::id::PieceHash([n; 32]),
        kind: studio_core::attachment::AttachmentKind::Photo,
        media: "image/jpeg".into(),
        bytes: 109_233,
        order: i64::from(n),
        pupils: n == 3,
        thumb: Some(studio_core::id::PieceHash([100 + n; 32])),
        caption: caption.into(),
    }
}

#[test]
fn a_record_says_how_far_each_of_its_pictures_has_come() {
    let html = picture("record-pictures", || {
        let mut page = sample::page();
        let all = [photo(1, "板书"), photo(2, "学习单"), photo(3, "合影")];
        page.detail.fields.extend(all.iter().map(|one| (one.key(), one.text().into())));
        page.pieces = [(all[0].hash, PieceState::OnlyHere), (all[1].hash, PieceState::Refused)].into();
        framed("教研活动", None, rsx! { RecordView { page, now: sample::now() } })
    });
    shows(&html, &["照片还有 1 张在路上", "还在这部手机上", "服务器没有收", "有学生", "板书", "3 张照片"]);
}

#[test]
fn while_pictures_are_on_their_way_nobody_reads_that_all_is_on_the_server() {
    let html = picture("home-pictures", || {
        let sync = SyncState { pictures: 2, ..sample::sync(0, Phase::Idle) };
        rsx! { HomeView { home: sample::home(), sync, drafts: Vec::new(), filling: false, now: sample::now() } }
    });
    shows(&html, &["记录已到，照片或扫描件还有 2 份", "会自己接着传"]);
    assert!(!html.contains("都已到服务器"));
    let html = picture("me-pictures", || {
        let sync = SyncState { pictures: 2, ..sample::sync(0, Phase::Idle) };
        rsx! { MeView { page: sample::me(), sync, now: sample::now() } }
    });
    shows(&html, &["记录已到，照片或扫描件还有 2 份", "12 份，占 2.4 MB", "href=\"/app/me/pictures\""]);
}

#[test]
fn a_record_shows_its_ticks_both_values_of_a_conflict_and_what_it_fills() {
    let html = picture("record", || {
        framed("教研活动", None, rsx! { RecordView { page: sample::page(), now: sample::now() } })
    });
    shows(
        &html,
        &[
            "已到服务器",
            "用了 2.1 KB 流量",
            "“地点”两个人写得不一样",
            "赵桥小学 会议室",
            "周慧敏（这部手机） · 今天 16:41",
            "周慧敏（平板） · 今天 18:30",
            "修改历史（3 次）",
            "已经替你填了 4 处",
        ],
    );
    shows(
        &html,
        &[
            "2026年11月24日 星期二 14:30–16:30",
            "8 人：",
            "王丽",
            "记的是同一个教研活动吗",
            "说过不是同一个教研活动",
            "古诗群文阅读",
            "其实是同一个",
            "data-testid=\"saved-tick\"",
            "data-testid=\"delete\"",
        ],
    );
}

#[test]
fn the_list_for_signing_has_everybody_who_is_expected_and_free_lines_and_says_which_sheet_is_printed() {
    let paper = |sheet: &'static str| {
        picture_of(&format!("paper-{sheet}"), (sample::page().detail, sheet), |(detail, sheet)| {
            rsx! { PaperView { detail, sheet: sheet.to_owned(), now: sample::now() } }
        })
    };
    let list = paper("signin");
    shows(&list, &["活动签到表", "应到 8 人", "王丽", "<td class=\"centre\">16</td>", "/activity"]);
    shows(&paper("activity"), &["乡村首席教师工作室活动记录表", "赵桥乡语文首席教师工作室", "由手机打印", "/signin"]);
}

#[test]
fn a_new_form_says_what_is_missing_before_it_is_asked() {
    let html = picture("form-new", || rsx! { FormView { opening: sample::opening(false) } });
    shows(
        &html,
        &[
            "还差",
            "data-testid=\"missing\"",
            "data-testid=\"save\"",
            "data-testid=\"chip-kind-joint-lesson-prep\"",
            "选填",
        ],
    );
}

/// A filled form of a meeting on this day, whatever day it is where the test runs.
fn of_day(day: &str) -> crate::form::Opening {
    let mut opening = sample::opening(true);
    opening.text.put_text("start", &format!("{day}T14:30"));
    opening.text.put_text("end", &format!("{day}T16:30"));
    opening
}

#[test]
fn a_filled_form_of_a_day_that_is_still_to_come_is_put_by_until_then_and_a_wrong_day_is_asked_about() {
    let html = picture("form-coming", || rsx! { FormView { opening: of_day("2999-11-24") } });
    shows(&html, &["日期写错了请改", "data-testid=\"save\""]);
    hides(&html, &["data-testid=\"submit\""]);
}

#[test]
fn a_filled_form_is_ready_and_keeps_its_choices() {
    let html = picture("form", || rsx! { FormView { opening: of_day("2024-11-24") } });
    shows(
        &html,
        &[
            "必填已齐",
            "2 小时",
            "person person-on",
            "data-testid=\"person-王丽\"",
            "大单元教学设计：从一篇到一组",
            "8 人",
        ],
    );
    assert!(!html.contains("data-testid=\"save\""));
}

#[test]
fn the_team_shows_whom_nobody_has_reached_and_asks_who_is_who() {
    let html = picture("team", || {
        framed("团队", Some(Tab::Team), rsx! { Flower { team: sample::team(), now: sample::now() } })
    });
    shows(&html, &["周慧敏", "白庙乡", "白庙小学 4", "是同一位老师吗", "高志强"]);
}

#[test]
fn the_list_of_people_says_when_each_member_last_synced() {
    let html = picture("team-list", || {
        framed("团队", Some(Tab::Team), rsx! { Everybody { team: sample::team(), now: sample::now() } })
    });
    shows(&html, &["首席教师", "数据截至", "还没联系", "王丽"]);
}

#[test]
fn a_persons_page_sums_up_what_they_took_part_in() {
    let html = picture("person", || {
        framed("成长档案", None, rsx! { PersonView { page: sample::person_page(), now: sample::now() } })
    });
    shows(&html, &["陈明", "9 次", "业务能力", "大单元教学设计", "说过不是同一位老师", "其实是同一位"]);
    shows(&html, &["打印成长档案", "18 学时", "2026 秋学期", "县级 1"]);
}

#[test]
fn a_pasted_list_is_shown_with_its_duplicates_before_anybody_is_added() {
    let html = picture("paste", || framed("粘贴名单", None, rsx! { PreviewView { preview: sample::preview() } }));
    shows(
        &html,
        &["新加 1 位", "和第 1 行重复", "名册里已有", "没有看到姓名", "去掉了 1 个电话号码", "data-count=\"1\""],
    );
}

#[test]
fn joining_says_who_invites_what_is_kept_and_how_much_data_it_costs() {
    let html = picture("join", || {
        rsx! {
            JoinView {
                given: "7KQM2XW9".to_owned(), look: Look::Seen(sample::invite_seen()), name: "王丽", joining: false, failed: None, chat_app: false, keeps: true,
                oncode: |_| {}, onname: |_| {}, ongo: |()| {},
            }
        }
    });
    shows(
        &html,
        &["周慧敏 邀请你加入", "骨干教师", "不存电话", "约 1.5 MB", "value=\"王丽\"", "data-testid=\"join-go\""],
    );
}

#[test]
fn a_used_invite_is_refused_in_words_and_a_chat_apps_browser_is_left() {
    let html = picture("join-refused", || {
        rsx! {
            JoinView {
                given: None, look: Look::Failed(Notice::needed("join-code-short")), name: "", joining: false, failed: None, chat_app: true, keeps: true,
                oncode: |_| {}, onname: |_| {}, ongo: |()| {},
            }
        }
    });
    shows(&html, &["邀请码是 8 位", "在浏览器打开", "data-testid=\"join-code\""]);
}

/// 加入 with a code that was refused, or with what stands on the phone already.
fn joining(look: Look, failed: Option<Notice>, before: Before) -> Element {
    rsx! {
        JoinView {
            given: None, look, name: "", joining: false, failed, chat_app: false, keeps: true, before,
            oncode: |_| {}, onname: |_| {}, ongo: |()| {},
        }
    }
}

#[test]
fn a_used_code_is_said_once_with_what_to_do_next() {
    let used = || Notice::needed("problem-invite-used");
    for (name, of) in
        [("join-used", (Look::Failed(used()), None)), ("join-used-twice", (Look::Failed(used()), Some(used())))]
    {
        let html = picture_of(name, of, |(look, failed)| joining(look, failed, Before::default()));
        assert_eq!(html.matches("邀请码用过了").count(), 1, "{name}");
        shows(&html, &["要一个给新手机的邀请码", "要一个自己的"]);
    }
}

#[test]
fn before_joining_it_is_said_whose_phone_this_is_and_what_other_places_may_still_hold() {
    let html = picture("join-owned", || {
        let owners = vec![("王丽".to_owned(), "周慧敏乡村首席教师工作室".to_owned())];
        let full = studio_engine::messages::StorageState {
            kind: studio_engine::messages::StorageKind::Memory,
            reason_key: Some("storage-no-room".into()),
            ..Default::default()
        };
        joining(Look::Nothing, None, Before { owners, storage: shell::storage_words(&full) })
    });
    shows(
        &html,
        &[
            "这部手机现在是王丽在用",
            "草稿只留给王丽本人",
            "请先在那里点“现在同步”",
            "手机空间满了",
            "先备份到文件，再清出一些空间",
        ],
    );
    hides(&html, &["重新载入"]);
}

#[test]
fn the_other_places_of_a_person_are_told_apart_by_which_came_first() {
    let html = picture("places", || {
        let device = |n: u8, name: &str, newer: bool, seen: bool| studio_engine::messages::DeviceRow {
            device: studio_core::id::DeviceId([n; 16]),
            name: name.into(),
            since: sample::now(),
            this_device: n == 0,
            newer,
            seen,
            revoked: false,
        };
        let devices = vec![
            device(0, "这里", false, false),
            device(1, "平板", true, false),
            device(2, "iPhone", false, false),
            device(3, "电脑", true, true),
        ];
        rsx! { shell::PlacesView { devices, now: sample::now() } }
    });
    shows(
        &html,
        &["名下新加了一处：平板（今天加入）", "是我加的", "你在别处也记过：iPhone（今天加入）", "没上传的还在那里"],
    );
    hides(&html, &["这里（", "电脑"]);
}

fn stopped(what: StoppedWhat) -> Stopped {
    Stopped { what, at: sample::now(), by: StoppedBy::Bureau }
}

#[test]
fn a_stopped_phone_says_by_whom_and_what_is_safe_and_counts_nothing() {
    let seen = picture_of("home-stopped", stopped(StoppedWhat::Phone), |stopped| {
        let sync = SyncState { held: 2, held_records: 1, ..sample::sync(0, Phase::Idle) };
        rsx! { super::home::view::StoppedHome { studio: "工作室", stopped, sync, drafts: Vec::new(), now: sample::now() } }
    });
    shows(
        &seen,
        &["，教育局停用了这部手机", "等放行的 1 条", "一个字没丢", "要选人的表现在填不完", "备份到文件", "新的邀请码"],
    );
    hides(&seen, &["0/100", "还差", "data-testid=\"compass\""]);
    let html = picture_of("me-stopped", stopped(StoppedWhat::Role), |stopped| {
        let mut desk = crate::desk::use_desk();
        use_hook(|| {
            let mut standing = sample::standing(false);
            standing.open.iter_mut().for_each(|here| here.stopped = Some(stopped.clone()));
            desk.standing.set(Some(standing));
        });
        me_with(sample::sync(0, Phase::Idle))
    });
    shows(&html, &["周慧敏", "，教育局结束了你在工作室的职务", "备份到文件", "复制文字或存成文件"]);
    hides(&html, &["还可以接着记"]);
}

#[test]
fn what_was_half_written_when_the_phone_was_stopped_can_be_taken_along() {
    let html = picture_of("form-stopped", stopped(StoppedWhat::Role), |stopped| {
        let mut desk = crate::desk::use_desk();
        use_hook(|| {
            let mut standing = sample::standing(false);
            standing.open.iter_mut().for_each(|here| here.stopped = Some(stopped.clone()));
            desk.standing.set(Some(standing));
        });
        rsx! { FormView { opening: sample::opening(true) } }
    });
    shows(&html, &["写下的字可以拿走", "data-testid=\"carried-copy\"", "data-testid=\"carried-file\""]);
    let html = picture("form-not-stopped", || rsx! { FormView { opening: sample::opening(true) } });
    hides(&html, &["data-testid=\"carried\""]);
}

#[test]
fn a_lesson_of_a_clock_that_went_astray_is_told_beside_its_phases() {
    let html = picture("lesson-astray", || {
        let mut opening = sample::observation();
        opening.text.put_text("timeline/2/to", "2026-11-24T23:00");
        rsx! { FormView { opening } }
    });
    shows(&html, &["data-testid=\"timeline-wrong\"", "前后超过 4 小时"]);
}

#[test]
fn held_work_is_told_the_same_way_on_every_screen() {
    let held = || SyncState { held: 3, held_records: 1, ..sample::sync(0, Phase::Idle) };
    let screens = [
        picture_of("home-held", held(), |sync| {
            rsx! { HomeView { home: sample::home(), sync, drafts: Vec::new(), filling: false, now: sample::now() } }
        }),
        picture_of("me-held", held(), me_with),
        picture_of("asides-held", held(), |sync| rsx! { super::asides::Waiting { sync } }),
        picture("record-held", || {
            let mut page = sample::page();
            page.detail.delivery.waiting = studio_core::view::Waiting::Held;
            rsx! { RecordView { page, now: sample::now() } }
        }),
        picture("row-held", || {
            let row = sample::row(1, RecordType::Activity, "识字", State::Submitted, Tick::Held);
            rsx! { studio_ui::phone::RecordRow { line: crate::words::record_line(&row, sample::now()) } }
        }),
        picture("paper-held", writing::held),
        picture("history-held", || {
            let mut page = sample::history(true);
            page.waiting.values_mut().for_each(|why| *why = studio_core::view::Waiting::Held);
            rsx! { HistoryView { page, now: sample::now(), place: None } }
        }),
    ];
    for html in screens {
        shows(&html, &["等首席放行", "服务器已收下"]);
        hides(&html, &["没能上传", "都已到服务器", "还没到服务器"]);
    }
}

#[test]
fn a_colleagues_record_names_their_phone_and_asks_nothing_that_only_they_can_do() {
    let html = picture("record-colleague", || {
        let mut page = sample::page();
        page.detail.row.mine = false;
        page.detail.row.state = State::Edited;
        page.written = page.written.map(|writer| studio_engine::messages::Writer {
            name: "王丽".into(),
            this_device: false,
            ..writer
        });
        page.detail.conflicts.clear();
        rsx! { RecordView { page, now: sample::now() } }
    });
    shows(&html, &["已记下", "王丽的手机", "记录人再点“完成”才按新的算"]);
    hides(&html, &["已存本机", "这部手机", "流量", "data-testid=\"submit\""]);
}

#[test]
fn no_record_is_promised_a_review_that_nobody_can_make() {
    for mine in [true, false] {
        let html = picture_of("record-submitted", mine, |mine| {
            let mut page = sample::page();
            page.detail.row.mine = mine;
            rsx! { RecordView { page, now: sample::now() } }
        });
        shows(&html, &["已提交", "教育局看得到"]);
        hides(&html, &["审阅"]);
    }
}

#[test]
fn what_was_deleted_on_one_phone_and_written_on_another_is_told_with_the_way_back() {
    let html = picture("home-undone", || {
        let row = sample::row(4, RecordType::Activity, "识字", State::Submitted, Tick::OnServer);
        let home = studio_core::view::Home { deleted_unseen: vec![row], ..sample::home() };
        rsx! { HomeView { home, sync: sample::sync(0, Phase::Idle), drafts: Vec::new(), filling: false, now: sample::now() } }
    });
    shows(&html, &["《识字》在一部手机上删了，在另一部上又改过", "找回", "data-testid=\"undone-back\""]);
    let html = picture("record-undone", || {
        let mut page = sample::page();
        (page.detail.deleted, page.detail.deleted_unseen) = (true, true);
        rsx! { RecordView { page, now: sample::now() } }
    });
    shows(&html, &["改过的字都还在", "从回收站找回", "看过了，还是删掉"]);
}

#[test]
fn a_backup_is_called_done_only_when_the_person_has_seen_it() {
    let asked = |not_seen: bool| {
        picture_of("backup-asked", not_seen, |not_seen| {
            let mut desk = crate::desk::use_desk();
            use_hook(|| {
                let file = studio_engine::messages::ExportFile {
                    name: "studio-backup.bak".into(),
                    bytes: vec![1; 2_000],
                    changes: 3,
                    drafts: 1,
                };
                desk.given.set(Some(shell::Given::of(file, not_seen)));
            });
            rsx! { shell::BackupAsked {} }
        })
    };
    let first = asked(false);
    shows(&first, &["看到备份文件了吗", "studio-backup.bak", "看到了，存好了", "没看到"]);
    hides(&first, &["备份好了：", "复制成文字"]);
    shows(&asked(true), &["换个办法", "复制成文字", "再下载一次"]);
}

#[test]
fn a_text_that_is_too_long_is_told_and_never_cut() {
    let html = picture("form-too-long", || {
        let mut opening = sample::opening(true);
        opening.text.put_text("minutes", &"长".repeat(5_200));
        opening.text.put_text("topic", &"题".repeat(250));
        rsx! { FormView { opening } }
    });
    shows(&html, &["已写 5,200/5,000 字，多了 200 字", "已写 250/200 字，多了 50 字", "没有截断"]);
    hides(&html, &["maxlength"]);
}

#[test]
fn the_privacy_paper_names_every_field_of_the_roster() {
    let paper = studio_ui::i18n::t("privacy-person-text");
    let missing: Vec<String> = studio_core::form::fields(RecordType::Person)
        .iter()
        .map(|spec| studio_ui::i18n::t(&spec.label_key(RecordType::Person)))
        .filter(|label| !paper.contains(label.as_str()))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn several_unfinished_forms_can_be_thrown_away_at_once() {
    let html = picture("records-drafts", || {
        let draft = |n: u8| DraftLine {
            record: sample::record(n),
            title: "送教".into(),
            editing: false,
            missing: String::new(),
            at: sample::now(),
            href: format!("/app/form/{n}"),
        };
        rsx! { Timeline { list: sample::list(), drafts: vec![draft(1), draft(2)], all: true, now: sample::now() } }
    });
    shows(&html, &["全部丢掉", "data-testid=\"drafts-all-away\""]);
}

#[test]
fn my_page_says_what_is_only_here_and_how_to_take_it_along() {
    let html = picture("me", || {
        let sync = sample::sync(3, Phase::Offline { retry_at: None });
        framed("我的", Some(Tab::Me), rsx! { MeView { page: sample::me(), sync, now: sample::now() } })
    });
    shows(
        &html,
        &[
            "3 条还在这部手机上",
            "现在连不上服务器",
            "备份到文件",
            "特大",
            "已停用",
            "用了 86 MB",
            "data-testid=\"sync-now\"",
        ],
    );
}

fn me_with(sync: SyncState) -> Element {
    framed("我的", Some(Tab::Me), rsx! { MeView { page: sample::me(), sync, now: sample::now() } })
}

#[test]
fn what_is_too_large_for_this_network_is_named_with_its_size_and_what_waits_for_it() {
    let html = picture("me-stuck", || me_with(sample::stuck()));
    shows(
        &html,
        &[
            "5 条还在这部手机上",
            "集体备课：圆的周长",
            "太大，约 16 KB；后面 2 条等它先传",
            "李桂兰 等 40 条",
            "请换个网络（比如手机流量）再点“现在同步”，或备份到文件带走；都在本机，一个字没丢。",
            "data-testid=\"stuck-row\"",
        ],
    );
    assert!(!html.contains("连不上"), "it is not offline");
}

#[test]
fn every_no_on_the_way_has_its_own_sentence_and_none_is_called_offline() {
    let not_now = |notice: Notice| Phase::NotNow { retry_at: sample::now(), notice };
    let said: [(Phase, &str, &[&str]); 8] = [
        (not_now(Notice::told("notice-network-login")), "这个网络要先登录", &["登录好再回来", "一条没丢"]),
        (not_now(Notice::told("notice-network-no").with("status", 403)), "这个网络挡住了同步", &["403", "一条没丢"]),
        (not_now(Notice::quiet("problem-busy")), "服务器正忙", &["自动再试", "都在本机"]),
        (not_now(Notice::quiet("problem-internal")), "服务器出了差错", &["都在本机", "自动再试"]),
        (not_now(Notice::quiet("notice-server-away").with("status", 502)), "服务器暂时没有应答", &["502", "一条没丢"]),
        (not_now(Notice::quiet("notice-network-slow-down")), "服务器请大家慢一点", &["自动再传", "一条没丢"]),
        (
            Phase::Blocked(Notice::needed("problem-update").remedied(Remedy::Reload)),
            "应用版本太旧",
            &["更新好再同步", "不会丢", "重新载入"],
        ),
        (Phase::Blocked(Notice::needed("problem-malformed")), "内容不完整", &["请更新应用", "都在本机"]),
    ];
    for (at, (phase, title, words)) in said.into_iter().enumerate() {
        let sync = sample::sync(3, phase);
        let html = picture_of(&format!("me-no-{at}"), sync.clone(), me_with);
        shows(&html, words);
        shows(&html, &[title, "3 条还在这部手机上"]);
        let html = picture_of(&format!("home-no-{at}"), sync, |sync| {
            rsx! { HomeView { home: sample::home(), sync, drafts: Vec::new(), filling: false, now: sample::now() } }
        });
        shows(&html, &[title, "3 条都在本机，不会丢"]);
        assert!(!html.contains("离线"), "{title}");
    }
}

#[test]
fn a_full_day_says_until_when_it_waits() {
    let html = picture("me-quota", || me_with(sample::full_day()));
    shows(&html, &["今天传得太多，服务器先收到这里。明天 00:05 以后自动接着传", "都在本机"]);
}

#[test]
fn the_end_of_the_log_can_be_read_out() {
    let html = picture("about", || {
        let chain = sample::me().chain.expect("a chain");
        framed("关于", None, rsx! { super::papers::ChainCard { chain } })
    });
    shows(&html, &["存到第 1234 条 · 核对码", "条数一样，核对码就该一样", "data-testid=\"chain\""]);
}

#[test]
fn work_set_aside_is_shown_field_by_field_with_what_stands_there_now() {
    let html = picture("asides", || {
        framed("没能上传的", None, rsx! { Rows { rows: vec![sample::aside()], now: sample::now() } })
    });
    shows(&html, &["白庙乡联片教研", "你的角色不能写在这里", "白庙中学", "现在是：白庙小学", "再写一次"]);
}

#[test]
fn a_lesson_is_observed_with_taps_and_the_form_says_what_was_agreed_the_last_time() {
    let html = picture("phone-observation", || {
        rsx! { FormView { opening: sample::observation() } }
    });
    shows(
        &html,
        &[
            "导入",
            "10:05–10:10 · 5 分钟",
            "新授 · 已",
            "加一次",
            ">7<",
            "做到了",
            "没做到",
            "按勾的起个草稿",
            "示例，县里可以换成自己的",
        ],
    );
    let html = picture("phone-last-visit", || {
        rsx! { crate::form::Last { last: sample::last_visit() } }
    });
    shows(&html, &["上次（11月9日，《白鹭》）说好：问题写在教案里", "回头看", "近几次少做到的：多数学生参与"]);
}

#[test]
fn an_answer_stands_below_the_record_with_who_and_when_and_who_sat_together_sees_where_they_agree() {
    let html = picture("phone-replies", || {
        let mut page = sample::page();
        let said = |n: u8, mine: bool| studio_core::view::Reply {
            record: sample::record(20 + n),
            name: "王丽".into(),
            text: "谢谢周老师，下节课我先数到三。".into(),
            day: Some("2026-11-24".parse().expect("a day")),
            mine,
            older: !mine,
        };
        page.detail.replies = vec![said(1, false), said(2, true)];
        page.detail.may_reply = true;
        let (alike, apart) = (vec!["目标清楚".into()], vec!["多数学生参与".into()]);
        page.detail.agreement = Some(studio_core::lesson::Agreement { alike, apart });
        framed("记录", None, rsx! { RecordView { page, now: sample::now() } })
    });
    shows(
        &html,
        &[
            "回应",
            "王丽 · 今天",
            "数到三",
            "回应之后，记录有改动",
            "收回",
            "写回应",
            "看得一样：目标清楚",
            "看得不一样，可以聊聊：多数学生参与",
        ],
    );
}

#[test]
fn what_a_line_filled_stands_above_the_form_each_with_a_way_back_and_who_fits_two_is_asked() {
    let html = picture("phone-said", || {
        rsx! { FormView { opening: sample::said() } }
    });
    shows(
        &html,
        &[
            "从这句话填的",
            "昨天下午在柳河小学听了王丽的《落花生》",
            "“刘洋老师”是哪一个？",
            "授课教师",
            "2026年11月23日",
            "不对",
            "没用上的话",
            "孩子们读得很投入",
            "复制",
        ],
    );
    assert_eq!(html.matches("said-guess\"").count(), 8, "four guesses, a class and a handle each");
}

#[test]
fn words_that_no_field_took_stand_above_a_form_that_is_opened_again_until_a_text_of_it_holds_them() {
    fn reopened(notes: &str) -> Element {
        let opening = sample::said();
        let mut text = crate::form::FormText::from_bytes(&opening.text.to_bytes()).expect("a draft");
        text.put_text("issues", notes);
        let opening = crate::form::Opening { text, said: None, reopened: true, ..opening };
        rsx! { FormView { opening } }
    }
    let left = |html: &str| html.contains("data-testid=\"said-left\"") && html.contains("孩子们读得很投入</li>");
    assert!(left(&picture("phone-said-again", || reopened(""))));
    assert!(!left(&picture("phone-said-kept", || reopened("孩子们读得很投入，就是书写慢"))), "问题 holds them now");
}

#[test]
fn of_two_teachers_it_asks_which_and_a_day_that_there_is_not_is_told() {
    let html = picture("phone-said-two", || {
        let opening = sample::said_of_two();
        rsx! { FormView { opening } }
    });
    shows(&html, &["“王丽”“刘洋”是哪一个？", "另一位请另记一条", "没有“2月30日”这一天", "日期先空着"]);
    assert!(!html.contains("data-testid=\"said-left\""), "what is asked is not told twice");
}

#[test]
fn the_other_of_two_stays_told_when_one_of_them_was_chosen() {
    let html = picture("phone-said-one-of-two", || {
        let mut opening = sample::said_of_two();
        opening.text.put("teacher", sample::person(2).to_string().into());
        rsx! { FormView { opening } }
    });
    assert!(!html.contains("是哪一个？"), "it is answered");
    assert!(html.contains("刘洋</li>") && !html.contains("王丽</li>"), "the other one is 没用上的话");
}

#[test]
fn of_twenty_types_those_used_last_stand_in_front_and_each_stands_there_once() {
    let html = picture("new-record", || {
        let used = ["mentoring", "expense", "activity", "reflection"];
        let used = used.iter().filter_map(|word| RecordType::from_word(word)).collect::<Vec<_>>();
        rsx! { Sheet { title: "记一笔", close: "/app/", super::new_record::view::Types { used, line: "" } } }
    });
    shows(&html, &["刚用过的", "教研", "带教与成长", "成果与评价", "计划与经费"]);
    assert!(
        html.find("new-mentoring") < html.find("new-expense")
            && html.find("new-expense") < html.find("new-observation")
    );
    for of in RecordType::work() {
        assert_eq!(html.matches(&format!("data-testid=\"new-{}\"", of.word())).count(), 1, "{}", of.word());
    }
}

#[test]
fn held_work_says_whose_it_is_and_why_it_waits() {
    let html = picture("held", || {
        let said = use_signal(|| None);
        framed("等人放行的记录", None, rsx! { super::held::Rows { rows: vec![sample::held()], said } })
    });
    shows(&html, &["王丽：2 处改动", "身份结束以后才收到", "原样收下"]);
}

#[test]
fn an_invite_says_for_whom_and_as_what_beside_code_and_link() {
    let given = |again: bool| {
        let made = studio_engine::messages::Invite {
            code: "7KQM2XW9".into(),
            link: "https://lx.example.cn/j#7KQM2XW9".into(),
            expires_at: sample::now(),
        };
        Given { made, name: "王丽".into(), role: Role::Backbone, again }
    };
    let draw = |given: Given| framed("邀请骨干教师", None, rsx! { MadeView { given } });
    let html = picture_of("invite", given(false), draw);
    shows(&html, &["https://lx.example.cn/j#7KQM2XW9", "data-code=\"7KQM2XW9\"", "11月24日", "给王丽，做骨干教师"]);
    shows(&picture_of("invite-again", given(true), draw), &["给王丽的新手机（骨干教师）"]);
}

#[test]
fn a_title_that_nobody_wrote_is_named_by_its_type() {
    let line =
        crate::words::record_line(&sample::row(1, RecordType::Outcome, "", State::Draft, Tick::Saved), sample::now());
    assert_eq!(line.title, "草稿 · 没写题目的成果");
}

#[test]
fn every_sentence_whose_key_is_put_together_is_in_the_file() {
    let kinds =
        RecordType::work().flat_map(|of| [format!("new-{}-note", of.word()), format!("record-type-{}", of.word())]);
    let groups = studio_core::form::Group::ALL.map(|group| group.label_key().to_owned());
    let lengths = [40, 60, 90, 120, 180, 360].map(|minutes| format!("length-{minutes}"));
    let papers = super::papers::PRIVACY
        .iter()
        .map(|part| format!("privacy-{part}"))
        .chain(super::papers::ABOUT.iter().map(|part| format!("about-{part}")));
    let papers = papers.flat_map(|part| [format!("{part}-title"), format!("{part}-text")]);
    let devices = ["android", "iphone", "tablet", "computer"].map(|device| format!("device-{device}"));
    let said = [
        "form-done-said",
        "form-planned-said",
        "form-saved-said",
        "record-back-said",
        "record-deleted-said",
        "record-withdrawn-said",
        "same-said",
        "two-settled",
    ];
    let said = said.into_iter().map(str::to_owned);
    let keys = kinds.chain(groups).chain(lengths).chain(papers).chain(devices).chain(said);
    let missing: Vec<String> = keys.filter(|key| !studio_ui::i18n::has(key)).collect();
    assert_eq!(missing, Vec::<String>::new());
}
