//! Starts the demo systems and checks every endpoint against captures of the running programs.
