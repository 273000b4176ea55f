//! Détente's `gmcr`.
