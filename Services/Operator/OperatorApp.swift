@main
struct OperatorApp {
    static func main() {}
}
