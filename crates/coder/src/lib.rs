//! Détente's `coder`.
