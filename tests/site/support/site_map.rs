//! The site map as it is written in the sources: what can be opened and done, without asking the running site.

/// A path of the site map, and what may be asked of it.
pub struct Route {
    pub path: String,
    pub is_page: bool,
    pub is_act: bool,
}

impl Route {
    /// The methods that it answers.
    pub fn methods(&self) -> impl Iterator<Item = &'static str> {
        let methods = [("GET", self.is_page), ("POST", self.is_act)];
        methods.into_iter().filter(|(_, answers)| *answers).map(|(method, _)| method)
    }
}

/// Every route of the pages.
pub fn site_map() -> Vec<Route> {
    let map =
        [include_str!("../../../src/web/mod.rs"), include_str!("../../../src/web/desk/mod.rs")].concat();
    let registrations: Vec<&str> = map.split("site.service(").skip(1).collect();
    assert!(registrations.len() > 200, "{} routes are no site map", registrations.len());
    registrations.into_iter().flat_map(routes_of).collect()
}

/// What one registration adds: a path, or the same act on ideas and on comments.
fn routes_of(registration: &str) -> Vec<Route> {
    let registration = registration.split(';').next().unwrap().trim_start();
    let name = registration.split('"').nth(1).unwrap_or_else(|| panic!("no path in {registration}"));
    let paths = if registration.starts_with("post_act(") {
        vec![format!("/ideas/{{idea}}/{name}"), format!("/comments/{{comment}}/{name}")]
    } else if registration.starts_with("comments_act(") {
        vec![format!("/ideas/{{idea}}/{name}")]
    } else {
        assert!(registration.starts_with("resource("), "a registration of another form: {registration}");
        vec![name.to_owned()]
    };
    let (is_page, is_act) = (registration.contains(".route(get()"), registration.contains(".route(post()"));
    assert!(is_page || is_act, "a route that answers nothing: {registration}");
    paths.into_iter().map(|path| Route { path, is_page, is_act }).collect()
}
