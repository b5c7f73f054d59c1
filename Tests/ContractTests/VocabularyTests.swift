import Contracts
import TestSupport
import Testing

@Suite struct `Vocabulary` {
    /// The closed lists of Swift, by their names in the schemas of the messages.
    static let lists: [String: [String]] = [
        "ActiveStatus": ActiveStatus.allCases.map(\.rawValue),
        "ActorKind": ActorKind.allCases.map(\.rawValue),
        "CharacteristicKind": CharacteristicKind.allCases.map(\.rawValue),
        "CountState": CountState.allCases.map(\.rawValue),
        "Direction": Direction.allCases.map(\.rawValue),
        "EntryKind": EntryKind.allCases.map(\.rawValue),
        "HandlingUnitAction": HandlingUnitAction.allCases.map(\.rawValue),
        "HandlingUnitStatus": HandlingUnitStatus.allCases.map(\.rawValue),
        "HandlingUnitType": HandlingUnitType.allCases.map(\.rawValue),
        "InspectionVerdict": InspectionVerdict.allCases.map(\.rawValue),
        "LocationKind": LocationKind.allCases.map(\.rawValue),
        "PeriodState": PeriodState.allCases.map(\.rawValue),
        "PosMessageKind": PosMessageKind.allCases.map(\.rawValue),
        "ProposalState": ProposalState.allCases.map(\.rawValue),
        "ReservationState": ReservationState.allCases.map(\.rawValue),
        "SettingKind": SettingKind.allCases.map(\.rawValue),
        "TillKind": TillKind.allCases.map(\.rawValue),
        "TrackingMode": TrackingMode.allCases.map(\.rawValue),
        "TransferState": TransferState.allCases.map(\.rawValue),
    ]

    /// The closed lists of Swift, by their names in the OpenAPI document.
    static let published: [String: [String]] = [
        "ActiveStatus": ActiveStatus.allCases.map(\.rawValue),
        "CharacteristicKind": CharacteristicKind.allCases.map(\.rawValue),
        "CountState": CountState.allCases.map(\.rawValue),
        "EntryKind": EntryKind.allCases.map(\.rawValue),
        "HandlingUnitAction": HandlingUnitAction.allCases.map(\.rawValue),
        "HandlingUnitStatus": HandlingUnitStatus.allCases.map(\.rawValue),
        "HandlingUnitType": HandlingUnitType.allCases.map(\.rawValue),
        "InspectionVerdict": InspectionVerdict.allCases.map(\.rawValue),
        "LocationKind": LocationKind.allCases.map(\.rawValue),
        "Permission": Permission.allCases.map(\.rawValue),
        "PeriodState": PeriodState.allCases.map(\.rawValue),
        "PosMessageKind": PosMessageKind.allCases.map(\.rawValue),
        "ProblemCode": ProblemCode.allCases.map(\.rawValue),
        "ProposalState": ProposalState.allCases.map(\.rawValue),
        "ReservationState": ReservationState.allCases.map(\.rawValue),
        "RoleName": Role.allCases.map(\.rawValue),
        "ScopeName": Scope.allCases.map(\.rawValue),
        "ReservedLineState": ReservedLineState.allCases.map(\.rawValue),
        "ServiceName": ServiceName.allCases.map(\.rawValue),
        "TransferState": TransferState.allCases.map(\.rawValue),
    ]

    @Test func `a list in a message schema equals the one in Swift`() throws {
        for contract in ContractTable.all {
            let schema = try ContractFolder.json("schemas/\(contract.type).json")
            for (name, definition) in schema["$defs"]?.members ?? [:] {
                guard let values = definition["enum"]?.elements?.compactMap(\.text) else {
                    continue
                }
                #expect(Self.lists[name] == values, "\(name) in \(contract.type)")
            }
        }
    }

    @Test func `a list in the OpenAPI document equals the one in Swift`() throws {
        let schemas = try #require(ContractFolder.openAPI.get()["components"]?["schemas"])
        for (name, values) in Self.published {
            #expect(schemas[name]?["enum"]?.elements?.compactMap(\.text) == values, "\(name)")
        }
        let service = try ContractFolder.openAPI.get()["components"]?["parameters"]?["PathService"]
        let asked = service?["schema"]?["enum"]?.elements?.compactMap(\.text)
        #expect(asked == ServiceName.answering.map(\.rawValue))
        let actor = schemas["Actor"]?["properties"]?["kind"]?["enum"]?.elements?.compactMap(\.text)
        #expect(actor == ActorKind.allCases.map(\.rawValue))
        let tracking = schemas["Tracking"]?["properties"]?["mode"]?["enum"]?.elements
        #expect(tracking?.compactMap(\.text) == TrackingMode.allCases.map(\.rawValue))
    }
}
