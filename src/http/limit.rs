//! How much may be sent in a minute: by one person, from one network, to the whole site; counted in the memory of each
//! instance. What several instances count together is in [`crate::allowances`].

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

use actix_session::SessionExt as _;
use actix_web::Error as ActixError;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::client;
use super::guard::GuardError;
use super::session::Session;
use super::state::State;
use super::typed;
use crate::allowances::Shared;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::ids::PersonId;

/// After how many requests those are forgotten who have been quiet.
const FORGET_EVERY: u32 = 4096;

/// The limits of a site; those that are off are none.
pub struct Limits {
    person: Option<DefaultKeyedRateLimiter<PersonId>>,
    network: Option<DefaultKeyedRateLimiter<String>>,
    site: Option<DefaultDirectRateLimiter>,
    clock: DefaultClock,
    seen: AtomicU32,
    /// Codes asked for by mail, in an hour.
    pub sign_ins: Shared,
    /// Codes typed, in an hour.
    pub codes: Shared,
    /// Votes set, changed or withdrawn, in an hour.
    pub votes: Shared,
}

impl Limits {
    /// As the configuration says.
    pub fn new(config: &Config) -> Self {
        let most = |count: u32| if config.limits { count } else { 0 };
        let quota = |count: u32| NonZeroU32::new(most(count)).map(Quota::per_minute);
        let shared = |network, site| Shared { network: most(network), site: most(site) };
        Self {
            person: quota(config.posts_per_minute_by_person).map(RateLimiter::keyed),
            network: quota(config.posts_per_minute_by_network).map(RateLimiter::keyed),
            site: quota(config.posts_per_minute).map(RateLimiter::direct),
            clock: DefaultClock::default(),
            seen: AtomicU32::new(0),
            sign_ins: shared(config.sign_ins_per_hour_by_network, config.sign_ins_per_hour),
            codes: shared(config.codes_per_hour_by_network, config.codes_per_hour),
            votes: shared(config.votes_per_hour_by_network, config.votes_per_hour),
        }
    }

    /// Counts one request.
    ///
    /// # Errors
    /// `TooMany` with the seconds to wait.
    fn take(&self, person: Option<PersonId>, network: &str) -> Result<()> {
        self.forget();
        let now = self.clock.now();
        let wait = |until: governor::NotUntil<_>| Error::TooMany(until.wait_time_from(now).as_secs() + 1);
        if let (Some(limit), Some(person)) = (&self.person, person) {
            limit.check_key(&person).map_err(wait)?;
        }
        if let Some(limit) = &self.network {
            limit.check_key(&network.to_owned()).map_err(wait)?;
        }
        if let Some(limit) = &self.site {
            limit.check().map_err(wait)?;
        }
        Ok(())
    }

    /// Now and then lets go of whoever has been quiet, so that memory does not grow with visitors.
    fn forget(&self) {
        if self.seen.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY != FORGET_EVERY - 1 {
            return;
        }
        if let Some(limit) = &self.person {
            limit.retain_recent();
        }
        if let Some(limit) = &self.network {
            limit.retain_recent();
        }
    }
}

/// Middleware. Refuses what would change something when too much was sent.
pub async fn posts(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> std::result::Result<ServiceResponse<BoxBody>, ActixError> {
    if !request.method().is_safe()
        && let Err(error) = count(&request).await
    {
        typed::read_rest(&mut request).await;
        return Ok(request.error_response(GuardError(error)));
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

async fn count(request: &ServiceRequest) -> Result<()> {
    let Some(state) = request.app_data::<Data<State>>() else { return Ok(()) };
    let address = client::address(request.request(), &state.config.trusted_proxies);
    let network = state.settings().await?.site.keyed_hash(&client::network(address))?;
    state.limits.take(Session::new(request.get_session()).person(), &network)
}
