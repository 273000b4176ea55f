//! Détente's `record`.
