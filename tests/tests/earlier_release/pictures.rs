//! A phone of the earlier release takes pictures as soon as it has this one's engine; a server that was set back to before
//! it knew of pictures gets them back from the phone.

use studio_core::attachment::{Attachment, AttachmentKind};
use studio_core::command::{Command, Draft};
use studio_core::edit::FieldEdit;
use studio_core::id::RecordId;
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::term::Season;
use studio_engine::client::{EngineHandle, Updates};
use studio_engine::messages::{Freed, Many, PictureKept, PicturesOf, Request, Sending, Update};
use studio_sync_server::config::database;
use studio_sync_server::store::files::Files;

use crate::files::County;
use crate::phone::{until_sent, with_phone};
use crate::server::{Serving, restore};

/// A JPEG's skeleton with so many bytes of scan: nobody here decodes it.
fn jpeg(bytes: usize) -> Vec<u8> {
    let head =
        b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc0\0\x0b\x08\x04\xb0\x06\x40\x01\x01\x11\0";
    let scan = b"\xff\xda\0\x08\x01\x01\0\0\x3f\0";
    [&head[..], scan, &vec![7; bytes], b"\xff\xd9"].concat()
}

fn record(kept: PictureKept) -> Command {
    let one = Attachment {
        hash: kept.hash,
        kind: AttachmentKind::Photo,
        media: "image/jpeg".into(),
        bytes: kept.bytes,
        order: 1,
        pupils: false,
        thumb: kept.thumb,
        caption: "板书".into(),
    };
    let fields: [(String, Scalar); 3] = [
        ("topic".into(), "带照片的活动".into()),
        ("start".into(), "2026-11-24T14:30".into()),
        (one.key(), one.text().into()),
    ];
    let fields = fields.into_iter().map(|(key, value)| FieldEdit { key, seen: None, value: Some(value) }).collect();
    Command::Save(Draft { record_type: RecordType::Activity, record: RecordId([77; 16]), fields })
}

/// Until every picture is on the server too.
async fn until_brought(engine: &EngineHandle, updates: &mut Updates) {
    until_sent(engine, updates).await;
    while engine.me().await.unwrap().sync.pictures > 0 {
        while !matches!(updates.next().await.expect("the engine runs"), Update::Changed(_) | Update::Sync(_)) {}
    }
}

/// Until a picture that was found to be only here has gone once more.
async fn until_brought_again(engine: &EngineHandle, updates: &mut Updates) {
    while engine.me().await.unwrap().sync.pictures == 0 {
        updates.next().await.expect("the engine runs");
    }
    while engine.me().await.unwrap().sync.pictures > 0 {
        updates.next().await.expect("the engine runs");
    }
}

#[test]
fn pictures_go_after_the_text_and_come_again_when_the_server_was_set_back() {
    let county = County::unpacked();
    let (data, phone) = (county.data(), county.phone());
    let (large, small) = (jpeg(700_000), jpeg(9_000));
    let serving = Serving::start(&data);
    let kept = with_phone(&phone, &serving.origin, async |engine, mut updates| {
        let kept = engine.keep_picture(large.clone(), Some(small.clone())).await.unwrap();
        engine.command(record(kept)).await.unwrap();
        assert_eq!(engine.me().await.unwrap().sync.pictures, 1, "it is said that the picture is only here");
        until_brought(&engine, &mut updates).await;
        kept
    });
    serving.stop();
    let files = Files::beside(&database(&data));
    assert!(files.is_whole(kept.hash) && files.is_whole(kept.thumb.unwrap()));

    let anew = county.folder("restored");
    restore(&anew, &county.backup());
    let serving = Serving::start(&anew);
    with_phone(&phone, &serving.origin, async |engine, mut updates| {
        engine.tell(Request::SyncNow);
        until_brought_again(&engine, &mut updates).await;
        assert!(engine.piece(kept.hash).await.unwrap() == Some(large.clone()));
    });
    serving.stop();
    assert!(Files::beside(&database(&anew)).is_whole(kept.hash), "what the set-back server lost is there again");
}

#[test]
fn a_large_picture_goes_only_when_the_server_says_that_it_has_it_and_comes_back_by_a_tap() {
    let county = County::unpacked();
    let data = county.data();
    let (large, small) = (jpeg(300_000), jpeg(9_000));
    let files = Files::beside(&database(&data));
    let serving = Serving::start(&data);
    with_phone(&county.phone(), &serving.origin, async |engine, mut updates| {
        let kept = engine.keep_picture(large.clone(), Some(small.clone())).await.unwrap();
        engine.command(record(kept)).await.unwrap();
        until_brought(&engine, &mut updates).await;
        // the server's disk lost it: nobody else has it now
        std::fs::remove_file(files.path(kept.hash)).unwrap();
        let freed = engine.free_pictures(None).await.unwrap();
        assert_eq!(freed, Freed { lost: 1, is_done: true, ..Freed::default() });
        until_brought(&engine, &mut updates).await;
        assert!(files.is_whole(kept.hash), "it was brought again, and stayed here");
        let term = engine.me().await.unwrap().pictures.terms[0];
        assert_eq!((term.of, term.free.count), (PicturesOf::Term(2026, Season::Autumn), 1));
        let other = engine.free_pictures(Some(PicturesOf::Term(2025, Season::Autumn))).await.unwrap();
        assert_eq!(other, Freed { is_done: true, ..Freed::default() }, "another term's stay");
        let freed = engine.free_pictures(Some(term.of)).await.unwrap();
        let gone = Many { count: 1, bytes: large.len() as u64 };
        assert_eq!(freed, Freed { gone, is_done: true, ..Freed::default() });
        assert_eq!(engine.me().await.unwrap().pictures.large(), Many::default());
        assert!(engine.piece(kept.thumb.unwrap()).await.unwrap() == Some(small.clone()), "small ones stay");
        assert!(engine.piece(kept.hash).await.unwrap() == Some(large.clone()), "a tap fetches the large one");
    });
    serving.stop();
}

#[test]
fn a_scan_goes_in_many_chunks_leaves_the_phone_and_comes_back_in_parts() {
    let county = County::unpacked();
    let data = county.data();
    let paper = [&b"%PDF-1.5\n"[..], &vec![7; 2_500_000], b"\n%%EOF\n"].concat();
    let serving = Serving::start(&data);
    with_phone(&county.phone(), &serving.origin, async |engine, mut updates| {
        let kept = engine.keep_picture(paper.clone(), None).await.unwrap();
        assert_eq!(kept.thumb, None);
        engine.command(record(kept)).await.unwrap();
        until_brought(&engine, &mut updates).await;
        assert!(Files::beside(&database(&data)).is_whole(kept.hash));
        assert_eq!(engine.free_pictures(None).await.unwrap().gone.count, 1);
        assert!(engine.piece(kept.hash).await.unwrap() == Some(paper.clone()), "a tap fetches it");
        let larger = [&b"%PDF-1.5\n"[..], &vec![7; 20 << 20], b"\n%%EOF\n"].concat();
        let no = engine.keep_picture(larger, None).await.unwrap_err();
        assert_eq!(no.key, "notice-picture-too-large");
    });
    serving.stop();
}

#[test]
fn while_a_person_sends_none_pictures_stay_and_text_goes_on() {
    let county = County::unpacked();
    let serving = Serving::start(&county.data());
    with_phone(&county.phone(), &serving.origin, async |engine, mut updates| {
        engine.call(Request::SetSetting { name: "pictures".into(), value: "paused".into() }).await.unwrap();
        let kept = engine.keep_picture(jpeg(5_000), Some(jpeg(900))).await.unwrap();
        engine.command(record(kept)).await.unwrap();
        until_sent(&engine, &mut updates).await;
        let me = engine.me().await.unwrap();
        assert_eq!((me.sync.unsent, me.sync.pictures, me.sync.sending), (0, 1, Sending::Paused));
        let freed = engine.free_pictures(None).await.unwrap();
        assert_eq!(freed, Freed { only_here: 1, is_done: true, ..Freed::default() }, "never the only copy");
        assert_eq!(engine.me().await.unwrap().pictures.large().count, 1);
        engine.call(Request::SetSetting { name: "pictures".into(), value: String::new() }).await.unwrap();
        until_brought(&engine, &mut updates).await;
    });
    serving.stop();
}
