//! Import, export, undo.
