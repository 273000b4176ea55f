//! Détente's `model`.
