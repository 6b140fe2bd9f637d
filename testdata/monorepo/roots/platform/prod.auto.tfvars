workspace_host = "https://acme-prod.cloud.databricks.com"
