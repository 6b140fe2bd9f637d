provider "databricks" {
  host       = "https://accounts.azuredatabricks.net"
  account_id = "00000000-0000-0000-0000-000000000001"
}

provider "azurerm" {
  features {}
}

variable "region" {
  type = string
}

resource "azurerm_storage_account" "kiln" {
  name                     = "potterkiln"
  resource_group_name      = "kiln"
  location                 = "North Europe"
  account_tier             = "Standard"
  account_replication_type = "LRS"
}

resource "azurerm_storage_container" "kiln" {
  name                 = "kiln"
  storage_account_name = azurerm_storage_account.kiln.name
}

resource "azurerm_storage_account" "glaze" {
  name                     = "potterglaze"
  resource_group_name      = "glaze"
  location                 = var.region
  account_tier             = "Standard"
  account_replication_type = "LRS"
}

resource "databricks_metastore" "north" {
  name         = "north"
  region       = "northeurope"
  storage_root = "abfss://${azurerm_storage_container.kiln.name}@${azurerm_storage_account.kiln.name}.dfs.core.windows.net/"
}

resource "databricks_metastore" "west" {
  name         = "west"
  region       = "westeurope"
  storage_root = "abfss://${azurerm_storage_container.kiln.name}@${azurerm_storage_account.kiln.name}.dfs.core.windows.net/" # expect: regions-agree
}

resource "databricks_metastore" "here" {
  name         = "here"
  region       = var.region
  storage_root = format("abfss://%s@%s.dfs.core.windows.net/", "glaze", azurerm_storage_account.glaze.name)
}

resource "databricks_metastore" "elsewhere" {
  name         = "elsewhere"
  region       = "uksouth"
  storage_root = "abfss://lake@pottershelf.dfs.core.windows.net/"
}
