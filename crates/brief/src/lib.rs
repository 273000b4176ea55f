//! Détente's `brief`.
