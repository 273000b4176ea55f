//! Détente's `event`.
