"""Many small pictures, to choose one of."""
