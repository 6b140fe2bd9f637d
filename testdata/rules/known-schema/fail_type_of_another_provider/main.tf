terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
    cloud = {
      source  = "hashicorp/azurerm"
      version = "~> 4.0"
    }
    databricks = {
      source  = "databricks/databricks"
      version = "1.127.0"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "north"
  region = "eu-north-1"
}

provider "google" {
  project = "brewery"
}

provider "databricks" {
  host = "https://dbc-2200.cloud.databricks.com"
}

resource "databricks_group" "brewers" {
  provider     = aws # expect: known-schema
  display_name = "brewers"
}

resource "databricks_group" "tasters" {
  provider     = aws.north # expect: known-schema
  display_name = "tasters"
}

data "databricks_user" "owner" {
  provider  = cloud # expect: known-schema
  user_name = "owner@example.com"
}

resource "databricks_catalog" "barrels" {
  provider = google # expect: known-schema
  name     = "barrels"
}
