resource "databricks_mws_workspaces" "written" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "x"
  aws_region     = "eu-west-1"
  token {}
}

resource "databricks_mws_workspaces" "dynamic" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "x"
  aws_region     = "eu-west-1"
  dynamic "token" {
    for_each = ["x"]
    content {}
  }
}

resource "databricks_mws_workspaces" "none" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "x"
  aws_region     = "eu-west-1"
}

resource "databricks_notification_destination" "webhook" {
  display_name = "x"
  config {
    generic_webhook {
      url = "https://hooks.example.com"
    }
  }
}

output "part" { # expect: reference-resolves
  value = databricks_mws_workspaces.written.token[0].token_value
}

output "block" { # expect: reference-resolves
  value = databricks_mws_workspaces.written.token
}

output "splat" { # expect: reference-resolves
  value = databricks_mws_workspaces.written.token[*].token_value
}

output "dynamic" { # expect: reference-resolves
  value = databricks_mws_workspaces.dynamic.token[0].token_value
}

output "null" { # expect: reference-resolves
  value = databricks_notification_destination.webhook.config[0].generic_webhook[0].password
}

output "comment" {
  value = databricks_mws_workspaces.written.token[0].comment
}

output "none" {
  value = databricks_mws_workspaces.none.token
}

output "absent" {
  value = databricks_notification_destination.webhook.config[0].slack
}
