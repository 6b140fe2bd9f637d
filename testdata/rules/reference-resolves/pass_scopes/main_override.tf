data "azurerm_resources" "all" {
  type = "other"
}
