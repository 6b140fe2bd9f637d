locals {
  endpoints = { rest = "vpce-1", relay = "vpce-2" }
}

resource "databricks_mws_vpc_endpoint" "all" {
  for_each            = local.endpoints
  vpc_endpoint_name   = each.key
  aws_vpc_endpoint_id = each.value
  region              = "us-west-2"
}

resource "databricks_mws_networks" "main" {
  network_name       = "main"
  vpc_id             = "vpc-1"
  subnet_ids         = ["s-1", "s-2"]
  security_group_ids = ["sg-1"]
  vpc_endpoints {
    rest_api        = [databricks_mws_vpc_endpoint.all["rest"].vpc_endpoint_id]
    dataplane_relay = [databricks_mws_vpc_endpoint.all["relay"].vpc_endpoint_id]
  }
}

resource "databricks_mws_workspaces" "east" {
  workspace_name = "east"
  aws_region     = "us-east-1"
  network_id     = databricks_mws_networks.main.network_id # expect: regions-agree
}

resource "databricks_mws_workspaces" "west" {
  workspace_name = "west"
  aws_region     = "us-west-2"
  network_id     = databricks_mws_networks.main.network_id
}
