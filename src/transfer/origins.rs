//! Which row came from which row of another system: looked up in bulk, kept with a digest of what the line said.

use std::collections::HashMap;

use diesel::prelude::*;
use sha2::{Digest as _, Sha256};

use super::fields::Key;
use super::record::{Kind, Record};
use crate::db::Db;
use crate::db::schema::origins;
use crate::each;
use crate::error::Result;
use crate::ids::ImportId;

/// How many keys one query looks up.
const CHUNK: usize = 500;
/// Kept instead of a digest for a row that was there before: it is only pointed to, never changed or removed.
pub const MATCHED: &str = "matched";
/// The source id under which somebody is kept whose name the other system did not give away.
pub const FORMER: &str = "former member";

/// The start of the source id, and the digest, of a tag that ideas named and no line told of.
pub const ON_THE_WAY: &str = "made on the way";

/// Where a key leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The row.
    pub row: i64,
    /// What its line said, or [`MATCHED`].
    pub digest: String,
}

/// Keys and where they lead.
#[derive(Debug, Default)]
pub struct Origins(HashMap<Key, Origin>);

impl Origins {
    /// Looks up keys of one kind.
    pub fn find<'k>(db: &mut Db, kind: Kind, keys: impl IntoIterator<Item = &'k Key>) -> Result<Self> {
        let mut by_source: HashMap<&str, Vec<&str>> = HashMap::new();
        for key in keys {
            by_source.entry(&key.source).or_default().push(&key.id);
        }
        let mut found = HashMap::new();
        for (source, mut ids) in by_source {
            ids.sort_unstable();
            ids.dedup();
            for ids in ids.chunks(CHUNK) {
                let rows: Vec<(String, i64, String)> = origins::table
                    .filter(origins::source.eq(source))
                    .filter(origins::kind.eq(kind.as_str()))
                    .filter(origins::source_id.eq_any(ids))
                    .select((origins::source_id, origins::row_id, origins::digest))
                    .load(db)?;
                for (id, row, digest) in rows {
                    found.insert(Key { source: source.to_owned(), id }, Origin { row, digest });
                }
            }
        }
        Ok(Self(found))
    }

    /// Where a key leads.
    pub fn get(&self, key: &Key) -> Option<&Origin> {
        self.0.get(key)
    }

    /// The row that a key leads to.
    pub fn row(&self, key: &Key) -> Option<i64> {
        self.0.get(key).map(|origin| origin.row)
    }

    /// Adds what was just made.
    pub fn insert(&mut self, key: Key, row: i64, digest: String) {
        self.0.insert(key, Origin { row, digest });
    }
}

/// What a line says, in short.
pub fn digest(record: &Record) -> String {
    hex::encode(Sha256::digest(format!("{record:?}").as_bytes())).chars().take(32).collect()
}

/// Origins about to be kept.
#[derive(Debug)]
pub struct NewOrigins {
    kind: Kind,
    import: ImportId,
    new: Vec<(Key, i64, String)>,
}

impl NewOrigins {
    /// Of rows of one kind that an import makes.
    pub fn new(kind: Kind, import: ImportId) -> Self {
        Self { kind, import, new: Vec::new() }
    }

    /// Another.
    pub fn push(&mut self, key: &Key, row: i64, digest: String) {
        self.new.push((key.clone(), row, digest));
    }

    /// Keeps them.
    pub fn store(self, db: &mut Db) -> Result<()> {
        let row = |(key, row, digest): &(Key, i64, String)| {
            (
                origins::source.eq(key.source.clone()),
                origins::kind.eq(self.kind.as_str()),
                origins::source_id.eq(key.id.clone()),
                origins::row_id.eq(*row),
                origins::import_id.eq(self.import),
                origins::digest.eq(digest.clone()),
            )
        };
        for chunk in self.new.chunks(CHUNK) {
            let rows: Vec<_> = chunk.iter().map(row).collect();
            each!(db, |c| diesel::insert_into(origins::table).values(&rows).execute(c))?;
        }
        Ok(())
    }
}

/// Keeps what a line says now.
pub fn update(db: &mut Db, kind: Kind, key: &Key, digest: &str) -> Result<()> {
    diesel::update(origins::table.find((&key.source, kind.as_str(), &key.id)))
        .set(origins::digest.eq(digest))
        .execute(db)?;
    Ok(())
}

/// Forgets where a key leads.
pub fn forget(db: &mut Db, kind: Kind, key: &Key) -> Result<()> {
    diesel::delete(origins::table.find((&key.source, kind.as_str(), &key.id))).execute(db)?;
    Ok(())
}
