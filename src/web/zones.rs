//! Time zones as a select shows them: by part of the world, under the names of cities.

use std::sync::LazyLock;

/// The zones of one part of the world: its name, and stored name and label of each.
pub struct ZoneGroup {
    /// Part of the world.
    pub region: &'static str,
    /// Stored name and label of its zones.
    pub zones: Vec<(&'static str, String)>,
}

const REGIONS: [&str; 10] = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
];

static GROUPS: LazyLock<Vec<ZoneGroup>> = LazyLock::new(|| REGIONS.into_iter().map(group).collect());

fn group(region: &'static str) -> ZoneGroup {
    let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    let zones = names.filter_map(|name| Some((name, label(name.strip_prefix(region)?.strip_prefix('/')?))));
    ZoneGroup { region, zones: zones.collect() }
}

fn label(city: &str) -> String {
    city.replace('_', " ").replace('/', ", ")
}

/// All zones but UTC, which stands alone.
pub fn groups() -> &'static [ZoneGroup] {
    &GROUPS
}
