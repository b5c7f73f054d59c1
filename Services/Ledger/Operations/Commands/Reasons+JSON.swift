import Kernel
import LedgerDomain

extension AdjustmentReason: JSONReadable {}
extension ReturnReason: JSONReadable {}
extension SupplierReturnReason: JSONReadable {}
