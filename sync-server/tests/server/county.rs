//! A county for tests: a server over a real database, an officer with a browser, phones with their own keys.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE};
use axum::http::{HeaderMap, Request, StatusCode};
use studio_core::access::Role;
use studio_core::cbor::to_vec;
use studio_core::command::{Actor, Command, NewPerson};
use studio_core::id::{DeviceId, PersonId, StudioId};
use studio_core::limits::ANSWER_BYTES_MAX;
use studio_core::read::ReadModel;
use studio_core::replica::{NewDevice, Replica};
use studio_core::sign::{Secret, sign_request};
use studio_core::store::MemoryStore;
use studio_core::wire::{
    self, ENROL_PATH, EnrolAnswer, EnrolRequest, HEADER_DEVICE, HEADER_SIGNATURE, HeldRequest, InviteAnswer,
    InviteRequest, SyncAnswer, Verdict, held_path, invite_path, sync_path,
};
use studio_sync_server::app::App;
use studio_sync_server::auth::password;
use studio_sync_server::chance;
use studio_sync_server::commands::{Officer, add_officer};
use studio_sync_server::config::{Reach, database};
use studio_sync_server::guides::Guides;
use studio_sync_server::serve::{bare, router};
use studio_sync_server::source::Peer;
use studio_sync_server::store::threads::Disk;
use tempfile::TempDir;
use tower::ServiceExt;

pub(crate) const HOST_NAME: &str = "lx.example.cn";
/// The project of [`Browser::create`].
pub(crate) const PROJECT: &str = "乡村首席教师工作室建设模式创新";
pub(crate) const PASSWORD: &str = "春风-2026";

/// A server and its folder.
pub(crate) struct County {
    pub(crate) folder: TempDir,
    pub(crate) app: Arc<App>,
    pub(crate) router: Router,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The stable code of a problem.
    pub(crate) fn code(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        let problem: serde_json::Value = serde_json::from_slice(&self.body).unwrap();
        for words in ["title", "detail"] {
            let said = problem[words].as_str().unwrap();
            assert!(said.chars().any(|c| ('\u{4e00}'..'\u{9fff}').contains(&c)), "no Chinese words: {said}");
        }
        problem["code"].as_str().unwrap().to_owned()
    }

    pub(crate) fn read<T: for<'b> minicbor::Decode<'b, ()>>(&self) -> T {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text());
        wire::read(&self.body).unwrap()
    }
}

impl County {
    /// A county with a bureau and its officer `lin`.
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let county = Self::over(folder);
        county.add_officer("临溪县教育局", "lin").await;
        county
    }

    /// A server over a folder, as after a restart.
    pub(crate) fn over(folder: TempDir) -> Self {
        Self::reached(folder, Reach::default())
    }

    /// A server over a folder that is reached in this way.
    pub(crate) fn reached(folder: TempDir, reach: Reach) -> Self {
        Self::by(Guides::default(), folder, reach)
    }

    /// A server that knows these guides.
    pub(crate) fn by(guides: Guides, folder: TempDir, reach: Reach) -> Self {
        let disk = Disk::open(&database(folder.path()), [9; 32]).unwrap();
        let app = Arc::new(App::by(guides, disk, reach));
        Self { folder, router: router(Arc::clone(&app)), app }
    }

    /// The same server on a clock that jumps whenever all wait. The time limit of a whole request is left out: the clock
    /// would jump to it while the disk works.
    pub(crate) fn on_a_jumping_clock(self) -> Self {
        let app = Arc::clone(&self.app);
        tokio::time::pause();
        Self { router: bare(app), ..self }
    }

    pub(crate) async fn add_officer(&self, bureau: &str, login: &str) {
        let officer = Officer {
            bureau: bureau.to_owned(),
            login: login.to_owned(),
            name: "李股长".to_owned(),
            password_hash: password::hash(PASSWORD).unwrap(),
        };
        self.app.disk.write(move |desk| add_officer(desk, &officer, chance::now())).await.unwrap();
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// A request as it comes from an address.
    pub(crate) async fn send_from(&self, address: &str, mut request: Request<Body>) -> Answer {
        request.extensions_mut().insert(Peer(address.parse().unwrap()));
        self.send(request).await
    }

    pub(crate) async fn post(&self, path: &str, body: Vec<u8>) -> Answer {
        self.send(Request::post(path).header(HOST, HOST_NAME).body(Body::from(body)).unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).header(HOST, HOST_NAME).body(Body::empty()).unwrap()).await
    }

    /// Signs an officer in.
    pub(crate) async fn officer(&self, login: &str) -> Browser<'_> {
        let mut browser = Browser { county: self, cookie: String::new() };
        let answer = browser.post("/bureau/login", &[("account", login), ("password", PASSWORD)]).await;
        assert_eq!((answer.status, answer.header(LOCATION.as_str())), (StatusCode::SEE_OTHER, "/bureau/"));
        let cookie = answer.header(SET_COOKIE.as_str());
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        browser.cookie = cookie.split(';').next().unwrap().to_owned();
        browser
    }

    /// A founded studio and its chief's phone.
    pub(crate) async fn studio(&self) -> (StudioId, Phone) {
        let (studio, code) = self.officer("lin").await.create("赵桥乡语文首席教师工作室", "周慧敏").await;
        (studio, self.join(&code, "周慧敏").await)
    }

    /// A phone that joins with a code.
    pub(crate) async fn join(&self, code: &str, name: &str) -> Phone {
        let new = NewDevice { device: DeviceId(chance::bytes()), seed: chance::bytes(), nonce: chance::bytes() };
        let answer: EnrolAnswer = self.enrol(code, name, &new).await.read();
        let mut store = MemoryStore::default();
        let replica = Replica::enrol(&mut store, &answer, new, chance::now()).unwrap();
        Phone { store, replica }
    }

    pub(crate) async fn enrol(&self, code: &str, name: &str, new: &NewDevice) -> Answer {
        let request = EnrolRequest {
            code: code.to_owned(),
            device: new.device,
            key: Secret::from_seed(new.seed).public(),
            device_name: "测试手机".to_owned(),
            person_name: name.to_owned(),
        };
        self.post(ENROL_PATH, to_vec(&request)).await
    }

    /// The chief invites a backbone teacher, who joins.
    pub(crate) async fn backbone(&self, chief: &mut Phone, name: &str) -> Phone {
        let person = PersonId(chance::bytes());
        chief.add_person(person, name);
        chief.sync(self).await;
        let invite: InviteAnswer = chief.invite(self, person, Role::Backbone, name).await.read();
        let mut phone = self.join(&invite.code, name).await;
        phone.sync(self).await;
        phone
    }
}

/// An officer's browser: keeps the cookie, sends origin and token as our own pages do.
pub(crate) struct Browser<'a> {
    pub(crate) county: &'a County,
    pub(crate) cookie: String,
}

impl Browser<'_> {
    pub(crate) async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).header(HOST, HOST_NAME).header(COOKIE, &self.cookie);
        self.county.send(request.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_from(&format!("https://{HOST_NAME}"), path, fields).await
    }

    pub(crate) async fn post_from(&self, origin: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.county.send(self.form(origin, path, fields)).await
    }

    /// A form as this browser sends it.
    pub(crate) fn form(&self, origin: &str, path: &str, fields: &[(&str, &str)]) -> Request<Body> {
        let form: Vec<String> = fields.iter().map(|(key, value)| format!("{key}={}", encoded(value))).collect();
        let request = Request::post(path)
            .header(HOST, HOST_NAME)
            .header(ORIGIN, origin)
            .header(COOKIE, &self.cookie)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        request.body(Body::from(form.join("&"))).unwrap()
    }

    /// The token that this officer's forms carry, taken from a page.
    pub(crate) async fn token(&self) -> String {
        let page = self.get("/bureau/studios/new").await.text();
        between(&page, "name=\"token\" value=\"", "\"")
            .or_else(|| between(&page, "value=\"", "\" name=\"token\""))
            .unwrap()
    }

    /// Founds a studio; says its id and the chief's invite.
    pub(crate) async fn create(&self, name: &str, chief: &str) -> (StudioId, String) {
        self.create_in(PROJECT, name, chief).await
    }

    /// The same in the project of a name: the first of it makes the project.
    pub(crate) async fn create_in(&self, project: &str, name: &str, chief: &str) -> (StudioId, String) {
        self.create_by("", project, name, chief).await
    }

    /// The same by a guide's direction, as its chip sends it; none as an earlier release's form.
    pub(crate) async fn create_by(
        &self,
        direction: &str,
        project: &str,
        name: &str,
        chief: &str,
    ) -> (StudioId, String) {
        let token = self.token().await;
        let fields = [
            ("token", token.as_str()),
            ("project", "new"),
            ("direction", direction),
            ("project-name", project),
            ("name", name),
            // a second one of a name is meant
            ("same", name),
            ("school", "赵桥小学"),
            ("chief", chief),
        ];
        let page = self.post("/bureau/studios", &fields).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        let text = page.text();
        let code = between(&text, "id=\"invite-code\">", "<").unwrap();
        let mut ids = text.split("/bureau/studios/").skip(1).filter_map(|rest| rest.split('"').next());
        let studio = ids.find_map(|id| id.parse().ok()).unwrap();
        (studio, code)
    }
}

pub(crate) fn between(text: &str, before: &str, after: &str) -> Option<String> {
    let rest = text.split_once(before)?.1;
    Some(rest.split_once(after)?.0.to_owned())
}

fn encoded(value: &str) -> String {
    value
        .bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// A phone: the real replica over a disk in memory.
pub(crate) struct Phone {
    pub(crate) store: MemoryStore,
    pub(crate) replica: Replica,
}

impl Phone {
    pub(crate) fn studio(&self) -> StudioId {
        self.replica.identity().studio
    }

    pub(crate) fn person(&self) -> PersonId {
        self.replica.identity().person
    }

    /// The studio as this phone reads it.
    pub(crate) fn model(&self) -> ReadModel {
        ReadModel::of(self.replica.state())
    }

    /// A command as the app gives it.
    pub(crate) fn act(&mut self, command: &Command) {
        let model = self.model();
        let identity = self.replica.identity();
        let actor = Actor { model: &model, person: identity.person, device: identity.device, now: chance::now() };
        let mut ids = std::iter::from_fn(|| Some(chance::bytes()));
        let edits = command.edits(&actor, &mut ids).unwrap();
        self.replica.record(&mut self.store, &edits, chance::now(), None).unwrap();
    }

    pub(crate) fn add_person(&mut self, person: PersonId, name: &str) {
        let person = NewPerson {
            person: Some(person),
            name: name.to_owned(),
            school: "赵桥小学".to_owned(),
            township: "赵桥乡".to_owned(),
            subject: "语文".to_owned(),
        };
        self.act(&Command::AddPeople(vec![person]));
    }

    /// The body of the next sync.
    pub(crate) fn body(&self) -> Vec<u8> {
        to_vec(&self.replica.request(&self.store, chance::now(), ANSWER_BYTES_MAX).unwrap())
    }

    pub(crate) fn signed(&self, path: &str, body: Vec<u8>) -> Request<Body> {
        let signature = sign_request(self.replica.secret(), "POST", path, &body);
        Request::post(path)
            .header(HEADER_DEVICE, self.replica.identity().device.to_string())
            .header(HEADER_SIGNATURE, signature.to_string())
            .body(Body::from(body))
            .unwrap()
    }

    pub(crate) async fn send(&self, county: &County) -> Answer {
        county.send(self.signed(&sync_path(self.studio()), self.body())).await
    }

    /// Round trips until nothing is left; says every verdict.
    pub(crate) async fn sync(&mut self, county: &County) -> Vec<Verdict> {
        let mut verdicts = Vec::new();
        loop {
            let answer: SyncAnswer = self.send(county).await.read();
            verdicts.extend(answer.verdicts.iter().map(|judged| judged.verdict.clone()));
            if !self.take(&answer) {
                return verdicts;
            }
        }
    }

    /// Takes an answer in; says whether there is more.
    pub(crate) fn take(&mut self, answer: &SyncAnswer) -> bool {
        self.replica.answer(&mut self.store, answer, chance::now()).unwrap().more
    }

    pub(crate) async fn held(&self, county: &County, request: &HeldRequest) -> Answer {
        county.send(self.signed(&held_path(self.studio()), to_vec(request))).await
    }

    pub(crate) async fn invite(&self, county: &County, person: PersonId, role: Role, name: &str) -> Answer {
        let request = InviteRequest { person, role, person_name: name.to_owned(), school: "赵桥小学".to_owned() };
        county.send(self.signed(&invite_path(self.studio()), to_vec(&request))).await
    }
}
