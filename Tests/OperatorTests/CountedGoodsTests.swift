import TestSupport
import Testing

@testable import Operator

@Suite struct CountedGoodsTests {
    @Test func `what was counted at the shop itself is found, and nothing with lots`() async throws
    {
        let gateway = FakeGateway([
            .json(#"{"items": [{"id": "1"}, {"id": "2"}]}"#),
            .json(
                """
                {"id": "1", "lines": [
                    {"sku": "A", "location": {"code": "SHOP"}},
                    {"sku": "B", "location": {"code": "SHOP-SHELF"}},
                    {"sku": "C", "location": {"code": "SHOP"}, "lot": {"code": "L"}}
                ]}
                """
            ),
            .json(#"{"id": "2", "lines": [{"sku": "D", "location": {"code": "SHOP"}}]}"#),
        ])
        try await gateway.run { api in
            let skus = try await CountedGoods(api: api).skus(in: "SHOP")
            #expect(skus == ["A", "D"])
        }
        #expect(gateway.requests[0].target.contains("warehouse=SHOP&state=approved"))
    }
}
