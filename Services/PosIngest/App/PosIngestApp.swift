@main
struct PosIngestApp {
    static func main() {}
}
