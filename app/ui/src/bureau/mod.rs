//! The officers' pages, drawn by the server. Must not need a script: every page works as plain HTML.
