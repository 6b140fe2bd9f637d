workspace_host       = "https://acme-prod.cloud.databricks.com"
environment          = "prod"
release              = "2.7.0"
service_principal_id = "5f3c1a52-96d1-4a0e-8a3b-7d5f3e1c9b42"

python_jobs = {
  orders = {
    cron         = "0 15 4 * * ?"
    dependencies = ["pandas==2.2.3", "pyarrow==18.1.0"]
    tasks = {
      extract   = { file = "orders/extract.py", parameters = ["--source", "erp"] }
      transform = { file = "orders/transform.py", after = ["extract"] }
      publish   = { file = "orders/publish.py", after = ["transform"] }
    }
  }

  customers = {
    cron         = "0 45 4 * * ?"
    dependencies = ["rapidfuzz==3.10.1"]
    tasks = {
      deduplicate = { file = "customers/deduplicate.py", after = ["extract"] }
      extract     = { file = "customers/extract.py" }
    }
  }

  # Run by hand, before a release.
  smoke = {
    tasks = {
      check = { file = "smoke/check.py" }
    }
  }
}
