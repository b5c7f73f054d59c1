import ServiceKit

@main
struct CatalogApp {
    static func main() async {
        await ServiceCommand<CatalogService>.main()
    }
}
