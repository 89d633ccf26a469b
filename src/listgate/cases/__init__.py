"""Cases: portfolios of parties that are screened again as the lists change."""
