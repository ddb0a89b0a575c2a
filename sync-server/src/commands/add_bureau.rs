//! `add-bureau`: a bureau and its officer's account, with a first password that is shown once.

use std::io::{BufRead, IsTerminal, Read, Write};
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;
use studio_core::time::Millis;

use super::{Data, block_on};
use crate::auth::password;
use crate::chance;
use crate::codes;
use crate::desk::Desk;
use crate::enrol::clean;
use crate::fault::Fault;
use crate::limits::{NAME_CHARS_MAX, PASSWORD_BYTES_MAX, PASSWORD_CHARS_MIN, TITLE_CHARS_MAX};
use crate::store::sqlite::office::{self, OfficerRow};

/// Make a bureau and its officer's account; for an account that exists, set a new password.
///
/// The password is drawn and shown once. To set your own, pipe it in: it must not stand in a command line, where other
/// users of the machine see it.
#[derive(Debug, Args)]
pub struct AddBureau {
    #[command(flatten)]
    data: Data,
    /// The bureau's name, e.g. 临溪县教育局.
    #[arg(long)]
    name: String,
    /// What the officer types to come in, e.g. linxi-jsjy.
    #[arg(long = "account", alias = "login")]
    login: String,
    /// Who the officer is, e.g. "教师教育股 · 李股长"; by default the account.
    #[arg(long)]
    officer: Option<String>,
}

/// An officer's account to make.
#[derive(Debug, Clone)]
pub struct Officer {
    /// The bureau's name.
    pub bureau: String,
    /// Login.
    pub login: String,
    /// Who they are.
    pub name: String,
    /// What is kept of their password.
    pub password_hash: String,
}

impl AddBureau {
    /// Makes or resets the account and prints its password.
    ///
    /// # Errors
    /// When a name cannot be used, or the account belongs to another bureau.
    pub fn run(self, out: &mut dyn Write) -> Result<ExitCode> {
        let Some(bureau) = clean(&self.name, TITLE_CHARS_MAX) else { bail!("--name is empty or too long") };
        let Some(name) = clean(self.officer.as_deref().unwrap_or(&self.login), NAME_CHARS_MAX) else {
            bail!("--officer is empty or too long")
        };
        let fits = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if self.login.is_empty() || self.login.len() > NAME_CHARS_MAX || !self.login.chars().all(fits) {
            bail!("--account: letters, digits, - _ . and at most {NAME_CHARS_MAX}");
        }
        let given = piped_password()?;
        let first = given.clone().unwrap_or_else(|| codes::password(chance::bytes()));
        let password_hash = password::hash(&first).map_err(anyhow::Error::msg)?;
        let officer = Officer { bureau, login: self.login.clone(), name, password_hash };
        let (disk, now) = (self.data.open()?, chance::now());
        let added = block_on(disk.write(move |desk| add_officer(desk, &officer, now)))??;
        match added {
            Added::New => writeln!(out, "bureau 教育局: {}", self.name)?,
            Added::Reset => writeln!(out, "a new password; every session of this account has ended\n密码已重设")?,
            Added::Elsewhere => bail!("{} is an account of another bureau", self.login),
        }
        writeln!(out, "account 账号:   {}", self.login)?;
        if given.is_none() {
            writeln!(out, "password 密码:  {first}\n(shown this once 只显示这一次)")?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The first line of what was piped in; `None` at a terminal or when nothing came.
fn piped_password() -> Result<Option<String>> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        return Ok(None);
    }
    let mut line = String::new();
    stdin.lock().take(PASSWORD_BYTES_MAX as u64 + 2).read_line(&mut line)?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    match password.chars().count() {
        0 => Ok(None),
        PASSWORD_CHARS_MIN.. if password.len() <= PASSWORD_BYTES_MAX => Ok(Some(password)),
        _ => bail!(
            "the password on standard input must have {PASSWORD_CHARS_MIN} characters and at most {PASSWORD_BYTES_MAX} bytes"
        ),
    }
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// A new account.
    New,
    /// An account that was there has a new password.
    Reset,
    /// The login belongs to another bureau; nothing was changed.
    Elsewhere,
}

/// Makes an officer's account and, if need be, its bureau; an account that is there gets the new password.
///
/// # Errors
/// [`Fault`].
pub fn add_officer(desk: &mut Desk<'_>, officer: &Officer, now: Millis) -> Result<Added, Fault> {
    let bureau = match office::bureau_by_name(desk.db(), &officer.bureau)? {
        Some(bureau) => bureau,
        None => {
            let bureau = chance::bytes();
            office::add_bureau(desk.db(), &bureau, &officer.bureau, now)?;
            bureau
        }
    };
    let held = office::officer(desk.db(), &officer.login)?;
    if held.as_ref().is_some_and(|held| held.bureau != bureau) {
        return Ok(Added::Elsewhere);
    }
    let row = OfficerRow {
        login: officer.login.clone(),
        bureau,
        bureau_name: officer.bureau.clone(),
        name: officer.name.clone(),
        password_hash: officer.password_hash.clone(),
    };
    office::put_officer(desk.db(), &row, now)?;
    office::drop_sessions_of(desk.db(), &officer.login)?;
    Ok(if held.is_some() { Added::Reset } else { Added::New })
}
