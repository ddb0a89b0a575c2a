//! Files of a release that is in use, from before this one: they open, nothing in them is lost, and they sync. What is
//! in them is told by the README beside them; each test works on copies of its own: looking into one changes it.

mod files;
mod phone;
mod pictures;
mod server;

use std::path::Path;

use studio_sync_server::config::database;
use studio_sync_server::store::sqlite::reading::StudioReading;

use files::{County, Rows, rows, user_version};
use phone::{NOBODY, Shown, until_sent, with_phone};
use server::{Serving, doctor, restore};

/// What the phone shows, by title, in order: of the chief, of both backbone teachers, and what was written without a
/// network.
const SHOWN: [&str; 9] = [
    "孙梅：朗读指导",
    "没有网络",
    "王丽：单元作业",
    "留守儿童共读",
    "统编教材研读",
    "识字教学",
    "课堂观察",
    "送教下乡",
    "集体备课",
];
const DELETED: &str = "写错的活动";
/// In the form that was left.
const DRAFT: &str = "没写完的话";
/// Two records and the deletion of a third.
const UNSENT: usize = 3;

/// What must be on the phone whatever happens: it was before, and must be after.
fn assert_nothing_dropped(phone: &Shown) {
    let mut titles: Vec<&str> = phone.records.values().map(String::as_str).collect();
    titles.sort_unstable();
    assert_eq!(titles, SHOWN);
    assert!(phone.deleted.values().eq([DELETED]), "{:?}", phone.deleted);
    let [draft] = phone.drafts.as_slice() else { panic!("{:?}", phone.drafts) };
    assert!(String::from_utf8_lossy(&draft.content).contains(DRAFT), "{draft:?}");
    let [aside] = phone.asides.as_slice() else { panic!("{:?}", phone.asides) };
    assert_eq!((aside.title.as_str(), aside.reason_key.as_str()), ("周慧敏", "refusal-second-birth"));
    assert_eq!(phone.set_aside, None, "no file was taken for damaged");
}

#[test]
fn the_phones_files_open_with_everything_in_them_before_anything_is_sent() {
    let (county, before) = (County::unpacked(), County::unpacked());
    let kept = (rows(&before.phone_file()), user_version(&before.phone_file()));
    with_phone(&county.phone(), NOBODY, async |engine, _| {
        let phone = Shown::on(&engine).await;
        assert_nothing_dropped(&phone);
        assert_eq!(phone.unsent, UNSENT);
    });
    let after = (rows(&county.phone_file()), user_version(&county.phone_file()));
    assert_eq!(after, kept, "opened, it is as it was: the release before can open it again");
}

#[test]
fn the_database_serves_and_the_phone_brings_it_what_was_not_sent() {
    let (county, before) = (County::unpacked(), County::unpacked());
    let data = county.data();
    let (kept, version) = (rows(&before.database()), user_version(&before.database()));
    let (phone, studio) = after_the_phone_has_sent(&data, &county);
    assert!(phone.ids().is_subset(&server::records(&studio)), "each record is on the server");
    assert!(studio.head.seq >= entries(&kept) + UNSENT as u64);
    assert_kept(&kept, &rows(&county.database()));
    assert_eq!(user_version(&county.database()), version, "the release before opens no greater one");
    assert_sound(&data);
}

#[test]
fn the_backup_restores_and_the_phone_brings_back_what_came_after_it() {
    let (county, before) = (County::unpacked(), County::unpacked());
    let data = county.folder("restored");
    let said = restore(&data, &county.backup());
    assert!(said.contains("restored 已恢复: 1 studios"), "{said}");
    let (kept, lost) = (rows(&database(&data)), entries(&rows(&before.database())));
    assert!(entries(&kept) < lost, "the phone has seen entries that the backup has not");
    let (phone, studio) = after_the_phone_has_sent(&data, &county);
    assert!(phone.ids().is_subset(&server::records(&studio)), "those that only the phone still had, too");
    assert!(studio.head.seq >= lost + UNSENT as u64, "every entry after the backup came back");
    assert_kept(&kept, &rows(&database(&data)));
    assert_sound(&data);
}

/// The phone opens beside a server over this data and sends what it has: what it shows then, and what the server has.
fn after_the_phone_has_sent(data: &Path, county: &County) -> (Shown, StudioReading) {
    let serving = Serving::start(data);
    let phone = with_phone(&county.phone(), &serving.origin, async |engine, mut updates| {
        until_sent(&engine, &mut updates).await;
        let phone = Shown::on(&engine).await;
        assert_nothing_dropped(&phone);
        assert_eq!(phone.unsent, 0);
        phone
    });
    serving.stop();
    let studio = server::only_studio(data);
    assert_eq!(phone.chain, (studio.head.seq, studio.head.chain), "both ends of the log are one");
    (phone, studio)
}

fn entries(kept: &Rows) -> u64 {
    kept.get("entries").map_or(0, |rows| rows.len() as u64)
}

/// Everything that was decided, judged, held, refused and promised stands as it stood.
fn assert_kept(before: &Rows, after: &Rows) {
    for table in
        ["server_key", "bureaus", "officers", "projects", "studios", "invites", "entries", "decisions", "documents"]
    {
        assert!(!before[table].is_empty(), "{table}: the fixture has something of each");
        assert!(before[table].is_subset(&after[table]), "{table}");
    }
    for table in ["held", "refused"] {
        assert_eq!(before[table].len(), 1, "{table}");
        assert_eq!(before[table], after[table], "{table}");
    }
    let schema = |rows: &Rows| rows["sqlite_schema"].clone();
    assert!(schema(before).is_subset(&schema(after)), "the release before finds its tables as it made them");
}

fn assert_sound(data: &std::path::Path) {
    let said = doctor(data);
    let line = said.lines().find(|line| line.contains(" 工作室 ")).unwrap_or_else(|| panic!("{said}"));
    assert!(line.starts_with('✓'), "{said}");
}
