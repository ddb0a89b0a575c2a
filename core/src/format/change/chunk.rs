//! The outer form of one automerge chunk, read by hand *before* automerge parses it: a column of
//! a few bytes can claim a million rows, and a type-2 chunk expands a thousandfold (PROTOCOL §3).

use crate::change::sha256;
use crate::id::ChangeHash;
use crate::limits::{DEPS_MAX, OPS_MAX, PREDS_MAX};
use crate::refusal::Refusal;

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const TYPE_CHANGE: u8 = 1;
const COLUMN_DEFLATED: u64 = 0x08;
/// Columns in a change that automerge writes for maps and scalars: thirteen at most.
const COLUMNS_MAX: u64 = 16;
/// Columns of predecessors: group 7.
const COLUMN_GROUP_PRED: u64 = 7;

/// Checks type, length, checksum and row counts; returns the hash of the chunk.
pub(super) fn check(bytes: &[u8]) -> Result<ChangeHash, Refusal> {
    let (magic, rest) = split(bytes, 4)?;
    let (checksum, sealed) = split(rest, 4)?;
    if magic != MAGIC {
        return Err(Refusal::Malformed);
    }
    let hash = sha256(sealed);
    if !hash.starts_with(checksum) {
        return Err(Refusal::Checksum);
    }
    scan(sealed)?;
    Ok(ChangeHash(hash))
}

/// What the change in a chunk builds on, read from its head alone; nothing when that cannot be read.
pub(super) fn deps(bytes: &[u8]) -> Vec<ChangeHash> {
    let Ok((_, sealed)) = split(bytes, 8) else { return Vec::new() };
    let mut reader = Reader(sealed);
    let counted = reader.byte().and_then(|_| reader.uleb()).and_then(|_| reader.uleb());
    let count = usize::try_from(counted.unwrap_or(0)).unwrap_or(0).min(DEPS_MAX);
    let dep = |bytes: &[u8]| Some(ChangeHash(bytes.try_into().ok()?));
    std::iter::from_fn(|| dep(reader.take(32).ok()?)).take(count).collect()
}

/// The greatest number of rows that a column claims; none when the chunk would not be parsed.
pub(super) fn rows_claimed(bytes: &[u8]) -> u64 {
    split(bytes, 8).and_then(|(_, sealed)| scan(sealed)).unwrap_or(0)
}

/// The greatest number of rows that a column claims, if the chunk may be parsed.
fn scan(sealed: &[u8]) -> Result<u64, Refusal> {
    let mut reader = Reader(sealed);
    if reader.byte()? != TYPE_CHANGE {
        return Err(Refusal::ChunkType);
    }
    let data_bytes = reader.uleb()?;
    if data_bytes != reader.0.len() as u64 {
        return Err(Refusal::Malformed);
    }
    check_header(&mut reader)?;
    check_columns(&mut reader)
}

fn check_header(reader: &mut Reader<'_>) -> Result<(), Refusal> {
    let deps = reader.uleb()?;
    if deps > DEPS_MAX as u64 {
        return Err(Refusal::Deps);
    }
    reader.skip(deps * 32)?;
    reader.skip_prefixed()?; // actor
    reader.uleb()?; // seq
    reader.uleb()?; // start_op
    reader.sleb()?; // time
    reader.skip_prefixed()?; // message
    let others = reader.uleb()?;
    if others > PREDS_MAX as u64 {
        return Err(Refusal::OpCount);
    }
    for _ in 0..others {
        reader.skip_prefixed()?;
    }
    Ok(())
}

fn check_columns(reader: &mut Reader<'_>) -> Result<u64, Refusal> {
    let count = reader.uleb()?;
    if count > COLUMNS_MAX {
        return Err(Refusal::Malformed);
    }
    let mut columns = Vec::new();
    for _ in 0..count {
        columns.push((reader.uleb()?, reader.uleb()?));
    }
    let mut most = 0;
    for (spec, length) in columns {
        if spec & COLUMN_DEFLATED != 0 {
            return Err(Refusal::ChunkType);
        }
        let column = reader.take(length)?;
        let rows_max = if spec >> 4 == COLUMN_GROUP_PRED { PREDS_MAX } else { OPS_MAX };
        let claimed = rows(spec & 7, column)?;
        if claimed > rows_max as u64 {
            return Err(Refusal::OpCount);
        }
        most = claimed.max(most);
    }
    Ok(most)
}

/// How many rows a column claims; for a group column, how many members.
fn rows(kind: u64, column: &[u8]) -> Result<u64, Refusal> {
    let mut reader = Reader(column);
    let mut total: u64 = 0;
    while !reader.0.is_empty() {
        let more = match kind {
            4 => reader.uleb()?,
            7 => return Ok(0),
            _ => run(kind, &mut reader)?,
        };
        total = total.saturating_add(more);
        if total > u64::from(u32::MAX) {
            return Err(Refusal::OpCount);
        }
    }
    Ok(total)
}

/// One run of a run-length column.
fn run(kind: u64, reader: &mut Reader<'_>) -> Result<u64, Refusal> {
    let length = reader.sleb()?;
    if length == 0 {
        return reader.uleb();
    }
    if length > 0 {
        let each = value(kind, reader)?;
        return Ok(length.unsigned_abs().saturating_mul(each));
    }
    let mut total: u64 = 0;
    for _ in 0..length.unsigned_abs().min(PREDS_MAX as u64 + 1) {
        total = total.saturating_add(value(kind, reader)?);
    }
    Ok(total)
}

/// Skips one value; how many rows it stands for (a group's value is the size of the group).
fn value(kind: u64, reader: &mut Reader<'_>) -> Result<u64, Refusal> {
    match kind {
        0 => return Ok(reader.uleb()?.max(1)),
        3 => {
            reader.sleb()?;
        }
        5 => reader.skip_prefixed()?,
        _ => {
            reader.uleb()?;
        }
    }
    Ok(1)
}

fn split(bytes: &[u8], at: usize) -> Result<(&[u8], &[u8]), Refusal> {
    bytes.split_at_checked(at).ok_or(Refusal::Malformed)
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Result<u8, Refusal> {
        let (first, rest) = self.0.split_first().ok_or(Refusal::Malformed)?;
        self.0 = rest;
        Ok(*first)
    }

    fn take(&mut self, length: u64) -> Result<&'a [u8], Refusal> {
        let length = usize::try_from(length).map_err(|_| Refusal::Malformed)?;
        let (taken, rest) = split(self.0, length)?;
        self.0 = rest;
        Ok(taken)
    }

    fn skip(&mut self, length: u64) -> Result<(), Refusal> {
        self.take(length).map(|_| ())
    }

    fn skip_prefixed(&mut self) -> Result<(), Refusal> {
        let length = self.uleb()?;
        self.skip(length)
    }

    fn uleb(&mut self) -> Result<u64, Refusal> {
        let mut result: u64 = 0;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            result |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(result);
            }
        }
        Err(Refusal::Malformed)
    }

    fn sleb(&mut self) -> Result<i64, Refusal> {
        let mut result: i64 = 0;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            result |= i64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let sign = if byte & 0x40 != 0 && shift + 7 < 64 { -1 << (shift + 7) } else { 0 };
                return Ok(result | sign);
            }
        }
        Err(Refusal::Malformed)
    }
}
