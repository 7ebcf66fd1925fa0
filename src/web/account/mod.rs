//! Pages about oneself: signing in and out, settings, what came of what one posted.

pub mod code;
pub mod demo;
mod draft;
mod enter;
pub mod language;
pub mod leaving;
pub mod link;
pub mod openid;
pub mod proof;
pub mod second_step;
pub mod settings;
pub mod signin;
pub mod signout;
pub mod token;
pub mod welcome;

pub use draft::keep_draft;
