workspace_host = "https://acme-prod.cloud.databricks.com"

tables = [
  "orders", "order_lines", "shipments", "returns", "stock", "prices",
  "discounts", "stores", "regions", "targets", "forecasts", "currencies",
]
