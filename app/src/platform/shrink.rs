//! A photo made small in the browser: decoded at a small size, turned as it was held, drawn, and written as a JPEG that
//! tells nothing.

use dioxus::html::FileData;
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap, ImageBitmapOptions, Url};

use crate::picture::{NoPicture, bare, decoded_width, is_jpeg, look, may_lie_on_its_side, swaps_sides, turn, turning};

/// The longer side of a picture as it is kept.
const SIDE_MAX: u32 = 1_600;
/// The longer side of its small one.
const SMALL_SIDE_MAX: u32 = 320;
/// Asked for by name: each of the two ways of writing a canvas has another default.
const QUALITY: f64 = 0.8;
const SMALL_QUALITY: f64 = 0.7;

/// Bytes in which nearly every photo says how large it is; the rest is looked through whole.
const HEAD_BYTES: f64 = 512.0 * 1_024.0;

/// A picture, small twice.
pub(crate) struct Shrunk {
    /// As it is kept.
    pub(crate) large: Vec<u8>,
    /// For lists.
    pub(crate) small: Vec<u8>,
}

/// Makes a photo small. The file stays where it is: only its head comes into this program's memory, which never shrinks.
///
/// # Errors
/// [`NoPicture`].
pub(crate) async fn shrink(file: &FileData) -> Result<Shrunk, NoPicture> {
    let blob: &Blob = file.inner().downcast_ref::<web_sys::File>().ok_or(NoPicture::Unreadable)?;
    let head = read(blob, HEAD_BYTES).await?;
    let size = match look(&head) {
        Err(NoPicture::Unknown) if is_jpeg(&head) && blob.size() > HEAD_BYTES => look(&read(blob, blob.size()).await?),
        told => told,
    };
    let size = size?;
    let picture = decoded(blob, decoded_width(size, SIDE_MAX)).await.ok_or(NoPicture::Unreadable)?;
    let turn = if may_lie_on_its_side(&head) { turn(&read(blob, blob.size()).await?) } else { 1 };
    let turn = if is_turned(&picture, size, turn) { 1 } else { turn };
    let large = written(&picture, turn, SIDE_MAX, QUALITY).await;
    let small = written(&picture, turn, SMALL_SIDE_MAX, SMALL_QUALITY).await;
    picture.close();
    large.zip(small).map(|(large, small)| Shrunk { large, small }).ok_or(NoPicture::Unreadable)
}

/// The first bytes of a file. One that lies in a cloud, or was deleted since it was chosen, cannot be read.
async fn read(blob: &Blob, bytes: f64) -> Result<Vec<u8>, NoPicture> {
    let part = blob.slice_with_f64_and_f64(0.0, bytes).map_err(|_| NoPicture::Unreachable)?;
    let buffer = JsFuture::from(part.array_buffer()).await.map_err(|_| NoPicture::Unreachable)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

fn blob(bytes: &[u8]) -> Option<Blob> {
    Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes))).ok()
}

/// Decoded no wider than it is kept: a whole one of a new phone takes 50 MB.
async fn decoded(blob: &Blob, width: Option<u32>) -> Option<ImageBitmap> {
    let window = web_sys::window()?;
    if let Some(width) = width {
        let options = ImageBitmapOptions::new();
        options.set_resize_width(width);
        options.set_resize_quality(web_sys::ResizeQuality::High);
        let made = window.create_image_bitmap_with_blob_and_image_bitmap_options(blob, &options).ok()?;
        // a browser that knows no such options decodes it whole
        if let Ok(made) = JsFuture::from(made).await {
            return made.dyn_into().ok();
        }
    }
    JsFuture::from(window.create_image_bitmap_with_blob(blob).ok()?).await.ok()?.dyn_into().ok()
}

/// Whether the browser has turned it: what was wide is high.
fn is_turned(picture: &ImageBitmap, size: Option<(u32, u32)>, turn: u8) -> bool {
    size.is_some_and(|(width, height)| {
        swaps_sides(turn) && width != height && (width > height) != (picture.width() > picture.height())
    })
}

/// Turned and drawn with so long a side at the most, as a JPEG.
async fn written(picture: &ImageBitmap, turn: u8, side: u32, quality: f64) -> Option<Vec<u8>> {
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let (width, height) = if swaps_sides(turn) { (height, width) } else { (width, height) };
    let scale = (f64::from(side) / width.max(height)).min(1.0);
    let (width, height) = ((width * scale).round().max(1.0), (height * scale).round().max(1.0));
    let document = web_sys::window()?.document()?;
    let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    // what shines through becomes paper
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, width, height);
    let [a, b, c, d, e, f] = turning(turn, width, height);
    context.set_transform(a, b, c, d, e, f).ok()?;
    let (width, height) = if swaps_sides(turn) { (height, width) } else { (width, height) };
    context.draw_image_with_image_bitmap_and_dw_and_dh(picture, 0.0, 0.0, width, height).ok()?;
    let made = Promise::new(&mut |done, failed| {
        let done = done.unchecked_into();
        if canvas.to_blob_with_type_and_encoder_options(&done, "image/jpeg", &quality.into()).is_err() {
            let _ = failed.call0(&JsValue::NULL);
        }
    });
    let blob: Blob = JsFuture::from(made).await.ok()?.dyn_into().ok()?;
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    bare(&Uint8Array::new(&buffer).to_vec())
}

/// An address under which a picture is shown; dropping it takes it away.
#[derive(PartialEq)]
pub(crate) struct ImageUrl(String);

impl ImageUrl {
    /// The address of some bytes.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        Url::create_object_url_with_blob(&blob(bytes)?).ok().map(Self)
    }

    /// It.
    pub(crate) fn text(&self) -> String {
        self.0.clone()
    }
}

impl Drop for ImageUrl {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.0);
    }
}
