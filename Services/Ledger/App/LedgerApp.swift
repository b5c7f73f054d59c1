import ServiceKit

@main
struct LedgerApp {
    static func main() async {
        await ServiceCommand<LedgerService>.main()
    }
}
