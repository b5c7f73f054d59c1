import ServiceKit

@main
struct PosIngestApp {
    static func main() async {
        await ServiceCommand<PosIngestService>.main()
    }
}
