import Messaging

/// Everything that the gateway can ask of the catalog.
enum CatalogOperations {
    static let all: [any Operation] = [
        RefusalTranslation(ListCategories()), RefusalTranslation(GetCategory()),
        RefusalTranslation(CreateCategory()), RefusalTranslation(UpdateCategory()),
        RefusalTranslation(DeleteCategory()),
        RefusalTranslation(ListProducts()), RefusalTranslation(GetProduct()),
        RefusalTranslation(CreateProduct()), RefusalTranslation(UpdateProduct()),
        RefusalTranslation(RetireProduct()), RefusalTranslation(DeleteProduct()),
        RefusalTranslation(ListVariants()), RefusalTranslation(GetVariant()),
        RefusalTranslation(CreateVariant()), RefusalTranslation(UpdateVariant()),
        RefusalTranslation(RetireVariant()), RefusalTranslation(DeleteVariant()),
        RefusalTranslation(AddBarcode()), RefusalTranslation(RemoveBarcode()),
        RefusalTranslation(LookupBarcode()),
        RefusalTranslation(ListUnits()), RefusalTranslation(CreateUnit()),
        RefusalTranslation(ListUnitConversions()), RefusalTranslation(SetUnitConversion()),
        RefusalTranslation(StartImport()), RefusalTranslation(GetImport()),
        RefusalTranslation(ListImportErrors()), RefusalTranslation(ResumeImport()),
    ]
}
