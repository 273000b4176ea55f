//! Détente's `text`.
