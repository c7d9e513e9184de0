//! A contact: what a client sends, what it gets, and what is asked of the database.

use route_runtime::ValidationError;
use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Result, Row, Transaction, params};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

/// The id of a contact and of nothing else: in a path, in JSON and in SQL.
#[derive(Clone, Copy, Serialize)]
pub(crate) struct ContactId(i64);

impl FromStr for ContactId {
    type Err = ParseIntError;

    fn from_str(id: &str) -> std::result::Result<Self, Self::Err> {
        id.parse().map(Self)
    }
}

impl fmt::Display for ContactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl ToSql for ContactId {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        self.0.to_sql()
    }
}

impl FromSql for ContactId {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        i64::column_result(value).map(Self)
    }
}

#[derive(Serialize)]
pub(crate) struct Contact {
    pub(crate) id: ContactId,
    #[serde(flatten)]
    fields: Fields,
}

/// What a client may choose. A field that is not here is refused, so that nobody believes it was stored.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fields {
    name: String,
    email: String,
    phone: Option<String>,
}

impl Fields {
    /// All mistakes at once, each with its field.
    pub(crate) fn check(self) -> Result<Self, ValidationError> {
        let mut mistakes = Vec::new();
        if self.name.trim().is_empty() || self.name.len() > 200 {
            mistakes.push(("name", "is 1 to 200 bytes long"));
        }
        // Whether there is such an address only a letter to it can tell.
        if self.email.len() > 200
            || !self.email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
        {
            mistakes.push(("email", "is no address"));
        }
        if self.phone.as_ref().is_some_and(|phone| phone.is_empty() || phone.len() > 30) {
            mistakes.push(("phone", "is 1 to 30 bytes long, or left out"));
        }
        if mistakes.is_empty() { Ok(self) } else { Err(mistakes.into_iter().collect()) }
    }
}

/// What a `PATCH` changes, as a JSON Merge Patch (RFC 7396): a field that is left out stays, and `null` clears it, if it can be cleared.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Changes {
    #[serde(deserialize_with = "given")]
    name: Option<String>,
    #[serde(deserialize_with = "given")]
    email: Option<String>,
    #[serde(deserialize_with = "given")]
    phone: Option<Option<String>>,
}

/// A field that is there, as what it is: serde by itself takes `null` for one that is left out.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(field: D) -> Result<Option<T>, D::Error> {
    T::deserialize(field).map(Some)
}

impl Changes {
    pub(crate) fn of(self, contact: Contact) -> Fields {
        let Fields { name, email, phone } = contact.fields;
        Fields {
            name: self.name.unwrap_or(name),
            email: self.email.unwrap_or(email),
            phone: self.phone.unwrap_or(phone),
        }
    }
}

// What follows is SQL. A value is always a parameter, `?1`, and never a part of the text.

/// Up to so many, from the one after this id on, whose names contain this. That is quick on the last page, too, where `OFFSET` would count
/// all before it.
pub(crate) fn list(tx: &Transaction<'_>, name: &str, after: i64, limit: u32) -> Result<Vec<Contact>> {
    let mut statement = tx.prepare_cached(
        "SELECT id, name, email, phone FROM contacts
         WHERE id > ?1 AND instr(lower(name), lower(?2)) > 0 ORDER BY id LIMIT ?3",
    )?;
    statement.query_map(params![after, name, limit], contact)?.collect()
}

pub(crate) fn get(tx: &Transaction<'_>, id: ContactId) -> Result<Contact> {
    tx.query_row("SELECT id, name, email, phone FROM contacts WHERE id = ?1", [id], contact)
}

pub(crate) fn insert(tx: &Transaction<'_>, Fields { name, email, phone }: &Fields) -> Result<Contact> {
    tx.query_row(
        "INSERT INTO contacts (name, email, phone) VALUES (?1, ?2, ?3) RETURNING id, name, email, phone",
        params![name, email, phone],
        contact,
    )
}

pub(crate) fn update(tx: &Transaction<'_>, id: ContactId, Fields { name, email, phone }: &Fields) -> Result<Contact> {
    tx.query_row(
        "UPDATE contacts SET name = ?2, email = ?3, phone = ?4 WHERE id = ?1 RETURNING id, name, email, phone",
        params![id, name, email, phone],
        contact,
    )
}

/// `RETURNING` tells whether there was one: without a row it is an error, as for `get`.
pub(crate) fn delete(tx: &Transaction<'_>, id: ContactId) -> Result<()> {
    tx.query_row("DELETE FROM contacts WHERE id = ?1 RETURNING id", [id], |_| Ok(()))
}

fn contact(row: &Row<'_>) -> Result<Contact> {
    let fields = Fields { name: row.get("name")?, email: row.get("email")?, phone: row.get("phone")? };
    Ok(Contact { id: row.get("id")?, fields })
}
