//! Pictures of what photos take on a phone, when they go, and of one over the whole screen.

use std::collections::{BTreeMap, BTreeSet};

use dioxus::prelude::*;
use studio_core::attachment::{Attachment, AttachmentKind};
use studio_core::id::{PieceHash, RecordId};
use studio_core::pieces::PieceState;
use studio_core::read::{Eraser, Erasure, State};
use studio_engine::messages::{
    Freed, Many, MePage, OVER_WIFI, PAUSED, Phase, PicturesHere, RecordPage, SENDING, Sending, SyncState,
};

use super::{framed, hides, picture, picture_of, shows};
use crate::piece::{Best, Piece};
use crate::platform::ImageUrl;
use crate::screens::pictures::view::{PicturesView, freed_words};
use crate::screens::record::paper_pictures::PicturesView as OnPaper;
use crate::screens::record::view::RecordView;
use crate::screens::record::viewer::Viewer;
use crate::shell::RoomView;
use crate::{sample, words};

/// The screen with this setting, on such a network.
fn when(set: &str, over_wifi: Option<bool>, sending: Sending) -> String {
    let sync = SyncState { pictures: 3, sending, ..sample::sync(0, Phase::Idle) };
    let pictures = PicturesHere { over_wifi, ..sample::pictures_here() };
    let settings = BTreeMap::from([(SENDING.to_owned(), set.to_owned())]);
    let page = MePage { pictures, settings, ..sample::me() };
    picture_of(&format!("me-pictures-{set}"), (page, sync), |(page, sync)| {
        framed("照片", None, rsx! { PicturesView { page, sync } })
    })
}

#[test]
fn what_photos_take_stands_by_term_and_only_what_the_server_has_can_go() {
    let html = when("", Some(true), Sending::Goes);
    shows(
        &html,
        &[
            "12 份，占 2.4 MB",
            "2026 年秋季学期",
            "8 份原件 1.6 MB",
            "3 份原件只在这部手机上",
            "腾出 1.1 MB",
            "2026 年春季学期",
            "全部腾出 1.8 MB",
            "还没交的表里的照片",
        ],
    );
}

#[test]
fn a_browser_that_cannot_tell_wifi_promises_nothing_about_it() {
    let html = when(OVER_WIFI, Some(false), Sending::WaitsForWifi);
    shows(&html, &["只在 Wi-Fi 下传", "现在不是 Wi-Fi，照片等着"]);
    shows(&when(OVER_WIFI, Some(true), Sending::Goes), &["现在连着 Wi-Fi，照片会传"]);
    shows(&when(PAUSED, Some(true), Sending::Paused), &["没传的照片和扫描件留在这部手机上"]);
    let html = when(OVER_WIFI, None, Sending::Goes);
    shows(&html, &["看不出连的是 Wi-Fi 还是手机流量", "文字先走"]);
    assert!(!html.contains("chip-pictures-wifi") && !html.contains("现在连着 Wi-Fi"), "{html}");
    let waits = SyncState { pictures: 2, sending: Sending::WaitsForWifi, ..sample::sync(0, Phase::Idle) };
    assert_eq!(words::pictures(&waits), "记录已到，2 份照片或扫描件等 Wi-Fi");
}

#[test]
fn after_making_room_one_reads_what_became_of_it_and_nothing_that_did_not() {
    let gone = Many { count: 8, bytes: 12_300_000 };
    let all = Freed { gone, only_here: 3, lost: 0, is_done: true };
    assert_eq!(freed_words(&all), "腾出 12 MB，8 份原件留在服务器上；3 份只在本机，没有动");
    let cut = Freed { is_done: false, only_here: 0, ..all };
    assert_eq!(freed_words(&cut), "腾出 12 MB，8 份原件留在服务器上；连不上服务器了，其余的没有动");
    let none = Freed { lost: 2, is_done: true, ..Freed::default() };
    assert_eq!(freed_words(&none), "没有腾出空间；2 份服务器上没找到，留在手机上，会重新传");
    assert_eq!(freed_words(&Freed::default()), "现在连不上服务器，没法核对，一份也没有动");
}

#[test]
fn little_room_is_told_in_photos_with_the_way_to_more() {
    let html = picture("room-low", || rsx! { RoomView { left: 9 << 20, here: false } });
    shows(&html, &["只剩 9.4 MB，大约还能放 30 张照片", "腾出空间", "/app/me/pictures"]);
}

fn photo(number: u8, caption: &str) -> Attachment {
    Attachment {
        hash: PieceHash([number; 32]),
        kind: AttachmentKind::Photo,
        media: "image/jpeg".into(),
        bytes: 380_000,
        order: i64::from(number),
        pupils: false,
        thumb: Some(PieceHash([100 + number; 32])),
        caption: caption.into(),
    }
}

#[test]
fn a_picture_over_the_screen_says_which_it_is_and_where_its_original_lies() {
    let html = picture("viewer", || {
        let all = vec![photo(1, "板书"), photo(2, "学习单"), photo(3, "")];
        let pieces = BTreeMap::from([(PieceHash([1; 32]), PieceState::OnServer)]);
        rsx! { Viewer { all, pieces, first: 1, own: Some(RecordId([1; 16])), elsewhere: BTreeSet::new(), onclose: |()| {} } }
    });
    shows(
        &html,
        &["2 / 3", "学习单", "原图还在服务器上，点一下取来（380 KB）", "aria-label=\"3 / 3\"", "上一张", "下一张"],
    );
}

#[test]
fn a_record_in_the_bin_says_that_it_does_not_count_and_fills_nothing() {
    let html = picture("record-in-bin", || {
        let mut page = sample::page();
        page.detail.deleted = true;
        page.detail.row.state = State::Submitted;
        framed("教研活动", None, rsx! { RecordView { page, now: sample::now() } })
    });
    shows(&html, &["在回收站里", "不计数，教育局看不到"]);
    assert!(!html.contains("教育局看得到") && !html.contains("已经替你填了"), "{html}");
}

/// The sample's record with these pictures.
fn record_with(pictures: Vec<Attachment>) -> RecordPage {
    let mut page = sample::page();
    page.detail.fields.extend(pictures.into_iter().map(|one| (one.key(), one.text().into())));
    page
}

/// Its sheet, when so much of it came and these are left out.
fn on_paper(name: &str, page: RecordPage, best: Vec<Best>, out: Vec<PieceHash>) -> String {
    picture_of(&format!("paper-pictures-{name}"), (page.detail, best, out), |(detail, best, out)| {
        let out = use_signal(|| out);
        rsx! { OnPaper { detail, best, out, onagain: |()| {} } }
    })
}

fn best(number: u8, is_large: bool) -> Best {
    Best {
        hash: PieceHash([number; 32]),
        piece: Piece::Here(ImageUrl::of(b"a picture").expect("an address").into()),
        is_large,
    }
}

#[test]
fn pictures_on_paper_are_told_as_they_came_and_a_scan_is_named_beside_them() {
    let pupils = Attachment { pupils: true, ..photo(1, "板书") };
    let scan = Attachment { media: "application/pdf".into(), kind: AttachmentKind::Scan, ..photo(4, "") };
    let page = record_with(vec![pupils, photo(2, "学习单"), photo(3, "合影"), scan]);
    let hash = |number: u8| PieceHash([number; 32]);
    let nowhere = Best { hash: hash(3), piece: Piece::Nowhere, is_large: false };
    let came = vec![best(1, true), best(2, false), nowhere];
    let html = on_paper("came", page.clone(), came.clone(), Vec::new());
    shows(
        &html,
        &[
            "3 张照片",
            "alt=\"2026年11月24日 · 大单元教学设计：从一篇到一组 · 板书\"",
            "学习单<span class=\"block\">小图</span>",
            "<span class=\"a4-no-picture\">照片不在这部手机上</span>",
            "1 张原图不在这部手机上，没取来，先印小图",
            "1 张照片没取来，小图也没有",
            "另附扫描件 1 份：扫描件",
        ],
    );
    hides(&html, &["disabled=", "application/pdf", "合影<span"]);
    let html = on_paper("left-out", page, came, vec![hash(2), hash(3)]);
    shows(&html, &["1 张照片", "不印", "aria-pressed=false"]);
    hides(&html, &["先印小图", "没取来", "disabled="]);
}

#[test]
fn nothing_is_printed_before_every_picture_came_or_is_told_and_none_where_none_is_chosen() {
    let page = record_with(vec![photo(1, "板书"), photo(2, "学习单")]);
    let hashes = [PieceHash([1; 32]), PieceHash([2; 32])];
    let waits = on_paper("waits", page.clone(), vec![best(1, true)], Vec::new());
    shows(&waits, &["还在取 1 张原图，取完才能打印", "disabled=", "正在取原图"]);
    let none = on_paper("none", page, Vec::new(), hashes.to_vec());
    shows(&none, &["一张也没有选", "disabled="]);
}

#[test]
fn only_a_record_with_pictures_that_stand_has_a_door_to_their_paper() {
    let record = |name: &str, page: RecordPage| {
        picture_of(name, page, |page| framed("教研活动", None, rsx! { RecordView { page, now: sample::now() } }))
    };
    let page = record_with(vec![photo(1, "板书")]);
    shows(&record("record-with-pictures", page.clone()), &["打印照片", "/pictures\""]);
    let mut erased = page.clone();
    let erasure = Erasure { at: sample::now(), by: Eraser::Bureau };
    erased.detail.erasures = BTreeMap::from([(PieceHash([1; 32]), erasure)]);
    let mut in_bin = page;
    in_bin.detail.deleted = true;
    let scan = Attachment { media: "application/pdf".into(), ..photo(1, "") };
    for page in [sample::page(), erased, in_bin, record_with(vec![scan])] {
        hides(&record("record-without-paper", page), &["打印照片"]);
    }
}
