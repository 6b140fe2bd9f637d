//! The parts put together: sessions, the command line and the disk.

pub mod disk;
