import ServiceKit

@main
struct GatewayApp {
    static func main() async {
        await ServiceCommand<GatewayService>.main()
    }
}
