//! All integration tests, as one program: it links once.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail")]
#![allow(clippy::float_cmp, reason = "a card that did not move is exactly where it was")]

mod agreement;
mod control;
mod cover;
mod departments;
mod desk;
mod estimates;
mod flows;
mod flows_ballots;
mod flows_conversation;
mod flows_cover;
mod flows_export;
mod flows_file;
mod flows_goals;
mod flows_health;
mod flows_import;
mod flows_inspector;
mod flows_large_map;
mod flows_layouts;
mod flows_map;
mod flows_present;
mod flows_pyramid;
mod flows_roles;
mod flows_sheets;
mod flows_ways;
mod flows_what_if;
mod gain;
mod goals;
mod hostile;
mod indicators;
mod keeping;
mod layout;
mod neighbourhoods;
mod network;
mod paths;
mod pyramid;
mod raster;
mod readable;
mod readme;
mod refresh;
mod risks;
mod roundtrip;
mod samples;
mod screens;
mod storage;
mod svg;
mod tables;
mod tidy;
mod trend;
mod undo;
mod views;
mod what_if;
