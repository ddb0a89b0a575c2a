//! Writing canonical CBOR to memory: definite lengths, shortest integers, keys in given order.

use std::convert::Infallible;

use minicbor::Encoder;
use minicbor::encode::Error;

/// The bytes that `write` makes.
pub(crate) fn cbor(write: impl FnOnce(&mut Encoder<Vec<u8>>) -> Result<(), Error<Infallible>>) -> Vec<u8> {
    let mut encoder = Encoder::new(Vec::new());
    match write(&mut encoder) {
        Ok(()) => encoder.into_writer(),
        Err(error) => unreachable!("encoding to memory failed: {error}"),
    }
}

/// The CBOR of one value.
pub fn to_vec<T: minicbor::Encode<()>>(value: &T) -> Vec<u8> {
    cbor(|e| e.encode(value)?.ok())
}
