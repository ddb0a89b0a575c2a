//! A county's server as small as it gets: core's own turns over a log in memory, behind the thinnest
//! HTTP. It can be in a mood: what a bad line or a busy server does to one answer.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use studio_core::access::Role;
use studio_core::changelog::{ChangeLog, MemoryLog};
use studio_core::decision::{By, Device, Founded, Grant, What};
use studio_core::envelope::Envelope;
use studio_core::id::{ChainHash, DecisionId, DeviceId, LogId, PersonId, ProjectId, Signature};
use studio_core::sign::{Secret, verify_request};
use studio_core::time::Millis;
use studio_core::turn::{Decided, ServerStudio, Spare, Turn};
use studio_core::wire::{
    ENROL_PATH, EnrolAnswer, EnrolRequest, GuideAnswer, Judged, LOOK_PATH, LookAnswer, LookRequest, RenewRequest,
    SyncAnswer, SyncRequest, Verdict, guide_path, read, renew_path, sync_path,
};

use crate::studio::{NOON, STUDIO};

/// What becomes of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// Done, and the answer is lost on the way.
    AnswerLost,
    /// Done, and the answer breaks off in the middle.
    AnswerCut,
    /// Not done: too much to do.
    Busy,
    /// Not done: a login page of the inn answers instead.
    Portal,
    /// Not done: this device is not known here.
    Unknown,
    /// Not done: another status, with the code of a problem or without one.
    Says(u16, &'static str),
    /// Not done: a page with this status, of somebody on the way.
    Page(u16),
    /// The day's measure is full for so many seconds: nothing of what came is taken.
    Full(u32),
}

/// What the way to the server does not let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Narrow {
    /// Bodies of more bytes, as they are sent: 413.
    Bytes(usize),
    /// Packed bodies: this status.
    Packed(u16),
}

/// Invites: a code for a chief, one for a backbone teacher.
pub(crate) const CHIEF: &str = "CH1EF000";
/// See [`CHIEF`].
pub(crate) const BACKBONE: &str = "BACKB0NE";

/// A running server.
pub(crate) struct Server {
    pub(crate) origin: String,
    inside: Arc<Mutex<Inside>>,
}

struct Inside {
    log: MemoryLog,
    studio: ServerStudio,
    secret: Secret,
    now: i64,
    drawn: u8,
    /// What phones are told of the guide of their project.
    guide: Vec<u8>,
    moods: VecDeque<Mood>,
    narrow: Option<Narrow>,
    /// Requests that were too much on the way.
    refused: usize,
    /// Paths asked for, with the number of envelopes that came.
    asked: Vec<(String, usize)>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let inside = Arc::new(Mutex::new(Inside::found()));
        let serving = inside.clone();
        std::thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                // A phone that goes away in the middle is no fault of the server.
                let _ = Inside::serve(&serving, connection);
            }
        });
        Self { origin, inside }
    }

    /// The next requests meet these moods.
    pub(crate) fn moods(&self, moods: &[Mood]) {
        self.inside.lock().expect("no panic").moods.extend(moods);
    }

    /// Pushes so far: how many envelopes came with each sync that brought any.
    pub(crate) fn pushes(&self) -> Vec<usize> {
        let inside = self.inside.lock().expect("no panic");
        inside.asked.iter().filter(|(path, count)| path.ends_with("/sync") && *count > 0).map(|(_, n)| *n).collect()
    }

    /// How narrow the way is from now on.
    pub(crate) fn narrow(&self, narrow: Option<Narrow>) {
        self.inside.lock().expect("no panic").narrow = narrow;
    }

    /// The server says something for the bureau.
    pub(crate) fn says(&self, what: What) {
        self.inside.lock().expect("no panic").decide(what);
    }

    /// Its guide, for phones that ask.
    pub(crate) fn hands_out(&self, guide: Vec<u8>) {
        self.inside.lock().expect("no panic").guide = guide;
    }

    /// How many requests were too much on the way so far.
    pub(crate) fn refused(&self) -> usize {
        self.inside.lock().expect("no panic").refused
    }

    /// Syncs so far.
    pub(crate) fn syncs(&self) -> usize {
        let inside = self.inside.lock().expect("no panic");
        inside.asked.iter().filter(|(path, _)| path.ends_with("/sync")).count()
    }

    /// The end of its log.
    pub(crate) fn end(&self) -> (u64, ChainHash) {
        let head = self.inside.lock().expect("no panic").studio.head();
        (head.seq, head.chain)
    }

    /// Records of the studio as the server holds it.
    pub(crate) fn records(&self) -> usize {
        self.inside.lock().expect("no panic").studio.state.records().count()
    }
}

impl Inside {
    fn found() -> Self {
        let secret = Secret::from_seed([9; 32]);
        let mut log = MemoryLog::default();
        let founded = Founded {
            project: ProjectId([2; 16]),
            name: "赵桥乡语文首席教师工作室".to_owned(),
            server_key: secret.public(),
            log: LogId([3; 16]),
        };
        let decided = Decided { id: DecisionId([1; 16]), by: &By::Server, now: NOON, secret: &secret };
        let (studio, head, rows) =
            ServerStudio::found(STUDIO, LogId([3; 16]), &log, What::Founded(founded), &decided).expect("a studio");
        log.append(STUDIO, head, &rows).expect("an append");
        Self {
            log,
            studio,
            secret,
            now: NOON.0,
            drawn: 1,
            guide: Vec::new(),
            moods: VecDeque::new(),
            narrow: None,
            refused: 0,
            asked: Vec::new(),
        }
    }

    fn serve(inside: &Mutex<Self>, connection: TcpStream) -> std::io::Result<()> {
        let request = Request::take(&connection)?;
        let mut inside = inside.lock().expect("no panic");
        if let Some(status) = inside.narrow.and_then(|narrow| narrow.refuses(&request)) {
            inside.refused += 1;
            drop(inside);
            return write_answer(&connection, status, "text/html", "<html>太大了</html>".as_bytes());
        }
        let mood = inside.moods.pop_front();
        let (status, kind, body) = match mood {
            Some(Mood::Busy) => problem(503, "busy"),
            Some(Mood::Unknown) => problem(401, "unknown-device"),
            Some(Mood::Portal) => (200, "text/html", "<html>请先登录</html>".as_bytes().to_vec()),
            Some(Mood::Says(status, code)) => problem(status, code),
            Some(Mood::Page(status)) => (status, "text/html", "<html>403</html>".as_bytes().to_vec()),
            Some(Mood::Full(wait_s)) => (200, "application/cbor", inside.full(&request, wait_s)),
            Some(Mood::AnswerLost | Mood::AnswerCut) | None => inside.answer(&request),
        };
        drop(inside);
        match mood {
            Some(Mood::AnswerLost) => Ok(()),
            Some(Mood::AnswerCut) => {
                let mut out = &connection;
                out.write_all(head(status, kind, body.len()).as_bytes())?;
                out.write_all(body.split_at(body.len() / 2).0)
            }
            _ => write_answer(&connection, status, kind, &body),
        }
    }

    fn answer(&mut self, request: &Request) -> (u16, &'static str, Vec<u8>) {
        self.now += 1_000;
        let body = if request.path == sync_path(STUDIO) {
            self.sync(request)
        } else if request.path == renew_path(STUDIO) {
            self.renew(request)
        } else if request.path == guide_path(STUDIO) {
            minicbor::to_vec(GuideAnswer { guide: Some(self.guide.clone()) }).expect("an answer")
        } else if request.path == LOOK_PATH {
            return self.look(request);
        } else if request.path == ENROL_PATH {
            let asked: EnrolRequest = read(&request.body).expect("a request");
            let (role, person) = invite(&asked.code).expect("a known code");
            self.decide(What::Grant(Grant { person, role }));
            self.admit(asked.device, person, asked.key, asked.device_name, asked.person_name)
        } else {
            return problem(404, "not-found");
        };
        (200, "application/cbor", body)
    }

    fn sync(&mut self, request: &Request) -> Vec<u8> {
        let message = whole(request);
        let answer = self.turn(request, &message).shortened(&message.envelopes);
        minicbor::to_vec(answer).expect("an answer")
    }

    /// What came is not taken today.
    fn full(&mut self, request: &Request, wait_s: u32) -> Vec<u8> {
        let message = whole(request);
        let later = |envelope: &Envelope| Judged { doc: envelope.doc, hash: envelope.hash(), verdict: Verdict::Later };
        let verdicts: Vec<Judged> = message.envelopes.iter().map(later).collect();
        let answer = self.turn(request, &SyncRequest { envelopes: Vec::new(), descriptors: Vec::new(), ..message });
        let wait_s = (!verdicts.is_empty()).then_some(wait_s);
        if let Some((_, count)) = self.asked.last_mut() {
            *count = verdicts.len();
        }
        minicbor::to_vec(SyncAnswer { verdicts, wait_s, ..answer }).expect("an answer")
    }

    fn turn(&mut self, request: &Request, message: &SyncRequest) -> SyncAnswer {
        self.asked.push((request.path.clone(), message.envelopes.len()));
        let device = request.device.expect("a device");
        let key = self.studio.state.members.device(device).expect("a known device").key;
        let signature = request.signature.expect("a signature");
        assert!(verify_request(&key, "POST", &request.path, &request.body, &signature), "the device signed it");
        self.drawn += 1;
        let spare = Spare { log: LogId([self.drawn; 16]), decision: DecisionId([self.drawn; 16]) };
        let turn = Turn { device, now: Millis(self.now), secret: &self.secret, spare };
        let head = self.studio.head();
        let (answer, rows) = self.studio.sync(&self.log, message, &turn).expect("a turn");
        self.log.append(STUDIO, head, &rows).expect("an append");
        answer
    }

    fn renew(&mut self, request: &Request) -> Vec<u8> {
        let asked: RenewRequest = read(&request.body).expect("a request");
        let old = request.device.expect("a device");
        let person = self.studio.state.members.device(old).expect("a known device").person;
        self.admit(asked.device, person, asked.key, asked.device_name, String::new())
    }

    fn look(&self, request: &Request) -> (u16, &'static str, Vec<u8>) {
        let asked: LookRequest = read(&request.body).expect("a request");
        let Some((role, _)) = invite(&asked.code) else { return problem(404, "invite-unknown") };
        let answer = LookAnswer {
            studio_name: "赵桥乡语文首席教师工作室".to_owned(),
            bureau_name: "柳河县教育体育局".to_owned(),
            inviter_name: "张主任".to_owned(),
            role,
            person_name: "周慧敏".to_owned(),
            school: "赵桥小学".to_owned(),
            download_bytes: 150_000,
            role_title: None,
            studio_word: None,
        };
        (200, "application/cbor", minicbor::to_vec(answer).expect("an answer"))
    }

    fn admit(
        &mut self,
        device: DeviceId,
        person: PersonId,
        key: studio_core::id::PublicKey,
        name: String,
        person_name: String,
    ) -> Vec<u8> {
        self.decide(What::Device(Device { device, person, key, name }));
        let decisions = self.log.load(STUDIO).expect("a log").expect("a studio").decisions;
        let answer = EnrolAnswer {
            studio: STUDIO,
            person,
            server_key: self.secret.public(),
            decisions: decisions.into_iter().map(|(_, signed)| signed).collect(),
            founded_at: NOON,
            school: "赵桥小学".to_owned(),
            person_name,
        };
        minicbor::to_vec(answer).expect("an answer")
    }

    fn decide(&mut self, what: What) {
        self.drawn += 1;
        let id = DecisionId([self.drawn; 16]);
        let decided = Decided { id, by: &By::Server, now: Millis(self.now), secret: &self.secret };
        let head = self.studio.head();
        let rows = self.studio.decide(&self.log, what, &decided).expect("a decision");
        self.log.append(STUDIO, head, &rows).expect("an append");
    }
}

fn invite(code: &str) -> Option<(Role, PersonId)> {
    match code {
        CHIEF => Some((Role::Chief, PersonId([11; 16]))),
        BACKBONE => Some((Role::Backbone, PersonId([12; 16]))),
        _ => None,
    }
}

/// What a phone says, in the long form.
fn whole(request: &Request) -> SyncRequest {
    let message: SyncRequest = read(&request.body).expect("a request");
    message.lengthened().expect("a sheaf")
}

fn problem(status: u16, code: &str) -> (u16, &'static str, Vec<u8>) {
    (status, "application/problem+json", format!("{{\"code\":\"{code}\",\"status\":{status}}}").into_bytes())
}

fn head(status: u16, kind: &str, bytes: usize) -> String {
    format!("HTTP/1.1 {status} -\r\ncontent-type: {kind}\r\ncontent-length: {bytes}\r\nconnection: close\r\n\r\n")
}

fn write_answer(connection: &TcpStream, status: u16, kind: &str, body: &[u8]) -> std::io::Result<()> {
    let mut out = connection;
    out.write_all(head(status, kind, body.len()).as_bytes())?;
    out.write_all(body)
}

impl Narrow {
    /// The status with which it turns a request back.
    fn refuses(self, request: &Request) -> Option<u16> {
        match self {
            Self::Bytes(max) => (request.sent_bytes > max).then_some(413),
            Self::Packed(status) => request.packed.then_some(status),
        }
    }
}

struct Request {
    packed: bool,
    sent_bytes: usize,
    path: String,
    device: Option<DeviceId>,
    signature: Option<Signature>,
    body: Vec<u8>,
}

impl Request {
    fn take(connection: &TcpStream) -> std::io::Result<Self> {
        let mut reader = BufReader::new(connection);
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
        let (device, signature) = (None, None);
        let mut request = Self { packed: false, sent_bytes: 0, path, device, signature, body: Vec::new() };
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            let Some((name, value)) = line.trim().split_once(": ") else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().expect("a length"),
                "content-encoding" => request.packed = value == "gzip",
                "studio-device" => request.device = value.parse().ok(),
                "studio-signature" => request.signature = value.parse().ok(),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        request.sent_bytes = length;
        if request.packed {
            flate2::read::GzDecoder::new(body.as_slice()).read_to_end(&mut request.body)?;
        } else {
            request.body = body;
        }
        Ok(request)
    }
}
