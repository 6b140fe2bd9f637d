stage    = "prdo"
hosts    = { dev = "https://dbc-dev.cloud.databricks.com", prod = "https://dbc-prod.cloud.databricks.com" }
auditors = ["auditors"]
guests   = []
