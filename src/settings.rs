//! The site's settings with its boards and what renders its posts, as of one moment: what nearly every act needs to know.

use std::sync::Arc;

use crate::boards::{Catalog, catalog};
use crate::calls::{self, Call};
use crate::db::Db;
use crate::error::Result;
use crate::links::Links;
use crate::people::rendering::Renderer;
use crate::site::{self, Site};

/// The site as of one moment.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The site's own settings.
    pub site: Site,
    /// Boards, statuses, categories, tags.
    pub catalog: Catalog,
    /// What people are called to, now or later; for the banner.
    pub calls: Vec<Call>,
    /// Renders posts as these settings want.
    pub renderer: Renderer,
    /// Addresses.
    pub links: Arc<Links>,
}

impl Settings {
    /// Reads them.
    pub fn load(db: &mut Db, links: &Arc<Links>) -> Result<Self> {
        let site = site::find(db)?;
        let renderer = Renderer::new(Arc::clone(links), site.image_host_list());
        let calls = calls::current(db)?;
        Ok(Self { catalog: catalog(db)?, calls, renderer, links: Arc::clone(links), site })
    }
}
