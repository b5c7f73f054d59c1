@main
struct LedgerApp {
    static func main() {}
}
