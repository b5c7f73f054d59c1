@main
struct GatewayApp {
    static func main() {}
}
