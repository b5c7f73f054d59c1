/// The state behind one name and one set of labels.
protocol MetricSeries: AnyObject, Sendable {
    static var kind: MetricFamily.Kind { get }

    /// The lines of the exposition for this series.
    func samples(_ labels: MetricLabels) -> [MetricFamily.Sample]
}
