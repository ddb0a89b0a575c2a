//! The room that this phone has left for the app, told before something does not fit any more.

use dioxus::prelude::*;
use studio_engine::messages::Changed;
use studio_ui::dates;
use studio_ui::prelude::*;

use crate::desk::use_desk;
use crate::platform;
use crate::route::Route;

/// Less than this is told: a hundred photos, a month of a busy studio, so that there is time to do something about it.
const ROOM_LOW_BYTES: u64 = 30 << 20;
/// What a photo takes with its small one, about.
const PHOTO_BYTES: u64 = 300 << 10;

/// A line while little is left; on the page where one does something about it (`here`) without the way there.
#[component]
pub(crate) fn Room(#[props(default)] here: bool) -> Element {
    let desk = use_desk();
    let times = use_memo(move || desk.times(&[Changed::Records, Changed::Pieces]));
    let left = use_resource(move || {
        times();
        platform::room_left()
    });
    let Some(left) = left().flatten().filter(|left| *left < ROOM_LOW_BYTES) else { return rsx! {} };
    rsx! { RoomView { left, here } }
}

/// The same as a picture of plain data.
#[component]
pub(crate) fn RoomView(left: u64, here: bool) -> Element {
    let args = [("bytes", dates::bytes(left)), ("count", (left / PHOTO_BYTES).to_string())];
    let text = t_with("room-low", &args.each_ref().map(|(key, value)| (*key, value.as_str())));
    rsx! {
        div { "data-testid": "banner-room",
            if here {
                Banner { text, tone: Tone::Warn, glyph: Glyph::HardDrive }
            } else {
                Banner { text, tone: Tone::Warn, glyph: Glyph::HardDrive, action: t("room-look"), href: Route::Pictures {}.to_string() }
            }
        }
    }
}
