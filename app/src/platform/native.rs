//! The same doors without a browser, for pictures of screens in tests and for tools that only type-check: nothing is
//! stored, nothing is shown.

use std::time::{SystemTime, UNIX_EPOCH};

use dioxus::html::FileData;
use studio_core::time::Millis;

use crate::picture::{NoPicture, bare, look};

/// The router keeps a history of its own.
pub(crate) fn provide_history() {}

/// Goes back to a page where the present one was entered from it. Nothing is known of that here.
pub(crate) fn goes_back_to(_route: &str) -> bool {
    false
}

/// Keeps a listener alive; dropping it takes the listener away.
pub(crate) struct Listening;

/// The printer.
pub(crate) fn print() {}

/// The clock.
pub(crate) fn now() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis(i64::try_from(since.as_millis()).unwrap_or_default())
}

/// Never wakes: a picture is drawn at once.
pub(crate) async fn sleep(_ms: u32) {
    std::future::pending::<()>().await;
}

/// What stood after `#` in the address at the start.
pub(crate) fn take_fragment() -> Option<String> {
    None
}

/// The text size that was chosen: `standard`, `large`, `huge`.
pub(crate) fn text_size() -> String {
    "standard".to_owned()
}

/// Applies and remembers a text size.
pub(crate) fn set_text_size(_size: &str) {}

/// A remembered word of the screens.
pub(crate) fn remembered(_key: &str) -> Option<String> {
    None
}

/// Remembers a word of the screens.
pub(crate) fn remember(_key: &str, _word: &str) {}

/// Puts a text on the clipboard.
pub(crate) async fn copy(_text: &str) -> bool {
    false
}

/// Gives a file to the person.
pub(crate) fn give_file(_name: &str, _media: &str, _bytes: &[u8]) -> bool {
    false
}

/// Gives a file to the person.
pub(crate) async fn hand_over(_name: &str, _media: &str, _bytes: &[u8]) -> bool {
    false
}

/// Whether the phone's share sheet takes a text.
pub(crate) fn can_share() -> bool {
    false
}

/// Opens the share sheet with a text; whether it went out.
pub(crate) async fn share(_text: &str) -> bool {
    false
}

/// Whether the phone's share sheet takes a file.
pub(crate) fn can_share_files() -> bool {
    false
}

/// Opens the share sheet with a file; whether it went out.
pub(crate) async fn share_file(_name: &str, _media: &str, _bytes: &[u8]) -> bool {
    false
}

/// Asks the system not to clear this app's storage.
pub(crate) async fn ask_to_keep() -> bool {
    false
}

/// Bytes that this app may still take.
pub(crate) async fn room_left() -> Option<u64> {
    None
}

/// Whether this is the browser inside a chat app.
pub(crate) fn in_chat_app() -> bool {
    false
}

/// Whether records can be kept here without a network.
pub(crate) fn can_keep() -> bool {
    true
}

/// What a person would call this device: a key of the translations.
pub(crate) fn device_name_key() -> &'static str {
    "device-computer"
}

/// Whether the app was opened from the home screen.
pub(crate) fn from_home_screen() -> bool {
    true
}

/// Whether a new version waits, and whenever one begins to.
pub(crate) fn on_update(_told: impl FnMut() + 'static) -> Listening {
    Listening
}

/// Starts the new version.
pub(crate) fn activate_update() {}

/// Told when the page goes out of sight or away (`false`), and when it comes back (`true`).
pub(crate) fn on_sight(_told: impl FnMut(bool) + 'static) -> Listening {
    Listening
}

/// Offers to load again: the page cannot go on.
pub(crate) fn failed() {}

/// Loads the page again.
pub(crate) fn reload() {}

/// Brings an element into view and gives it the focus.
pub(crate) fn focus(_id: &str) {}

/// The same with the next picture that is drawn.
pub(crate) fn focus_drawn(_id: String) {}

/// Where the caret of a text is.
pub(crate) fn caret(_id: &str) -> Option<usize> {
    None
}

/// Puts the caret of a text somewhere.
pub(crate) fn put_caret(_id: &'static str, _at: usize) {}

/// Shows a dialog that is on the page as a modal one.
pub(crate) fn show_dialog(_id: &str) {}

/// Closes a dialog.
pub(crate) fn close_dialog(_id: &str) {}

/// An entry of the history for what lies over a screen.
pub(crate) struct LaidOver;

/// Lays one over the screen.
pub(crate) fn lay_over(_taken_away: impl FnMut() + 'static) -> LaidOver {
    LaidOver
}

/// Lets pictures side by side in an element be turned and made larger.
pub(crate) fn reel(_id: &str, _at: usize) {}

/// A picture, small twice.
pub(crate) struct Shrunk {
    /// As it is kept.
    pub(crate) large: Vec<u8>,
    /// For lists.
    pub(crate) small: Vec<u8>,
}

/// Without a browser nothing decodes a photo.
///
/// # Errors
/// [`NoPicture`].
pub(crate) async fn shrink(file: &FileData) -> Result<Shrunk, NoPicture> {
    let bytes = file.read_bytes().await.map_err(|_| NoPicture::Unreachable)?;
    look(&bytes)?;
    bare(&bytes).map(|large| Shrunk { small: large.clone(), large }).ok_or(NoPicture::Unreadable)
}

/// An address under which a picture is shown.
#[derive(PartialEq)]
pub(crate) struct ImageUrl(String);

impl ImageUrl {
    /// The address of some bytes.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        Some(Self(format!("picture-of-{}-bytes", bytes.len())))
    }

    /// It.
    pub(crate) fn text(&self) -> String {
        self.0.clone()
    }
}
