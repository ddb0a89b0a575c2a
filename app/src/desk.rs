//! The teacher's desk: the line to the engine and what the engine last told. Screens ask through [`use_answer`], which
//! asks again when the engine says that the content changed. It must not decide what is drawn.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;

use dioxus::core::spawn_forever;
use dioxus::prelude::*;
use studio_core::command::Command;
use studio_core::guide::Shape;
use studio_core::id::RecordId;
use studio_core::view::RecordQuery;
use studio_engine::client::EngineHandle;
use studio_engine::messages::{
    Changed, Notice, Request, Standing, StorageKind, StorageState, SyncState, TabState, Update,
};

use studio_ui::i18n::{speak, t};

use crate::form::Opening;
use crate::piece::Kept;
use crate::shell::Given;

/// Rows that 记录 opens with: a long list costs no more than a short one.
const ROWS_SHOWN: usize = 100;

/// A short word after an action, with the way to take it back.
#[derive(Clone, PartialEq)]
pub(crate) struct Said {
    /// What happened.
    pub(crate) text: String,
    /// What 撤销 asks of the engine; more than one request when it takes more.
    pub(crate) undo: Vec<Request>,
}

/// Letting large pictures go, as far as the person knows.
#[derive(Clone, Default, PartialEq)]
pub(crate) enum Freeing {
    /// Nobody asked.
    #[default]
    Not,
    /// The server is asked for one after the other.
    Asking,
    /// What became of it.
    Done(String),
}

/// What every screen shares. A handle: copies see the same desk.
#[derive(Clone, Copy)]
pub(crate) struct Desk {
    engine: CopyValue<EngineHandle>,
    /// Where this device stands; `None` until the engine has answered.
    pub(crate) standing: Signal<Option<Standing>>,
    /// The words that are spoken: whoever reads them is drawn again with others.
    shape: Signal<Shape>,
    /// How syncing stands.
    pub(crate) sync: Signal<SyncState>,
    /// Where records are kept.
    pub(crate) storage: Signal<StorageState>,
    /// Whether this tab has the studio.
    pub(crate) tab: Signal<TabState>,
    /// Why the engine stopped, once it has.
    pub(crate) stopped: Signal<Option<String>>,
    /// What the engine has to tell, newest last.
    pub(crate) notices: Signal<Vec<Notice>>,
    /// A new version of the app waits.
    pub(crate) update_ready: Signal<bool>,
    /// The word after the last action.
    pub(crate) said: Signal<Option<Said>>,
    /// A backup that was handed to the browser and is not known to have arrived.
    pub(crate) given: Signal<Option<Given>>,
    /// What 记录 is filtered by; it survives a look into a record.
    pub(crate) filter: Signal<RecordQuery>,
    /// How many rows of it.
    pub(crate) shown: Signal<usize>,
    /// A form on its way from 记一笔 to its screen.
    pub(crate) opening: Signal<Option<Opening>>,
    /// The code that the invite's link brought.
    pub(crate) code: Signal<Option<String>>,
    /// Small pictures that were shown last.
    pub(crate) kept: CopyValue<Kept>,
    /// The next form that opens is for its pictures: it shows where they are chosen.
    pub(crate) to_pictures: CopyValue<bool>,
    /// A line on ＋记一笔 that has not become a form yet.
    line: CopyValue<Option<String>>,
    /// The field that the next form opens at.
    pub(crate) to_field: CopyValue<Option<String>>,
    /// The paragraph that the next paper opens at.
    pub(crate) to_passage: CopyValue<Option<RecordId>>,
    /// Records that were ticked for a part of a paper, with the paper and the part: who goes back finds them ticked.
    pub(crate) ticked: CopyValue<(String, String, BTreeSet<RecordId>)>,
    /// Large pictures that shall go from this phone.
    pub(crate) freeing: Signal<Freeing>,
    told: Signal<[u64; KINDS]>,
}

/// Kinds of [`Changed`].
const KINDS: usize = 7;
/// Notices kept at once: older ones have been overtaken.
const NOTICES_MAX: usize = 3;

/// The setting in which the line lies.
pub(crate) const LINE: &str = "line";

impl Desk {
    /// A desk at the end of a line. Called once, by the root.
    pub(crate) fn new(engine: EngineHandle, code: Option<String>) -> Self {
        Self {
            engine: CopyValue::new(engine),
            standing: Signal::new(None),
            shape: Signal::new(Shape::default()),
            sync: Signal::new(SyncState::default()),
            storage: Signal::new(StorageState::default()),
            tab: Signal::new(TabState::Here),
            stopped: Signal::new(None),
            notices: Signal::new(Vec::new()),
            update_ready: Signal::new(false),
            said: Signal::new(None),
            given: Signal::new(None),
            filter: Signal::new(RecordQuery::default()),
            shown: Signal::new(ROWS_SHOWN),
            opening: Signal::new(None),
            code: Signal::new(code),
            kept: CopyValue::new(Kept::default()),
            to_pictures: CopyValue::new(false),
            line: CopyValue::new(None),
            to_field: CopyValue::new(None),
            to_passage: CopyValue::new(None),
            ticked: CopyValue::default(),
            freeing: Signal::new(Freeing::default()),
            told: Signal::new([0; KINDS]),
        }
    }

    /// A line that was typed on ＋记一笔 and has not become a form yet; `None` before anybody asked the disk.
    pub(crate) fn line(&self) -> Option<String> {
        self.line.peek().clone()
    }

    /// Takes in what is typed.
    pub(crate) fn type_line(mut self, line: String) {
        self.line.set(Some(line));
    }

    /// Back on 首页 one begins anew: the line waits on its sheet, and comes along with no form that is opened elsewhere.
    pub(crate) fn leave_line(mut self) {
        self.keep_line();
        self.line.set(None);
    }

    /// Keeps it on the disk, before anything that is asked from now on: whoever leaves the sheet finds it again.
    pub(crate) fn keep_line(self) {
        if let Some(value) = self.line() {
            self.engine().tell(Request::SetSetting { name: LINE.to_owned(), value });
        }
    }

    /// The line to the engine.
    pub(crate) fn engine(&self) -> EngineHandle {
        self.engine.peek().clone()
    }

    /// Takes in what the engine tells.
    pub(crate) fn take(mut self, update: Update) {
        match update {
            Update::Changed(kinds) => {
                let mut told = self.told.write();
                for kind in kinds {
                    told[place(kind)] += 1;
                }
            }
            Update::Sync(state) => set(self.sync, state),
            Update::Notice(notice) => self.tell(notice),
            Update::Tab(state) => set(self.tab, state),
            Update::Storage(state) => set(self.storage, state),
            Update::Standing(standing) => self.stands(standing),
            Update::Stopped { reason } => set(self.stopped, Some(reason)),
        }
    }

    /// Where this device stands now. From here on it speaks in the words of the project that is open.
    pub(crate) fn stands(self, standing: Standing) {
        let shape = standing.open.as_ref().map(|open| Shape::clone(&open.shape)).unwrap_or_default();
        speak(shape.clone());
        set(self.shape, shape);
        set(self.standing, Some(standing));
    }

    /// Shows a notice above the screen.
    pub(crate) fn tell(mut self, notice: Notice) {
        let mut notices = self.notices.write();
        notices.retain(|held| held.key != notice.key);
        notices.push(notice);
        if notices.len() > NOTICES_MAX {
            notices.remove(0);
        }
    }

    /// Takes a notice away.
    pub(crate) fn dismiss(mut self, key: &str) {
        self.notices.write().retain(|held| held.key != key);
    }

    /// Says a word after an action.
    pub(crate) fn say(mut self, text: String, undo: Vec<Request>) {
        self.said.set(Some(Said { text, undo }));
    }

    /// The key of a word that says "kept", or what is true where the browser refuses a disk.
    pub(crate) fn kept(self, said: &'static str) -> &'static str {
        let stopped =
            self.standing.peek().as_ref().and_then(|standing| standing.open.as_ref()?.stopped.as_ref()).is_some();
        match self.storage.peek().kind {
            StorageKind::Memory => "form-page-only-said",
            _ if stopped => "form-stopped-said",
            _ => said,
        }
    }

    /// Carries out a command and says so; what goes wrong becomes a notice. It outlives the button that was pressed.
    pub(crate) fn act(self, command: Command, said: &'static str, undo: Vec<Request>) {
        spawn_forever(async move {
            match self.engine().command(command).await {
                Ok(_) => self.say(t(said), undo),
                Err(notice) => self.tell(notice),
            }
        });
    }

    /// How often one of these kinds has changed; whoever reads it is told of the next time.
    pub(crate) fn times(&self, kinds: &[Changed]) -> u64 {
        let told = self.told.read();
        kinds.iter().map(|kind| told[place(*kind)]).sum()
    }
}

/// Tells readers only of a difference.
fn set<T: PartialEq + 'static>(mut signal: Signal<T>, value: T) {
    if *signal.peek() != value {
        signal.set(value);
    }
}

fn place(kind: Changed) -> usize {
    match kind {
        Changed::Records => 0,
        Changed::Team => 1,
        Changed::Deliveries => 2,
        Changed::Drafts => 3,
        Changed::Asides => 4,
        Changed::Settings => 5,
        Changed::Pieces => 6,
    }
}

/// The desk of this page.
pub(crate) fn use_desk() -> Desk {
    use_context::<Desk>()
}

/// An answer as a screen sees it.
#[derive(Clone, PartialEq)]
pub(crate) enum Answer<T> {
    /// Not yet.
    Waiting,
    /// Here it is; the last one stays while a newer one is on its way.
    Here(T),
    /// What went wrong.
    Failed(Notice),
}

/// Asks the engine now, whenever `of` differs, and whenever it tells that one of `kinds` changed.
pub(crate) fn use_answer<K, T, F>(of: K, kinds: &'static [Changed], ask: fn(EngineHandle, K) -> F) -> Answer<T>
where
    K: Clone + PartialEq + 'static,
    T: Clone + PartialEq + 'static,
    F: Future<Output = Result<T, Notice>> + 'static,
{
    let desk = use_desk();
    // with other words all that was said of the same answer is said anew
    desk.shape.read();
    let held = use_signal(|| Answer::Waiting);
    let mut asked = use_signal(|| of.clone());
    if *asked.peek() != of {
        asked.set(of);
    }
    use_asking(desk, kinds, Box::new(move || hold(held, Box::pin(ask(desk.engine(), asked())))));
    held()
}

/// What is under way; a type of its own for each question would be laid down in the page sixty times over.
type Coming<T> = Pin<Box<dyn Future<Output = T>>>;

/// Asks at once and whenever one of `kinds` changes, or what the question itself reads.
fn use_asking(desk: Desk, kinds: &'static [Changed], mut ask: Box<dyn FnMut() -> Coming<()>>) {
    let times = use_memo(move || desk.times(kinds));
    use_resource(move || {
        times();
        ask()
    });
}

/// Holds an answer once it is here, unless it says nothing new.
fn hold<T: PartialEq + 'static>(mut held: Signal<Answer<T>>, answer: Coming<Result<T, Notice>>) -> Coming<()> {
    Box::pin(async move {
        let answer = answer.await.map_or_else(Answer::Failed, Answer::Here);
        if *held.peek() != answer {
            held.set(answer);
        }
    })
}
