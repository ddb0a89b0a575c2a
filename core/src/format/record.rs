//! A record: one flat map of scalars, as the document shows it (with conflicts, if two phones
//! changed one field). It knows nothing of the trade's types: those are readers over it.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::cbor::cbor;
use crate::id::{Actor, DocId, RecordId, Version};

/// A value of a field. Money is integer 分, durations are minutes, days and instants are text
/// (`2026-11-23`, `2026-11-23T14:30`, local time in Asia/Shanghai).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Encode, Decode, Serialize, Deserialize)]
pub enum Scalar {
    /// A text.
    #[n(0)]
    Str(#[n(0)] String),
    /// A whole number.
    #[n(1)]
    Int(#[n(0)] i64),
    /// Yes or no.
    #[n(2)]
    Bool(#[n(0)] bool),
    /// Bytes.
    #[n(3)]
    Bytes(
        #[n(0)]
        #[cbor(with = "minicbor::bytes")]
        Vec<u8>,
    ),
}

impl From<&str> for Scalar {
    fn from(text: &str) -> Self {
        Self::Str(text.to_owned())
    }
}

impl From<String> for Scalar {
    fn from(text: String) -> Self {
        Self::Str(text)
    }
}

impl From<i64> for Scalar {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Scalar {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl Scalar {
    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// The flag, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(flag) => Some(*flag),
            _ => None,
        }
    }
}

/// An operation's identity and its place in automerge's total order: counter first, then actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct OpId {
    /// Lamport counter.
    #[n(0)]
    pub counter: u64,
    /// Who made it.
    #[n(1)]
    pub actor: Actor,
}

/// One value now visible under a key; several stand side by side when phones differed.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Visible {
    /// The operation that wrote it.
    #[n(0)]
    pub op: OpId,
    /// What it wrote.
    #[n(1)]
    pub value: Scalar,
}

/// A record as its document shows it now.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Record {
    /// Its random id.
    #[n(0)]
    pub id: RecordId,
    /// The document that holds it.
    #[n(1)]
    pub doc: DocId,
    /// The make-map operation that gave birth to it.
    #[n(2)]
    pub birth: OpId,
    /// Key → visible values in ascending order of their operations; the last one wins.
    /// A key whose values were all deleted is absent.
    #[n(3)]
    pub fields: BTreeMap<String, Vec<Visible>>,
}

/// The key of the field that names a record's type (`activity`, `mentoring`, …).
pub const TYPE_KEY: &str = "type";

impl Record {
    /// Every field as it stands: of several values the one that is shown meanwhile.
    pub fn standing(&self) -> BTreeMap<String, Scalar> {
        self.fields.iter().filter_map(|(key, values)| Some((key.clone(), values.last()?.value.clone()))).collect()
    }

    /// The winning value of a field.
    pub fn get(&self, key: &str) -> Option<&Scalar> {
        self.fields.get(key)?.last().map(|v| &v.value)
    }

    /// The winning text of a field.
    pub fn str(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    /// The winning number of a field.
    pub fn int(&self, key: &str) -> Option<i64> {
        self.get(key)?.as_int()
    }

    /// The record's type word; empty when it has none.
    pub fn type_word(&self) -> &str {
        self.str(TYPE_KEY).unwrap_or_default()
    }

    /// `(rest of the key, winning value)` of every field below `prefix/`, in key order.
    pub fn below<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a Scalar)> {
        self.fields
            .range(prefix.to_owned()..)
            .map_while(move |(key, values)| {
                if !key.starts_with(prefix) {
                    return None;
                }
                Some((key.strip_prefix(prefix).and_then(|r| r.strip_prefix('/')), values.last()))
            })
            .filter_map(|(rest, last)| Some((rest?, &last?.value)))
    }

    /// Keys with more than one visible value.
    pub fn conflicts(&self) -> impl Iterator<Item = (&str, &[Visible])> {
        self.fields.iter().filter(|(_, v)| v.len() > 1).map(|(k, v)| (k.as_str(), v.as_slice()))
    }

    /// Counter of the newest operation that still shows: within a document, what was written later has a greater one.
    pub fn newest(&self) -> u64 {
        let shown = self.fields.values().flatten().map(|value| value.op.counter);
        shown.chain([self.birth.counter]).max().unwrap_or_default()
    }

    /// SHA-256 of the canonical CBOR `[id, {key: [tag, value] …}]` with keys in byte order and
    /// unknown fields included; `None` while a field has two values.
    pub fn version(&self) -> Option<Version> {
        let mut flat = Vec::with_capacity(self.fields.len());
        for (key, values) in &self.fields {
            match values.as_slice() {
                [one] => flat.push((key.as_str(), &one.value)),
                _ => return None,
            }
        }
        Some(version_of(self.id, flat.into_iter()))
    }
}

/// The version of a record with exactly these fields, given in byte order of their keys.
pub fn version_of<'a>(id: RecordId, fields: impl ExactSizeIterator<Item = (&'a str, &'a Scalar)>) -> Version {
    let bytes = cbor(|e| {
        e.array(2)?.bytes(&id.0)?.map(fields.len() as u64)?;
        for (key, value) in fields {
            e.str(key)?.encode(value)?;
        }
        Ok(())
    });
    Version(Sha256::digest(bytes).into())
}
