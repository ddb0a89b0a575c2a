//! The real binary: serve, backup, restore, doctor, as an administrator runs them.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};

use axum::body::to_bytes;
use studio_core::cbor::to_vec;
use studio_core::id::{DeviceId, PersonId, RecordId};
use studio_core::replica::{NewDevice, Replica};
use studio_core::sign::Secret;
use studio_core::store::MemoryStore;
use studio_core::wire::{
    self, ENROL_PATH, EnrolAnswer, EnrolRequest, InviteAnswer, InviteRequest, SyncAnswer, sync_path,
};
use studio_sync_server::chance;

use crate::county::{County, Phone, between};

const BINARY: &str = env!("CARGO_BIN_EXE_studio-sync-server");

pub(crate) fn run(arguments: &[&str]) -> Output {
    Command::new(BINARY).args(arguments).env_remove("STUDIO_DATA").output().unwrap()
}

pub(crate) fn said(output: &Output) -> String {
    let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    String::from_utf8_lossy(&text).into_owned()
}

/// A running server; stopped as an administrator stops it when dropped.
pub(crate) struct Serving {
    child: Child,
    pub(crate) address: String,
    log: Receiver<String>,
}

impl Serving {
    fn start(data: &Path) -> Self {
        Self::start_with(data, &[])
    }

    pub(crate) fn start_with(data: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(BINARY)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(arguments)
            .env("RUST_LOG", "info")
            .env("NO_COLOR", "1")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (line, log) = channel();
        // read to the end, so that the server never waits for its own log
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(|text| drop(line.send(text))));
        let mut serving = Self { child, address: String::new(), log };
        serving.address = between(&serving.wait_for("listening"), "address=", " ").unwrap();
        serving
    }

    /// The next line of the log that holds these words; the server has ended when there is none.
    pub(crate) fn wait_for(&self, words: &str) -> String {
        self.log.iter().find(|line| line.contains(words)).expect("the server says so")
    }

    pub(crate) fn hang_up(&self) {
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, rustix::process::Signal::HUP).unwrap();
    }

    /// One request over a connection of its own.
    fn ask(&self, method: &str, path: &str, headers: &[(String, String)], body: &[u8]) -> (u16, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.address);
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
        stream.write_all(&[head.as_bytes(), body].concat()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        assert!(!head.to_lowercase().contains("transfer-encoding"), "{head}");
        (status, answer[end + 4..].to_vec())
    }

    async fn signed(&self, phone: &Phone, path: &str, body: Vec<u8>) -> (u16, Vec<u8>) {
        let (parts, body) = phone.signed(path, body).into_parts();
        let headers: Vec<_> =
            parts.headers.iter().map(|(k, v)| (k.to_string(), v.to_str().unwrap().to_owned())).collect();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        self.ask("POST", path, &headers, &body)
    }

    /// Round trips until nothing is left on either side.
    async fn sync(&self, phone: &mut Phone) {
        loop {
            let path = sync_path(phone.studio());
            let (status, body) = self.signed(phone, &path, phone.body()).await;
            if status == 401 {
                phone.replica.note_unknown(&mut phone.store).unwrap();
                continue;
            }
            assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
            let answer: SyncAnswer = wire::read(&body).unwrap();
            if !phone.take(&answer) {
                return;
            }
        }
    }

    fn enrol(&self, code: &str, name: &str) -> Phone {
        let new = NewDevice { device: DeviceId(chance::bytes()), seed: chance::bytes(), nonce: chance::bytes() };
        let request = EnrolRequest {
            code: code.to_owned(),
            device: new.device,
            key: Secret::from_seed(new.seed).public(),
            device_name: "手机".to_owned(),
            person_name: name.to_owned(),
        };
        let (status, body) = self.ask("POST", ENROL_PATH, &[], &to_vec(&request));
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
        let answer: EnrolAnswer = wire::read(&body).unwrap();
        let mut store = MemoryStore::default();
        let replica = Replica::enrol(&mut store, &answer, new, chance::now()).unwrap();
        Phone { store, replica }
    }

    async fn invite(&self, chief: &mut Phone, name: &str) -> String {
        let person = PersonId(chance::bytes());
        chief.add_person(person, name);
        self.sync(chief).await;
        let role = studio_core::access::Role::Backbone;
        let request = InviteRequest { person, role, person_name: name.to_owned(), school: "赵桥小学".to_owned() };
        let path = wire::invite_path(chief.studio());
        let (status, body) = self.signed(chief, &path, to_vec(&request)).await;
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
        wire::read::<InviteAnswer>(&body).unwrap().code
    }

    /// Stops it with SIGTERM; says whether it went well.
    pub(crate) fn stop(mut self) -> bool {
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
        self.child.wait().unwrap().success()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn plain_http_is_refused_anywhere_but_on_loopback() {
    let folder = tempfile::tempdir().unwrap();
    let refused = run(&["serve", "--listen", "0.0.0.0:0", "--data", text(folder.path())]);
    assert!(!refused.status.success());
    assert!(said(&refused).contains("--tls-cert"), "{}", said(&refused));
}

#[test]
fn add_bureau_shows_a_password_once_and_sets_a_new_one_for_the_same_login() {
    let folder = tempfile::tempdir().unwrap();
    let add =
        || run(&["add-bureau", "--data", text(folder.path()), "--name", "临溪县教育局", "--account", "linxi-jsjy"]);
    let (first, second) = (add(), add());
    assert!(first.status.success() && second.status.success(), "{} {}", said(&first), said(&second));
    let password = |output: &Output| between(&said(output), "password 密码:  ", "\n").unwrap();
    assert_ne!(password(&first), password(&second));
    assert!(said(&second).contains("密码已重设"));
    let other =
        run(&["add-bureau", "--data", text(folder.path()), "--name", "白河县教育局", "--account", "linxi-jsjy"]);
    assert!(!other.status.success());
}

#[test]
fn a_password_that_is_piped_in_is_set_and_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let add = |password: &str| {
        let mut child = Command::new(BINARY)
            .args(["add-bureau", "--data", text(folder.path()), "--name", "临溪县教育局", "--account", "linxi"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let set = add("临溪县-春华秋实-2026\n");
    assert!(set.status.success() && !said(&set).contains("春华"), "{}", said(&set));
    assert!(!add("短").status.success());
    let serving = Serving::start(folder.path());
    let form = "account=linxi&password=%E4%B8%B4%E6%BA%AA%E5%8E%BF-%E6%98%A5%E5%8D%8E%E7%A7%8B%E5%AE%9E-2026";
    let kind = ("Content-Type".to_owned(), "application/x-www-form-urlencoded".to_owned());
    assert_eq!(serving.ask("POST", "/bureau/login", &[kind], form.as_bytes()).0, 303);
}

#[test]
fn doctor_says_what_is_missing_and_finds_a_flipped_byte() {
    let folder = tempfile::tempdir().unwrap();
    let doctor = || run(&["doctor", "--data", text(folder.path()), "--behind-proxy"]);
    assert!(said(&doctor()).contains("studio.db 不存在"), "{}", said(&doctor()));

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let county = runtime.block_on(async {
        let county = County::new().await;
        county.studio().await;
        county
    });
    let path = county.folder.path().join("studio.db");
    let doctor = || said(&run(&["doctor", "--data", text(county.folder.path()), "--behind-proxy"]));
    assert!(doctor().contains("内容、顺序、签名都对得上"), "{}", doctor());
    let db = rusqlite::Connection::open(path).unwrap();
    let body: Vec<u8> = db.query_row("SELECT body FROM entries WHERE seq = 3", [], |row| row.get(0)).unwrap();
    let mut flipped = body.clone();
    *flipped.last_mut().unwrap() ^= 1;
    db.execute("UPDATE entries SET body = ?1 WHERE seq = 3", [flipped]).unwrap();
    assert!(doctor().contains("第 3 条不是当初写下的内容"), "{}", doctor());
}

#[tokio::test]
async fn serve_makes_no_new_key_for_studios_that_have_lost_theirs() {
    let county = County::new().await;
    county.studio().await;
    let County { folder, app, router } = county;
    drop((app, router));
    let db = rusqlite::Connection::open(folder.path().join("studio.db")).unwrap();
    assert_eq!(db.execute("DELETE FROM server_key", []).unwrap(), 1);
    // an address that is taken: a server that did not refuse ends here too
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let refused = run(&["serve", "--listen", &address, "--data", text(folder.path())]);
    let words = said(&refused);
    assert!(!refused.status.success(), "{words}");
    assert!(words.contains("no server key") && words.contains("恢复带有密钥的备份"), "{words}");
    let keys: u32 = db.query_row("SELECT count(*) FROM server_key", [], |row| row.get(0)).unwrap();
    assert_eq!(keys, 0);
}

#[test]
fn a_second_serve_on_one_folder_says_why_not_and_the_other_commands_work_beside_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let data = text(folder.path());
    let add = || run(&["add-bureau", "--data", data, "--name", "临溪县教育局", "--account", "linxi-jsjy"]);
    assert!(add().status.success());
    let serving = Serving::start(folder.path());
    let second = run(&["serve", "--listen", "127.0.0.1:0", "--data", data]);
    assert!(!second.status.success());
    let words = said(&second);
    assert!(words.contains("is being served already") && words.contains("已经有一个 serve 在运行"), "{words}");
    assert!(add().status.success(), "{}", said(&add()));
    let to = folder.path().join("backup.db");
    let copied = run(&["backup", "--data", data, "--to", text(&to)]);
    assert!(copied.status.success(), "{}", said(&copied));
    assert!(said(&run(&["doctor", "--data", data, "--behind-proxy"])).contains("integrity_check 通过"));
    assert_eq!(serving.ask("GET", "/readyz", &[], &[]).0, 200, "the first goes on");
    drop(serving);
    assert!(Serving::start(folder.path()).stop(), "killed, it holds nothing any more");
}

/// A county in which work was done, served by the real binary.
struct Window {
    folder: PathBuf,
    serving: Serving,
    chief: Phone,
    leaver: Phone,
    _folder: tempfile::TempDir,
}

async fn before_the_backup() -> Window {
    let county = County::new().await;
    let (_, code) = county.officer("lin").await.create("赵桥乡语文首席教师工作室", "周慧敏").await;
    let County { folder: kept, app, router } = county;
    drop((app, router));
    let folder = kept.path().to_owned();
    let serving = Serving::start(&folder);
    let mut chief = serving.enrol(&code, "周慧敏");
    let code = serving.invite(&mut chief, "王丽").await;
    let mut leaver = serving.enrol(&code, "王丽");
    leaver.add_person(PersonId([40; 16]), "李晓");
    serving.sync(&mut leaver).await;
    serving.sync(&mut chief).await;
    Window { folder, serving, chief, leaver, _folder: kept }
}

#[tokio::test]
async fn after_a_restore_and_one_sync_of_each_phone_everything_that_a_phone_held_is_back_in_the_old_order() {
    let Window { folder, serving, mut chief, mut leaver, _folder } = before_the_backup().await;
    let backup = folder.join("backup.db");
    let copied = run(&["backup", "--data", text(&folder), "--to", text(&backup)]);
    assert!(copied.status.success(), "{}", said(&copied));

    // inside the window: a phone enrols, records are acknowledged, a phone is revoked, a member leaves
    let code = serving.invite(&mut chief, "赵静").await;
    let mut late = serving.enrol(&code, "赵静");
    late.add_person(PersonId([41; 16]), "孙红梅");
    serving.sync(&mut late).await;
    leaver.add_person(PersonId([42; 16]), "陈明");
    serving.sync(&mut leaver).await;
    assert!(serving.stop(), "SIGTERM ends it well");
    end_membership(&folder, &leaver).await;
    let serving = Serving::start(&folder);
    for phone in [&mut chief, &mut late, &mut leaver] {
        serving.sync(phone).await;
    }
    let order_before = order(&chief);
    assert!(serving.stop());

    // the disk is lost; the backup begins a new life
    let anew = tempfile::tempdir().unwrap();
    let restored = run(&["restore", "--data", text(anew.path()), "--from", text(&backup)]);
    assert!(restored.status.success(), "{}", said(&restored));
    assert!(said(&restored).contains("空窗"), "{}", said(&restored));
    let serving = Serving::start(anew.path());
    for phone in [&mut late, &mut leaver, &mut chief] {
        serving.sync(phone).await;
    }
    for phone in [&mut late, &mut chief] {
        serving.sync(phone).await;
    }
    for id in [40, 41, 42] {
        assert!(chief.replica.state().record(RecordId([id; 16])).is_some(), "{id}");
    }
    assert_eq!(chief.replica.members().role_of(leaver.person()), None, "the leaver is still gone");
    assert_eq!(chief.replica.state().docs, late.replica.state().docs);
    assert_eq!(order(&chief), order_before);
    assert!([&chief, &late].iter().all(|phone| phone.replica.unsent() == 0 && phone.replica.asides().is_empty()));
    assert!(serving.stop());
    let words = said(&run(&["doctor", "--data", text(anew.path()), "--behind-proxy"]));
    assert!(!words.contains("✗ 工作室") && words.contains(&chief.studio().to_string()), "{words}");
}

/// The studio's changes in the order of the log, as a phone holds them.
fn order(phone: &Phone) -> Vec<(studio_core::id::DocId, studio_core::id::ChangeHash)> {
    use studio_core::store::{KeptWhat, Store};
    let entries = phone.store.entries(phone.studio(), None, 0, usize::MAX).unwrap();
    entries
        .into_iter()
        .filter_map(|entry| match entry.what {
            KeptWhat::Change(doc, hash) => Some((doc, hash)),
            KeptWhat::Decision(_) | KeptWhat::Stub => None,
        })
        .collect()
}

/// The bureau ends a membership and revokes the phone, over the same files.
async fn end_membership(folder: &Path, leaver: &Phone) {
    use studio_core::decision::{By, End, Revoke, What};
    let disk = studio_sync_server::store::threads::Disk::open(&folder.join("studio.db"), [9; 32]).unwrap();
    let (studio, person, device) = (leaver.studio(), leaver.person(), leaver.replica.identity().device);
    let ended = disk.write(move |desk| {
        let members = desk.studio(studio)?.unwrap().state.members.clone();
        let grant = members.active().find(|(_, granted)| granted.person == person).unwrap().0;
        desk.decide(studio, What::End(End { grant }), &By::Server, chance::now())?;
        desk.decide(studio, What::Revoke(Revoke { device }), &By::Server, chance::now())
    });
    ended.await.unwrap();
}

#[tokio::test]
async fn a_connection_cut_before_the_answer_loses_nothing() {
    let Window { serving, mut chief, .. } = before_the_backup().await;
    chief.add_person(PersonId([43; 16]), "郭芳");
    let path = sync_path(chief.studio());
    let (parts, body) = chief.signed(&path, chief.body()).into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let mut head = format!("POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in &parts.headers {
        head.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
    }
    let mut stream = TcpStream::connect(&serving.address).unwrap();
    stream.write_all(&[head.as_bytes(), b"\r\n", &body].concat()).unwrap();
    drop(stream);
    serving.sync(&mut chief).await;
    assert_eq!(chief.replica.unsent(), 0);
    let records = chief.replica.state().records().filter(|(r, _)| r.id == RecordId([43; 16])).count();
    assert_eq!(records, 1);
}
