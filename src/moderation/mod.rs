//! Reports, hiding, holding, bans.
